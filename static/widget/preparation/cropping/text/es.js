/** Spanish. The keys are those of en.js. */
export default {
  back: "Atrás",
  crop: {
    title: "Recortar",
    crop_btn: "Recortar",
    skip_btn: "Omitir",
    reset_btn: "Restablecer",
    zoom: "Zoom",
    zoom_in: "Acercar",
    zoom_out: "Alejar",
    corner_tooltip: "Arrastre la esquina para cambiar el tamaño",
    handle_tooltip: "Arrastre el tirador para cambiar el tamaño",
    region: "Área seleccionada",
    region_at: "Área seleccionada: {{width}} por {{height}} píxeles, a {{x}} de la izquierda y {{y}} de arriba",
    help: "Las flechas mueven el área; con Mayús cambian su tamaño. Más y menos hacen zoom, 0 restablece, Intro recorta.",
    too_small: "El área seleccionada tiene {{size}} píxeles; se necesitan al menos {{limit}}.",
    too_large: "El área seleccionada tiene {{size}} píxeles; se permiten como máximo {{limit}}.",
  },
};
