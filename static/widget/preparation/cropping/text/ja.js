/** Japanese. The keys are those of en.js. */
export default {
  back: "戻る",
  crop: {
    title: "切り抜き",
    crop_btn: "切り抜く",
    skip_btn: "スキップ",
    reset_btn: "リセット",
    zoom: "ズーム",
    zoom_in: "拡大",
    zoom_out: "縮小",
    corner_tooltip: "角をドラッグしてサイズを変更",
    handle_tooltip: "ハンドルをドラッグしてサイズを変更",
    region: "選択範囲",
    region_at: "選択範囲：{{width}} × {{height}} ピクセル、左から {{x}}、上から {{y}}",
    help: "矢印キーで移動、Shift と矢印キーでサイズ変更。プラスとマイナスでズーム、0 でリセット、Enter で切り抜き。",
    too_small: "選択範囲は {{size}} ピクセルです。{{limit}} 以上が必要です。",
    too_large: "選択範囲は {{size}} ピクセルです。{{limit}} 以下にしてください。",
  },
};
