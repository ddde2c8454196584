/** Portuguese. The keys are those of en.js. */
export default {
  back: "Voltar",
  crop: {
    title: "Recortar",
    crop_btn: "Recortar",
    skip_btn: "Pular",
    reset_btn: "Redefinir",
    zoom: "Zoom",
    zoom_in: "Ampliar",
    zoom_out: "Reduzir",
    corner_tooltip: "Arraste o canto para redimensionar",
    handle_tooltip: "Arraste a alça para redimensionar",
    region: "Área selecionada",
    region_at: "Área selecionada: {{width}} por {{height}} pixels, a {{x}} da esquerda e {{y}} do topo",
    help: "As setas movem a área; com Shift, mudam o tamanho. Mais e menos dão zoom, 0 redefine, Enter recorta.",
    too_small: "A área selecionada tem {{size}} pixels; são necessários pelo menos {{limit}}.",
    too_large: "A área selecionada tem {{size}} pixels; são permitidos no máximo {{limit}}.",
  },
};
