/** Dutch. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Openbaar adres van het bestand",
    input_placeholder: "https://example.com/foto.jpg",
    explanation: "De server haalt het bestand op; het gaat niet via uw apparaat.",
  },
  actions: {
    upload: "Uploaden",
  },
  notifications: {
    invalid_add_url: "Dit is geen webadres. Het hoort eruit te zien als https://example.com/foto.jpg",
  },
};
