/** Hebrew. The keys are those of en.js. */
export default {
  screen_capture: {
    starting: "בחרו מסך, חלון או לשונית.",
    explanation: "צלמו את המסך, חלון או לשונית, או הקליטו אותם. הדפדפן ישאל מה לבחור.",
    choose: "בחירה מה להציג",
    capture: "צילום תמונה",
    record: "התחלת הקלטה",
    stop: "עצירת ההקלטה",
    recording: "מקליט {{time}}",
    taken: "זו התמונה שלכם.",
    recorded: "הקלטה {{name}}",
    again: "צילום חוזר",
    use: "העלאה",
    mode: "תמונה או סרטון",
    mode_photo: "תמונה",
    mode_video: "סרטון",
    retry: "ניסיון חוזר",
    errors: {
      denied: "לא נבחר דבר, או שהדפדפן אינו מתיר זאת.",
      none: "אין מה להציג.",
      busy: "המערכת אינה מציגה זאת כעת. בחרו משהו אחר.",
      failed: "הדפדפן הזה אינו יכול לצלם את המסך.",
      not_allowed: "אי אפשר להעלות כאן תמונות או סרטונים של המסך.",
    },
  },
};
