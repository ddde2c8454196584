/** French. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Adresse publique du fichier à envoyer",
    input_placeholder: "https://example.com/image.jpg",
    explanation: "Le serveur va chercher le fichier ; il ne passe pas par votre appareil.",
  },
  actions: {
    upload: "Envoyer",
  },
  notifications: {
    invalid_add_url: "Ce n’est pas une adresse web. Elle devrait ressembler à https://example.com/image.jpg",
  },
};
