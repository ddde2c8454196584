/** Polish. The keys are those of en.js. */
export default {
  camera: {
    starting: "Uruchamianie aparatu. Zezwól na jego użycie, jeśli przeglądarka zapyta.",
    capture: "Zrób zdjęcie",
    record: "Zacznij nagrywać",
    stop: "Zakończ nagrywanie",
    recording: "Nagrywanie {{time}}",
    taken: "Oto Twoje zdjęcie.",
    recorded: "Nagranie {{name}}",
    again: "Powtórz",
    use: "Prześlij",
    mode: "Zdjęcie lub film",
    mode_photo: "Zdjęcie",
    mode_video: "Film",
    device: "Aparat",
    device_number: "Aparat {{num}}",
    mirror: "Odbicie lustrzane",
    retry: "Spróbuj ponownie",
    errors: {
      denied: "Nie wolno używać aparatu. Zezwól na to w ustawieniach przeglądarki i spróbuj ponownie.",
      none: "Nie znaleziono aparatu. Podłącz go i spróbuj ponownie.",
      busy: "Aparatu używa inny program. Zamknij go i spróbuj ponownie.",
      failed: "Nie udało się uruchomić aparatu. Wymaga strony z bezpiecznym połączeniem (HTTPS).",
      not_allowed: "Zdjęć ani filmów z aparatu nie można tu przesyłać.",
    },
  },
};
