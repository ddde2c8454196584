/** French. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Choisissez un écran, une fenêtre ou un onglet.",
    explanation: "Prenez une image de votre écran, d’une fenêtre ou d’un onglet, ou enregistrez-le. Votre navigateur demande lequel.",
    choose: "Choisir quoi montrer",
    capture: "Prendre une image",
    record: "Commencer l’enregistrement",
    stop: "Arrêter l’enregistrement",
    recording: "Enregistrement {{time}}",
    taken: "Voici votre image.",
    recorded: "Enregistrement {{name}}",
    again: "Recommencer",
    use: "Envoyer",
    mode: "Image ou vidéo",
    mode_photo: "Image",
    mode_video: "Vidéo",
    retry: "Réessayer",
    errors: {
      denied: "Rien n’a été choisi, ou votre navigateur ne le permet pas.",
      none: "Il n’y a rien à montrer.",
      busy: "Votre système ne le montre pas pour le moment. Choisissez autre chose.",
      failed: "Ce navigateur ne peut pas prendre d’images de l’écran.",
      not_allowed: "Ni images ni vidéos de l’écran ne peuvent être envoyées ici.",
    },
  },
};
