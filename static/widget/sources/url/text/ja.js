/** Japanese. The keys are those of en.js. */
export default {
  url: {
    inner_title: "アップロードするファイルの公開 URL",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "ファイルはサーバーが取得し、お使いの端末を経由しません。",
  },
  actions: {
    upload: "アップロード",
  },
  notifications: {
    invalid_add_url: "ウェブアドレスではありません。https://example.com/picture.jpg のように入力してください。",
  },
};
