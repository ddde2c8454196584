/** German. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Wählen Sie einen Bildschirm, ein Fenster oder einen Tab.",
    explanation: "Nehmen Sie ein Bild oder Video von Ihrem Bildschirm, einem Fenster oder einem Tab auf. Ihr Browser fragt, wovon.",
    choose: "Auswählen",
    capture: "Bild aufnehmen",
    record: "Aufnahme starten",
    stop: "Aufnahme beenden",
    recording: "Aufnahme {{time}}",
    taken: "Das ist Ihr Bild.",
    recorded: "Aufnahme {{name}}",
    again: "Neu aufnehmen",
    use: "Hochladen",
    mode: "Bild oder Video",
    mode_photo: "Bild",
    mode_video: "Video",
    retry: "Erneut versuchen",
    errors: {
      denied: "Es wurde nichts gewählt, oder Ihr Browser erlaubt es nicht.",
      none: "Es gibt nichts zu zeigen.",
      busy: "Ihr System zeigt dies gerade nicht. Wählen Sie etwas anderes.",
      failed: "Dieser Browser kann den Bildschirm nicht aufnehmen.",
      not_allowed: "Weder Bilder noch Videos des Bildschirms können hier hochgeladen werden.",
    },
  },
};
