/** Polish. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "Wybierz ekran, okno lub kartę.",
    explanation: "Zrób obraz ekranu, okna lub karty albo je nagraj. Przeglądarka zapyta, co wybrać.",
    choose: "Wybierz, co pokazać",
    capture: "Zrób obraz",
    record: "Zacznij nagrywać",
    stop: "Zakończ nagrywanie",
    recording: "Nagrywanie {{time}}",
    taken: "Oto Twój obraz.",
    recorded: "Nagranie {{name}}",
    again: "Powtórz",
    use: "Prześlij",
    mode: "Obraz lub film",
    mode_photo: "Obraz",
    mode_video: "Film",
    retry: "Spróbuj ponownie",
    errors: {
      denied: "Nic nie wybrano albo przeglądarka na to nie pozwala.",
      none: "Nie ma nic do pokazania.",
      busy: "System teraz tego nie pokazuje. Wybierz coś innego.",
      failed: "Ta przeglądarka nie może robić obrazów ekranu.",
      not_allowed: "Obrazów ani filmów z ekranu nie można tu przesyłać.",
    },
  },
};
