/** Japanese. The keys are those of en.js. */
export default {
  camera: {
    starting: "カメラを起動しています。ブラウザーに尋ねられたら許可してください。",
    capture: "写真を撮る",
    record: "録画を開始",
    stop: "録画を停止",
    recording: "録画中 {{time}}",
    taken: "撮影した写真です。",
    recorded: "録画 {{name}}",
    again: "撮り直す",
    use: "アップロード",
    mode: "写真または動画",
    mode_photo: "写真",
    mode_video: "動画",
    device: "カメラ",
    device_number: "カメラ {{num}}",
    mirror: "左右反転",
    retry: "もう一度試す",
    errors: {
      denied: "カメラの使用が許可されていません。ブラウザーの設定で許可してから、もう一度お試しください。",
      none: "カメラが見つかりません。接続してから、もう一度お試しください。",
      busy: "カメラは別のプログラムが使用中です。終了してから、もう一度お試しください。",
      failed: "カメラを起動できませんでした。安全な接続（HTTPS）のページが必要です。",
      not_allowed: "ここではカメラの写真も動画もアップロードできません。",
    },
  },
};
