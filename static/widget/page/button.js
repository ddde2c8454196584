/** The button that `applyUploadWidget` puts in an element's place. */

import { element } from "../dialog/elements.js";
import { adoptPageStyles } from "./styles.js";

/**
 * @param {Element} replaced is hidden and comes back on destroy
 * @param {import("../core/options.js").WidgetOptions} options
 * @param {() => void} open
 * @returns {() => void} removes the button
 */
export function createButton(replaced, { buttonClass, buttonCaption }, open) {
  const dropStyles = adoptPageStyles();
  const button = element(
    "button",
    { type: "button", class: buttonClass, click: open },
    buttonCaption,
  );
  const { style } = replaced;
  const display = [style.getPropertyValue("display"), style.getPropertyPriority("display")];
  style.setProperty("display", "none", "important");
  replaced.after(button);
  return () => {
    style.setProperty("display", ...display);
    if (!replaced.getAttribute("style")) replaced.removeAttribute("style");
    button.remove();
    dropStyles();
  };
}
