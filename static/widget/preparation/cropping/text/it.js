/** Italian. The keys are those of en.js. */
export default {
  back: "Indietro",
  crop: {
    title: "Ritaglia",
    crop_btn: "Ritaglia",
    skip_btn: "Salta",
    reset_btn: "Ripristina",
    zoom: "Zoom",
    zoom_in: "Ingrandisci",
    zoom_out: "Riduci",
    corner_tooltip: "Trascina l’angolo per ridimensionare",
    handle_tooltip: "Trascina la maniglia per ridimensionare",
    region: "Area scelta",
    region_at: "Area scelta: {{width}} per {{height}} pixel, a {{x}} da sinistra e {{y}} dall’alto",
    help: "Le frecce spostano l’area, con Maiusc la ridimensionano. Più e meno ingrandiscono e riducono, 0 ripristina, Invio ritaglia.",
    too_small: "L’area scelta è di {{size}} pixel; ne servono almeno {{limit}}.",
    too_large: "L’area scelta è di {{size}} pixel; al massimo {{limit}}.",
  },
};
