/** Copy buttons: `<button data-copy="id of the element whose text is copied">`. */

const SHOWN_FOR = 2_000;

/**
 * Put text on the clipboard. Pages served over plain HTTP from another machine have no Clipboard API; then the
 * element's text is left selected, ready for the keyboard.
 * @param {HTMLElement} source
 * @returns {Promise<boolean>} whether the text is on the clipboard
 */
async function copyTextOf(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

/** @param {ParentNode} root */
export function enableCopyButtons(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      const copied = await copyTextOf(document.getElementById(button.dataset.copy));
      button.textContent = copied ? "Copied" : "Selected: press Ctrl+C";
      setTimeout(() => {
        button.textContent = label;
      }, SHOWN_FOR);
    });
  }
}
