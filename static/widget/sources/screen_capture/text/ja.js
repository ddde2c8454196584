/** Japanese. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "画面、ウィンドウ、またはタブを選んでください。",
    explanation: "画面、ウィンドウ、またはタブを撮影または録画します。対象はブラウザーが尋ねます。",
    choose: "表示するものを選ぶ",
    capture: "画像を撮る",
    record: "録画を開始",
    stop: "録画を停止",
    recording: "録画中 {{time}}",
    taken: "撮影した画像です。",
    recorded: "録画 {{name}}",
    again: "撮り直す",
    use: "アップロード",
    mode: "画像または動画",
    mode_photo: "画像",
    mode_video: "動画",
    retry: "もう一度試す",
    errors: {
      denied: "何も選ばれていないか、ブラウザーが許可していません。",
      none: "表示するものがありません。",
      busy: "現在システムが表示できません。別のものを選んでください。",
      failed: "このブラウザーは画面を撮影できません。",
      not_allowed: "ここでは画面の画像も動画もアップロードできません。",
    },
  },
};
