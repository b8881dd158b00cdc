// A sheet over the screen: the browser's own dialog, so that focus stays inside and Escape leaves it.

const makeDialog = (app, title, name, ...content) => {
  const id = `${app.id}-${name}-title`;
  const leave = el("button", { type: "button", class: "close", text: "Close", onclick: () => node.close() });
  const node = el("dialog", { class: `sheet ${name}`, "aria-labelledby": id, "data-dialog": name }, el("header", {}, el("h2", { id, text: title }), leave), ...content);
  node.addEventListener("click", (event) => { if (event.target === node) node.close(); }); // a press beside the sheet
  node.addEventListener("close", () => { if (!app.root.contains(app.root.getRootNode().activeElement)) app.root.focus({ preventScroll: true }); });
  const open = () => {
    if (node.open) return;
    node.showModal();
    app.refresh();
  };
  return { node, open };
};

const HELP = [
  ["1 – 6", "Answer: always, usually, sometimes, never, not known, does not apply"],
  ["0", "Withdraw the answer"],
  ["n  →", "Next suggested question"],
  ["p  ←", "Back to the one before"],
  ["l", "Ask it later"],
  ["j", "Jump to a practice"],
  ["u", "Undo"],
  ["g", "Said, or seen in the room"],
  ["e", "Evidence"],
  ["m", "Note"],
  ["k", "Park a thought"],
  ["c", "Customer: the facts"],
  ["x", "Exports: what they show"],
  ["w", "What if, and drop it again"],
  ["v", "Whose voice"],
  ["t", "Start or stop the clock"],
  ["a", "Agenda"],
  ["f", "Present, full screen"],
  ["d", "Dark or light"],
  ["?", "These keys"],
  ["Esc", "Leave a field, a sheet, the full screen"],
];

const makeHelp = (app) => {
  const rows = HELP.map(([keys, words]) => el("div", {}, el("dt", {}, ...keys.split("  ").map((one) => el("kbd", { text: one }))), el("dd", { text: words })));
  return makeDialog(app, "Keys", "help", el("dl", {}, ...rows));
};

// Type a part of a name, choose with the arrows, Enter goes there.
const makeJump = (app) => {
  const id = `${app.id}-jump`;
  const list = el("ul", { id: `${id}-list`, role: "listbox", "aria-label": "Practices" });
  const input = el("input", { id, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list" });
  const none = el("p", { class: "hint", role: "status" });
  const dialog = makeDialog(app, "Jump to a practice", "jump", el("label", { for: id, text: "Part of its name" }), input, list, none);
  let found = [];
  let at = 0;
  const go = (practice) => {
    dialog.node.close();
    goTo(app, practice.key);
  };
  const option = (practice) => el("li", { id: `${id}-${practice.key}`, role: "option", onclick: () => go(practice) }, mark("", practice.gate), el("span", { text: practice.name }), el("span", { class: "hint", text: `${practice.stage.number} ${practice.stage.short}` }));
  const change = () => {
    if (!dialog.node.open) return;
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = [...app.practices.values()].filter((practice) => words.every((word) => `${practice.name} ${practice.stage.short} ${practice.question}`.toLowerCase().includes(word)));
    at = Math.min(at, Math.max(found.length - 1, 0));
    fill(list, found, (practice) => practice.key, option, (item, practice) => {
      remark(item.firstChild, responseTo(app.view, practice.key).answer, practice.gate);
      attr(item, "aria-selected", practice === found[at] ? "true" : "false");
    });
    attr(input, "aria-activedescendant", found.length ? `${id}-${found[at].key}` : null);
    put(none, found.length ? "" : "No practice has these words.");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => { at = 0; change(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) at = (at + step + found.length) % found.length;
    else if (event.key === "Enter" && found.length) go(found[at]);
    else return;
    event.preventDefault();
    change();
  });
  const open = () => {
    input.value = "";
    at = 0;
    dialog.open();
    input.focus();
  };
  return { node: dialog.node, open, change };
};

const makeParking = (app) => {
  const id = `${app.id}-park`;
  const input = el("input", { id, type: "text", autocomplete: "off", dir: "auto" });
  const list = el("ul", { class: "parked" });
  const none = el("p", { class: "hint", text: "Nothing is parked. A thought that would lead away from the question waits here, and is told at the end." });
  const park = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    edit(app, "park", { text });
  };
  const form = el("form", { onsubmit: park }, el("label", { for: id, text: "A thought to come back to" }), el("div", { class: "line" }, input, el("button", { type: "submit", class: "strong", text: "Park it" })));
  const dialog = makeDialog(app, "Parking lot", "parking", form, list, none);
  const change = (view) => {
    if (!dialog.node.open) return;
    show(none, !view.parked.length);
    fill(list, view.parked.map((text, index) => ({ text, index })), (one) => `${one.index} ${one.text}`, (one) => el("li", {}, el("span", { dir: "auto", text: one.text }), el("button", { type: "button", class: "plain", "aria-label": `Take out: ${one.text}`, text: "Take out", onclick: () => edit(app, "unpark", { text: one.text }) })));
  };
  return { node: dialog.node, change, open: () => { dialog.open(); input.focus(); } };
};
