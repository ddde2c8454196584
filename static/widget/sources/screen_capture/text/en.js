/** English. */
export default {
  screen_capture: {
    starting: "Choose a screen, a window or a tab.",
    explanation: "Take a picture of your screen, a window or a tab, or record it. Your browser asks which.",
    choose: "Choose what to show",
    capture: "Take a picture",
    record: "Start recording",
    stop: "Stop recording",
    recording: "Recording {{time}}",
    taken: "This is your picture.",
    recorded: "Recording {{name}}",
    again: "Retake",
    use: "Upload",
    mode: "Picture or video",
    mode_photo: "Picture",
    mode_video: "Video",
    retry: "Try again",
    errors: {
      denied: "Nothing was chosen, or your browser does not allow it.",
      none: "There is nothing to show.",
      busy: "Your system does not show this right now. Choose something else.",
      failed: "This browser cannot take pictures of the screen.",
      not_allowed: "Neither pictures nor videos of the screen can be uploaded here.",
    },
  },
};
