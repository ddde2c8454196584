/** Italian. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Indirizzo pubblico del file",
    input_placeholder: "https://example.com/immagine.jpg",
    explanation: "Il server preleva il file, che non passa dal tuo dispositivo.",
  },
  actions: {
    upload: "Carica",
  },
  notifications: {
    invalid_add_url: "Questo non è un indirizzo web. Dovrebbe essere come https://example.com/immagine.jpg",
  },
};
