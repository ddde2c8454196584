/** Chinese, simplified. The keys are those of en.js. */
export default {
  url: {
    inner_title: "要上传的文件的公开网址",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "文件由服务器获取，不经过您的设备。",
  },
  actions: {
    upload: "上传",
  },
  notifications: {
    invalid_add_url: "这不是网址。应类似 https://example.com/picture.jpg",
  },
};
