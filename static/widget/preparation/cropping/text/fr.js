/** French. The keys are those of en.js. */
export default {
  back: "Retour",
  crop: {
    title: "Recadrer",
    crop_btn: "Recadrer",
    skip_btn: "Passer",
    reset_btn: "Réinitialiser",
    zoom: "Zoom",
    zoom_in: "Agrandir",
    zoom_out: "Réduire",
    corner_tooltip: "Faites glisser le coin pour redimensionner",
    handle_tooltip: "Faites glisser la poignée pour redimensionner",
    region: "Zone choisie",
    region_at: "Zone choisie : {{width}} sur {{height}} pixels, à {{x}} de la gauche et {{y}} du haut",
    help: "Les flèches déplacent la zone, avec Maj elles la redimensionnent. Plus et moins zooment, 0 réinitialise, Entrée recadre.",
    too_small: "La zone choisie fait {{size}} pixels ; il en faut au moins {{limit}}.",
    too_large: "La zone choisie fait {{size}} pixels ; {{limit}} au maximum sont autorisés.",
  },
};
