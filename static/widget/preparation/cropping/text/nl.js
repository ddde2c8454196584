/** Dutch. The keys are those of en.js. */
export default {
  back: "Terug",
  crop: {
    title: "Bijsnijden",
    crop_btn: "Bijsnijden",
    skip_btn: "Overslaan",
    reset_btn: "Herstellen",
    zoom: "Zoom",
    zoom_in: "Inzoomen",
    zoom_out: "Uitzoomen",
    corner_tooltip: "Sleep de hoek om de grootte te wijzigen",
    handle_tooltip: "Sleep de greep om de grootte te wijzigen",
    region: "Gekozen gebied",
    region_at: "Gekozen gebied: {{width}} bij {{height}} pixels, {{x}} van links, {{y}} van boven",
    help: "Pijltoetsen verplaatsen het gebied, met Shift wijzigen ze de grootte. Plus en min zoomen, 0 herstelt, Enter snijdt bij.",
    too_small: "Het gekozen gebied is {{size}} pixels; minstens {{limit}} is nodig.",
    too_large: "Het gekozen gebied is {{size}} pixels; hoogstens {{limit}} is toegestaan.",
  },
};
