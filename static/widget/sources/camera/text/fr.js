/** French. The keys are those of en.js. */
export default {
  camera: {
    starting: "L’appareil photo démarre. Autorisez-le si votre navigateur le demande.",
    capture: "Prendre une photo",
    record: "Commencer l’enregistrement",
    stop: "Arrêter l’enregistrement",
    recording: "Enregistrement {{time}}",
    taken: "Voici votre photo.",
    recorded: "Enregistrement {{name}}",
    again: "Recommencer",
    use: "Envoyer",
    mode: "Photo ou vidéo",
    mode_photo: "Photo",
    mode_video: "Vidéo",
    device: "Appareil photo",
    device_number: "Appareil {{num}}",
    mirror: "Image miroir",
    retry: "Réessayer",
    errors: {
      denied: "L’appareil photo n’est pas autorisé. Autorisez-le dans les réglages du navigateur, puis réessayez.",
      none: "Aucun appareil photo trouvé. Branchez-en un, puis réessayez.",
      busy: "L’appareil photo est utilisé par un autre programme. Fermez-le, puis réessayez.",
      failed: "L’appareil photo n’a pas pu démarrer. Il faut une page à connexion sécurisée (HTTPS).",
      not_allowed: "Ni photos ni vidéos d’un appareil photo ne peuvent être envoyées ici.",
    },
  },
};
