/** Dutch. The keys are those of en.js. */
export default {
  camera: {
    starting: "De camera start. Sta het gebruik toe als uw browser het vraagt.",
    capture: "Foto maken",
    record: "Opname starten",
    stop: "Opname stoppen",
    recording: "Opname {{time}}",
    taken: "Dit is uw foto.",
    recorded: "Opname {{name}}",
    again: "Opnieuw",
    use: "Uploaden",
    mode: "Foto of video",
    mode_photo: "Foto",
    mode_video: "Video",
    device: "Camera",
    device_number: "Camera {{num}}",
    mirror: "Beeld spiegelen",
    retry: "Opnieuw proberen",
    errors: {
      denied: "De camera mag niet worden gebruikt. Sta het toe in de instellingen van uw browser en probeer het opnieuw.",
      none: "Geen camera gevonden. Sluit er een aan en probeer het opnieuw.",
      busy: "De camera wordt door een ander programma gebruikt. Sluit dat en probeer het opnieuw.",
      failed: "De camera kon niet worden gestart. Ze heeft een pagina met beveiligde verbinding (HTTPS) nodig.",
      not_allowed: "Foto’s en video’s van een camera kunnen hier niet worden geüpload.",
    },
  },
};
