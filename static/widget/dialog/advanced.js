/**
 * What a visitor may choose for the next files (the option `showAdvancedOptions`): a public ID, tags
 * with suggestions of the site, one of the site's upload presets.
 */

import { element } from "./elements.js";

export const styles = new URL("./advanced.css", import.meta.url);

/** A labelled field; the label is bound by nesting. */
const labelled = (label, field, ...rest) => {
  return element("label", { class: "field" }, element("span", {}, label), field, ...rest);
};

function createPublicId(text, onChoice) {
  const hint = element("small", {}, text("advanced.public_id_hint"));
  const input = element("input", {
    type: "text",
    class: "input",
    autocomplete: "off",
    change: () => onChoice({ publicId: input.value.trim() || undefined }),
  });
  return { input, node: labelled(text("advanced.public_id"), input, hint) };
}

/** Tags as chips; Enter and comma add what is written, Backspace in the empty field takes one off. */
function createTags({ tags: given = [], getTags }, text, onChoice) {
  let tags = [...given];
  const suggestions = element("datalist", { id: "tag-suggestions" });
  const chips = element("ul", { class: "tags", "aria-label": text("advanced.tags") });
  const input = element("input", {
    type: "text",
    class: "input",
    list: "tag-suggestions",
    autocomplete: "off",
    "aria-label": text("advanced.add_tag"),
    placeholder: text("advanced.add_tag"),
  });

  const change = (changed) => {
    tags = [...new Set(changed)];
    show();
    onChoice({ tags });
  };
  const chip = (tag) => {
    const remove = element(
      "button",
      {
        type: "button",
        class: "remove-tag",
        "aria-label": text("advanced.remove_tag", { tag }),
        click: () => {
          change(tags.filter((other) => other !== tag));
          input.focus();
        },
      },
      "×",
    );
    return element("li", { class: "tag" }, tag, remove);
  };
  const show = () => chips.replaceChildren(...tags.map(chip));
  const add = () => {
    const written = input.value.split(",").map((tag) => tag.trim());
    input.value = "";
    if (written.some(Boolean)) change([...tags, ...written.filter(Boolean)]);
  };
  const suggest = () => {
    getTags?.((found) => {
      const options = found.map((tag) => element("option", { value: String(tag) }));
      suggestions.replaceChildren(...options);
    }, input.value);
  };

  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && !input.value && tags.length) {
      change(tags.slice(0, -1));
    }
  });
  input.addEventListener("input", ({ inputType }) => {
    // A suggestion that was picked replaces the text, or comes without an input type.
    const picked = !inputType || inputType === "insertReplacementText";
    if (input.value.includes(",") || (picked && input.value)) add();
    else suggest();
  });
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", add);
  show();
  const label = element("span", {}, text("advanced.tags"));
  return element("div", { class: "field" }, label, chips, input, suggestions);
}

function createPresets({ uploadPreset, getUploadPresets }, text, onChoice) {
  const select = element("select", {
    class: "input",
    change: () => onChoice({ uploadPreset: select.value }),
  });
  const node = labelled(text("advanced.preset"), select);
  node.hidden = true;
  getUploadPresets((found) => {
    const names = [...new Set([uploadPreset, ...found].filter(Boolean).map(String))];
    select.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
    node.hidden = names.length === 0;
  });
  return node;
}

/**
 * @param {Object} parts
 * @param {import("../core/options.js").WidgetOptions} parts.options
 * @param {import("../text/text.js").Text} parts.text
 * @param {(choice: {publicId?: string, tags?: string[], uploadPreset?: string}) => void}
 *   parts.onChoice
 * @returns {{node: HTMLElement, clearPublicId: () => void}}
 */
export function createAdvanced({ options, text, onChoice }) {
  const publicId = createPublicId(text, onChoice);
  const node = element(
    "details",
    { class: "advanced" },
    element("summary", {}, text("advanced.title")),
    publicId.node,
    createTags(options, text, onChoice),
    ...(options.getUploadPresets ? [createPresets(options, text, onChoice)] : []),
  );
  const clearPublicId = () => {
    publicId.input.value = "";
  };
  return { node, clearPublicId };
}
