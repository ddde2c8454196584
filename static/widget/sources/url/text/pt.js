/** Portuguese. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Endereço público do arquivo",
    input_placeholder: "https://example.com/imagem.jpg",
    explanation: "O servidor busca o arquivo; ele não passa pelo seu dispositivo.",
  },
  actions: {
    upload: "Enviar",
  },
  notifications: {
    invalid_add_url: "Isto não é um endereço web. Deveria ser como https://example.com/imagem.jpg",
  },
};
