/** German. The keys are those of en.js. */
export default {
  camera: {
    starting: "Die Kamera startet. Erlauben Sie die Nutzung, wenn Ihr Browser fragt.",
    capture: "Bild aufnehmen",
    record: "Aufnahme starten",
    stop: "Aufnahme beenden",
    recording: "Aufnahme {{time}}",
    taken: "Das ist Ihr Bild.",
    recorded: "Aufnahme {{name}}",
    again: "Neu aufnehmen",
    use: "Hochladen",
    mode: "Bild oder Video",
    mode_photo: "Foto",
    mode_video: "Video",
    device: "Kamera",
    device_number: "Kamera {{num}}",
    mirror: "Bild spiegeln",
    retry: "Erneut versuchen",
    errors: {
      denied: "Die Kamera darf nicht benutzt werden. Erlauben Sie es in den Einstellungen Ihres Browsers und versuchen Sie es erneut.",
      none: "Keine Kamera gefunden. Schließen Sie eine an und versuchen Sie es erneut.",
      busy: "Die Kamera wird von einem anderen Programm benutzt. Beenden Sie es und versuchen Sie es erneut.",
      failed: "Die Kamera ließ sich nicht starten. Sie braucht eine Seite mit sicherer Verbindung (HTTPS).",
      not_allowed: "Weder Bilder noch Videos einer Kamera können hier hochgeladen werden.",
    },
  },
};
