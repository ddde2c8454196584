/** Spanish. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Elija una pantalla, una ventana o una pestaña.",
    explanation: "Haga una captura de su pantalla, una ventana o una pestaña, o grábela. El navegador pregunta cuál.",
    choose: "Elegir qué mostrar",
    capture: "Hacer una captura",
    record: "Empezar a grabar",
    stop: "Dejar de grabar",
    recording: "Grabando {{time}}",
    taken: "Esta es su captura.",
    recorded: "Grabación {{name}}",
    again: "Repetir",
    use: "Subir",
    mode: "Imagen o vídeo",
    mode_photo: "Imagen",
    mode_video: "Vídeo",
    retry: "Intentar de nuevo",
    errors: {
      denied: "No se ha elegido nada, o el navegador no lo permite.",
      none: "No hay nada que mostrar.",
      busy: "El sistema no lo muestra en este momento. Elija otra cosa.",
      failed: "Este navegador no puede capturar la pantalla.",
      not_allowed: "Aquí no se pueden subir imágenes ni vídeos de la pantalla.",
    },
  },
};
