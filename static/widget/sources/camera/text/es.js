/** Spanish. The keys are those of en.js. */
export default {
  camera: {
    starting: "Iniciando la cámara. Permita su uso si el navegador lo pregunta.",
    capture: "Hacer una foto",
    record: "Empezar a grabar",
    stop: "Dejar de grabar",
    recording: "Grabando {{time}}",
    taken: "Esta es su foto.",
    recorded: "Grabación {{name}}",
    again: "Repetir",
    use: "Subir",
    mode: "Foto o vídeo",
    mode_photo: "Foto",
    mode_video: "Vídeo",
    device: "Cámara",
    device_number: "Cámara {{num}}",
    mirror: "Reflejar la imagen",
    retry: "Intentar de nuevo",
    errors: {
      denied: "No se permite usar la cámara. Permítalo en los ajustes del navegador e inténtelo de nuevo.",
      none: "No se ha encontrado ninguna cámara. Conecte una e inténtelo de nuevo.",
      busy: "Otro programa está usando la cámara. Ciérrelo e inténtelo de nuevo.",
      failed: "No se ha podido iniciar la cámara. Necesita una página con conexión segura (HTTPS).",
      not_allowed: "Aquí no se pueden subir fotos ni vídeos de una cámara.",
    },
  },
};
