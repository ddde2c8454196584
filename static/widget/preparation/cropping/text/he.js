/** Hebrew. The keys are those of en.js. */
export default {
  back: "חזרה",
  crop: {
    title: "חיתוך",
    crop_btn: "חיתוך",
    skip_btn: "דילוג",
    reset_btn: "איפוס",
    zoom: "תקריב",
    zoom_in: "הגדלה",
    zoom_out: "הקטנה",
    corner_tooltip: "גררו את הפינה כדי לשנות את הגודל",
    handle_tooltip: "גררו את הידית כדי לשנות את הגודל",
    region: "האזור הנבחר",
    region_at: "האזור הנבחר: {{width}} על {{height}} פיקסלים, {{x}} משמאל, {{y}} מלמעלה",
    help: "מקשי החצים מזיזים את האזור, ועם Shift משנים את גודלו. פלוס ומינוס מגדילים ומקטינים, 0 מאפס, Enter חותך.",
    too_small: "האזור הנבחר הוא {{size}} פיקסלים; נדרשים לפחות {{limit}}.",
    too_large: "האזור הנבחר הוא {{size}} פיקסלים; מותר לכל היותר {{limit}}.",
  },
};
