/** Portuguese. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Escolha uma tela, uma janela ou uma aba.",
    explanation: "Capture a tela, uma janela ou uma aba, ou grave-as. O navegador pergunta qual.",
    choose: "Escolher o que mostrar",
    capture: "Capturar uma imagem",
    record: "Começar a gravar",
    stop: "Parar de gravar",
    recording: "Gravando {{time}}",
    taken: "Esta é a sua imagem.",
    recorded: "Gravação {{name}}",
    again: "Refazer",
    use: "Enviar",
    mode: "Imagem ou vídeo",
    mode_photo: "Imagem",
    mode_video: "Vídeo",
    retry: "Tentar de novo",
    errors: {
      denied: "Nada foi escolhido, ou o navegador não permite.",
      none: "Não há nada para mostrar.",
      busy: "O sistema não mostra isso agora. Escolha outra coisa.",
      failed: "Este navegador não consegue capturar a tela.",
      not_allowed: "Aqui não se podem enviar imagens nem vídeos da tela.",
    },
  },
};
