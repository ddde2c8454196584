/** Arabic. The keys are those of en.js. */
export default {
  back: "رجوع",
  crop: {
    title: "اقتصاص",
    crop_btn: "اقتصاص",
    skip_btn: "تخطٍّ",
    reset_btn: "إعادة ضبط",
    zoom: "التكبير",
    zoom_in: "تكبير",
    zoom_out: "تصغير",
    corner_tooltip: "اسحب الزاوية لتغيير الحجم",
    handle_tooltip: "اسحب المقبض لتغيير الحجم",
    region: "المنطقة المحددة",
    region_at: "المنطقة المحددة: {{width}} في {{height}} بكسل، تبعد {{x}} عن اليسار و{{y}} عن الأعلى",
    help: "مفاتيح الأسهم تحرّك المنطقة، ومع Shift تغيّر حجمها. زائد وناقص للتكبير والتصغير، و0 لإعادة الضبط، وEnter للاقتصاص.",
    too_small: "حجم المنطقة المحددة {{size}} بكسل؛ والمطلوب {{limit}} على الأقل.",
    too_large: "حجم المنطقة المحددة {{size}} بكسل؛ والمسموح به {{limit}} كحد أقصى.",
  },
};
