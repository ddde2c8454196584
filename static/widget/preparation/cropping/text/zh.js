/** Chinese, simplified. The keys are those of en.js. */
export default {
  back: "返回",
  crop: {
    title: "裁剪",
    crop_btn: "裁剪",
    skip_btn: "跳过",
    reset_btn: "重置",
    zoom: "缩放",
    zoom_in: "放大",
    zoom_out: "缩小",
    corner_tooltip: "拖动角以调整大小",
    handle_tooltip: "拖动手柄以调整大小",
    region: "所选区域",
    region_at: "所选区域：{{width}} × {{height}} 像素，距左 {{x}}，距上 {{y}}",
    help: "方向键移动区域，按住 Shift 调整大小。加号和减号缩放，0 重置，回车键裁剪。",
    too_small: "所选区域为 {{size}} 像素；至少需要 {{limit}}。",
    too_large: "所选区域为 {{size}} 像素；最多允许 {{limit}}。",
  },
};
