/** English. Keys that Cloudinary's widget has too carry its names. */
export default {
  url: {
    inner_title: "Public URL of the file to upload",
    input_placeholder: "https://example.com/picture.jpg",
    explanation: "The file is fetched by the server and does not pass through your device.",
  },
  actions: {
    upload: "Upload",
  },
  notifications: {
    invalid_add_url: "This is not a web address. It should look like https://example.com/picture.jpg",
  },
};
