/** Dutch. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Kies een scherm, een venster of een tabblad.",
    explanation: "Maak een afbeelding of opname van uw scherm, een venster of een tabblad. Uw browser vraagt welk.",
    choose: "Kiezen wat te tonen",
    capture: "Afbeelding maken",
    record: "Opname starten",
    stop: "Opname stoppen",
    recording: "Opname {{time}}",
    taken: "Dit is uw afbeelding.",
    recorded: "Opname {{name}}",
    again: "Opnieuw",
    use: "Uploaden",
    mode: "Afbeelding of video",
    mode_photo: "Afbeelding",
    mode_video: "Video",
    retry: "Opnieuw proberen",
    errors: {
      denied: "Er is niets gekozen, of uw browser staat het niet toe.",
      none: "Er is niets te tonen.",
      busy: "Uw systeem toont dit nu niet. Kies iets anders.",
      failed: "Deze browser kan het scherm niet vastleggen.",
      not_allowed: "Afbeeldingen en video’s van het scherm kunnen hier niet worden geüpload.",
    },
  },
};
