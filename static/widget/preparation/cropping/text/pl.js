/** Polish. The keys are those of en.js. */
export default {
  back: "Wstecz",
  crop: {
    title: "Przytnij",
    crop_btn: "Przytnij",
    skip_btn: "Pomiń",
    reset_btn: "Resetuj",
    zoom: "Powiększenie",
    zoom_in: "Powiększ",
    zoom_out: "Pomniejsz",
    corner_tooltip: "Przeciągnij róg, aby zmienić rozmiar",
    handle_tooltip: "Przeciągnij uchwyt, aby zmienić rozmiar",
    region: "Wybrany obszar",
    region_at: "Wybrany obszar: {{width}} na {{height}} pikseli, {{x}} od lewej, {{y}} od góry",
    help: "Strzałki przesuwają obszar, z klawiszem Shift zmieniają rozmiar. Plus i minus powiększają i pomniejszają, 0 resetuje, Enter przycina.",
    too_small: "Wybrany obszar ma {{size}} pikseli; potrzeba co najmniej {{limit}}.",
    too_large: "Wybrany obszar ma {{size}} pikseli; dozwolone najwyżej {{limit}}.",
  },
};
