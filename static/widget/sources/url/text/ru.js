/** Russian. The keys are those of en.js. */
export default {
  url: {
    inner_title: "Публичный адрес файла",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "Файл получает сервер; через ваше устройство он не проходит.",
  },
  actions: {
    upload: "Загрузить",
  },
  notifications: {
    invalid_add_url: "Это не веб-адрес. Он должен выглядеть как https://example.com/picture.jpg",
  },
};
