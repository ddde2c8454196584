/** Italian. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Scegli uno schermo, una finestra o una scheda.",
    explanation: "Cattura lo schermo, una finestra o una scheda, oppure registrali. Il browser chiede quale.",
    choose: "Scegli che cosa mostrare",
    capture: "Cattura un’immagine",
    record: "Avvia la registrazione",
    stop: "Ferma la registrazione",
    recording: "Registrazione {{time}}",
    taken: "Questa è la tua immagine.",
    recorded: "Registrazione {{name}}",
    again: "Ripeti",
    use: "Carica",
    mode: "Immagine o video",
    mode_photo: "Immagine",
    mode_video: "Video",
    retry: "Riprova",
    errors: {
      denied: "Non è stato scelto nulla, o il browser non lo permette.",
      none: "Non c’è niente da mostrare.",
      busy: "Il sistema ora non lo mostra. Scegli qualcos’altro.",
      failed: "Questo browser non può catturare lo schermo.",
      not_allowed: "Qui non si possono caricare immagini né video dello schermo.",
    },
  },
};
