// Elements: made once, and changed only where they differ. Text goes through textContent alone.

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else attr(node, name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const attr = (node, name, value) => {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
};

const put = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

// Says the text, or takes the element away when there is none.
const tell = (node, text) => {
  put(node, text || "");
  attr(node, "hidden", !text);
};

const show = (node, shown) => attr(node, "hidden", !shown);

const check = (input, checked) => {
  if (input.checked !== checked) input.checked = checked;
};

// A field keeps what is being typed in it: only one without the focus takes what Python says.
const write = (field, text) => {
  if (field.value !== text && field !== field.getRootNode().activeElement) field.value = text;
};

// One child per item, by key, in order; a child that stays is changed, never made anew.
const fill = (parent, items, keyOf, make, change = () => {}) => {
  const kept = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item));
    let child = kept.get(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    kept.delete(key);
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] || null);
    change(child, item);
  });
  for (const child of kept.values()) child.remove();
};

const key = (letter) => el("kbd", { "aria-hidden": "true", text: letter });

// A button with its key written on it, for the eye; assistive technology reads the key as a shortcut.
const keyButton = (words, letter, press, attributes = {}) =>
  el("button", { type: "button", "aria-keyshortcuts": letter || null, onclick: press, ...attributes }, el("span", { class: "words", text: words }), letter ? key(letter) : null);

const unseen = (text) => el("span", { class: "unseen", text });

const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
