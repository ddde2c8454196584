/** Chinese, simplified. The keys are those of en.js. */
export default {
  camera: {
    starting: "正在启动相机。如浏览器询问，请允许使用。",
    capture: "拍照",
    record: "开始录制",
    stop: "停止录制",
    recording: "录制中 {{time}}",
    taken: "这是您的照片。",
    recorded: "录像 {{name}}",
    again: "重拍",
    use: "上传",
    mode: "照片或视频",
    mode_photo: "照片",
    mode_video: "视频",
    device: "相机",
    device_number: "相机 {{num}}",
    mirror: "镜像画面",
    retry: "重试",
    errors: {
      denied: "不允许使用相机。请在浏览器设置中允许，然后重试。",
      none: "未找到相机。请连接一个，然后重试。",
      busy: "相机正被其他程序使用。请关闭该程序，然后重试。",
      failed: "无法启动相机。它需要使用安全连接（HTTPS）的页面。",
      not_allowed: "此处不能上传相机的照片或视频。",
    },
  },
};
