/** Arabic. The keys are those of en.js. */
export default {
  url: {
    inner_title: "العنوان العام للملف المراد رفعه",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "يجلب الخادم الملف مباشرة، ولا يمر بجهازك.",
  },
  actions: {
    upload: "رفع",
  },
  notifications: {
    invalid_add_url: "هذا ليس عنوان ويب. ينبغي أن يكون مثل https://example.com/picture.jpg",
  },
};
