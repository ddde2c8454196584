/** Hebrew. The keys are those of en.js. */
export default {
  url: {
    inner_title: "הכתובת הציבורית של הקובץ",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "השרת מביא את הקובץ; הוא אינו עובר דרך המכשיר שלכם.",
  },
  actions: {
    upload: "העלאה",
  },
  notifications: {
    invalid_add_url: "זו אינה כתובת אינטרנט. היא צריכה להיראות כמו https://example.com/picture.jpg",
  },
};
