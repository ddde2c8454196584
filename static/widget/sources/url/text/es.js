/** Spanish. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Dirección pública del archivo",
    input_placeholder: "https://example.com/imagen.jpg",
    explanation: "El servidor recoge el archivo; no pasa por su dispositivo.",
  },
  actions: {
    upload: "Subir",
  },
  notifications: {
    invalid_add_url: "Esto no es una dirección web. Debería ser como https://example.com/imagen.jpg",
  },
};
