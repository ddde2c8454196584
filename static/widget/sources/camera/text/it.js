/** Italian. The keys are those of en.js. */
export default {
  camera: {
    starting: "Avvio della fotocamera. Consentine l’uso se il browser lo chiede.",
    capture: "Scatta una foto",
    record: "Avvia la registrazione",
    stop: "Ferma la registrazione",
    recording: "Registrazione {{time}}",
    taken: "Questa è la tua foto.",
    recorded: "Registrazione {{name}}",
    again: "Ripeti",
    use: "Carica",
    mode: "Foto o video",
    mode_photo: "Foto",
    mode_video: "Video",
    device: "Fotocamera",
    device_number: "Fotocamera {{num}}",
    mirror: "Specchia l’immagine",
    retry: "Riprova",
    errors: {
      denied: "La fotocamera non è consentita. Consentila nelle impostazioni del browser e riprova.",
      none: "Nessuna fotocamera trovata. Collegane una e riprova.",
      busy: "La fotocamera è usata da un altro programma. Chiudilo e riprova.",
      failed: "La fotocamera non si è avviata. Serve una pagina con connessione sicura (HTTPS).",
      not_allowed: "Qui non si possono caricare foto né video di una fotocamera.",
    },
  },
};
