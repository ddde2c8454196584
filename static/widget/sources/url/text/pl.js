/** Polish. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Publiczny adres pliku",
    input_placeholder: "https://example.com/obraz.jpg",
    explanation: "Plik pobiera serwer; nie przechodzi on przez Twoje urządzenie.",
  },
  actions: {
    upload: "Prześlij",
  },
  notifications: {
    invalid_add_url: "To nie jest adres internetowy. Powinien wyglądać jak https://example.com/obraz.jpg",
  },
};
