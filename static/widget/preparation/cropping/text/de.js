/** German. The keys are those of en.js. */
export default {
  back: "Zurück",
  crop: {
    title: "Zuschneiden",
    crop_btn: "Zuschneiden",
    skip_btn: "Überspringen",
    reset_btn: "Zurücksetzen",
    zoom: "Zoom",
    zoom_in: "Vergrößern",
    zoom_out: "Verkleinern",
    corner_tooltip: "Ecke ziehen, um die Größe zu ändern",
    handle_tooltip: "Griff ziehen, um die Größe zu ändern",
    region: "Gewählter Bereich",
    region_at: "Gewählter Bereich: {{width}} mal {{height}} Pixel, {{x}} von links, {{y}} von oben",
    help: "Pfeiltasten verschieben den Bereich, mit Umschalttaste ändern sie die Größe. Plus und Minus zoomen, 0 setzt zurück, Eingabe schneidet zu.",
    too_small: "Der gewählte Bereich hat {{size}} Pixel; mindestens {{limit}} sind nötig.",
    too_large: "Der gewählte Bereich hat {{size}} Pixel; höchstens {{limit}} sind erlaubt.",
  },
};
