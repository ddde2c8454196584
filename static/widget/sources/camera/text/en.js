/** English. Keys that Cloudinary's widget has too carry its names. */
export default {
  camera: {
    starting: "Starting the camera. Allow its use if your browser asks.",
    capture: "Take a picture",
    record: "Start recording",
    stop: "Stop recording",
    recording: "Recording {{time}}",
    taken: "This is your picture.",
    recorded: "Recording {{name}}",
    again: "Retake",
    use: "Upload",
    mode: "Picture or video",
    mode_photo: "Photo",
    mode_video: "Video",
    device: "Camera",
    device_number: "Camera {{num}}",
    mirror: "Mirror the picture",
    retry: "Try again",
    errors: {
      denied: "The camera may not be used. Allow it in the settings of your browser, then try again.",
      none: "No camera was found. Connect one, then try again.",
      busy: "The camera is in use by another program. Close that, then try again.",
      failed: "The camera could not be started. It needs a page with a secure connection (HTTPS).",
      not_allowed: "Neither pictures nor videos from a camera can be uploaded here.",
    },
  },
};
