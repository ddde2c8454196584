/** German. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Öffentliche Adresse der Datei",
    input_placeholder: "https://example.com/bild.jpg",
    explanation: "Der Server holt die Datei; sie geht nicht über Ihr Gerät.",
  },
  actions: {
    upload: "Hochladen",
  },
  notifications: {
    invalid_add_url: "Das ist keine Webadresse. Sie sollte aussehen wie https://example.com/bild.jpg",
  },
};
