/** Chinese, simplified. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "选择一个屏幕、窗口或标签页。",
    explanation: "为您的屏幕、窗口或标签页截图或录像。浏览器会询问选择哪一个。",
    choose: "选择要显示的内容",
    capture: "截图",
    record: "开始录制",
    stop: "停止录制",
    recording: "录制中 {{time}}",
    taken: "这是您的截图。",
    recorded: "录像 {{name}}",
    again: "重拍",
    use: "上传",
    mode: "图片或视频",
    mode_photo: "图片",
    mode_video: "视频",
    retry: "重试",
    errors: {
      denied: "未选择任何内容，或浏览器不允许。",
      none: "没有可显示的内容。",
      busy: "系统目前无法显示。请选择其他内容。",
      failed: "此浏览器无法截取屏幕。",
      not_allowed: "此处不能上传屏幕的图片或视频。",
    },
  },
};
