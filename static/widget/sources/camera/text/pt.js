/** Portuguese. The keys are those of en.js. */
export default {
  camera: {
    starting: "Iniciando a câmera. Permita o uso se o navegador perguntar.",
    capture: "Tirar uma foto",
    record: "Começar a gravar",
    stop: "Parar de gravar",
    recording: "Gravando {{time}}",
    taken: "Esta é a sua foto.",
    recorded: "Gravação {{name}}",
    again: "Refazer",
    use: "Enviar",
    mode: "Foto ou vídeo",
    mode_photo: "Foto",
    mode_video: "Vídeo",
    device: "Câmera",
    device_number: "Câmera {{num}}",
    mirror: "Espelhar a imagem",
    retry: "Tentar de novo",
    errors: {
      denied: "A câmera não pode ser usada. Permita nas configurações do navegador e tente de novo.",
      none: "Nenhuma câmera encontrada. Conecte uma e tente de novo.",
      busy: "Outro programa está usando a câmera. Feche-o e tente de novo.",
      failed: "A câmera não pôde ser iniciada. Ela precisa de uma página com conexão segura (HTTPS).",
      not_allowed: "Aqui não se podem enviar fotos nem vídeos de uma câmera.",
    },
  },
};
