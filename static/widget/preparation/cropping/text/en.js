/** English. Keys that Cloudinary's widget has too carry its names. */
export default {
  back: "Back",
  crop: {
    title: "Crop",
    crop_btn: "Crop",
    skip_btn: "Skip",
    reset_btn: "Reset",
    zoom: "Zoom",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    corner_tooltip: "Drag corner to resize",
    handle_tooltip: "Drag handle to resize",
    region: "Selected area",
    region_at: "Selected area: {{width}} by {{height}} pixels, {{x}} from the left, {{y}} from the top",
    help: "Arrow keys move the area, Shift and arrow keys resize it. Plus and minus zoom, 0 resets, Enter crops.",
    too_small: "The selected area is {{size}} pixels; at least {{limit}} are needed.",
    too_large: "The selected area is {{size}} pixels; at most {{limit}} are allowed.",
  },
};
