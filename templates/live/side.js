// What the customer sees: where they stand, the bottom line, the staircase, the first three, the traps.

const makeSide = (app) => {
  const standing = el("p", { class: "standing" });
  const line = el("p", { class: "line" });
  const more = el("div", { class: "more" });
  const bottom = el("div", { class: "bottom-line" }, el("h2", { class: "unseen", text: "The bottom line" }), standing, line, more);
  const imagined = makeImagined(app);
  const ink = el("div", { class: "ink", "data-picture": "staircase" });
  const caption = el("p", { class: "caption" });
  const interval = makeInterval();
  const heard = makeHeard(app);
  const three = makeThree();
  const traps = makeTraps();
  const node = el("section", { class: "side", "aria-label": "Where they stand" }, bottom, el("figure", {}, ink, el("figcaption", {}, caption)), imagined.node, interval.node, heard.node, three.node, traps.node);
  let drawn = "";
  const change = (view) => {
    put(standing, view.standing || "");
    put(line, view.line || "");
    fill(more, view.more, (text) => text, (text) => el("p", { text }));
    if (view.picture && view.picture.svg !== drawn) {
      drawn = view.picture.svg;
      ink.innerHTML = drawn; // the one text that is markup: Python drew and escaped it
    }
    put(caption, view.picture?.sentence || "");
    for (const part of [imagined, interval, heard, three, traps]) part.change(view);
  };
  return { node, change };
};

const makeInterval = () => {
  const names = ["Proven", "Possible", "Target"];
  const values = names.map(() => el("dd"));
  const node = el("dl", { class: "interval" }, ...names.map((name, index) => el("div", {}, el("dt", { text: name }), values[index])));
  const change = (view) => {
    const { floor, ceiling, target, word } = view.verdict;
    put(values[0], floor ? `Stage ${floor}` : "Before stage 1");
    put(values[1], ceiling > floor ? `Up to stage ${ceiling}` : "Nothing more");
    put(values[2], `Stage ${target}${word ? `: ${word.toLowerCase()}` : ""}`);
  };
  return { node, change };
};

const makeThree = () => {
  const list = el("ol", { class: "three" });
  const none = el("p", { class: "hint", text: "Nothing to invest in yet: the first answers decide." });
  const node = el("section", { class: "first-three", "aria-label": "First, second, third" }, el("h3", { class: "unseen", text: "First, second, third" }), list, none);
  const make = () => el("li", {}, el("p", { class: "ordinal" }), el("h4"), el("p", { class: "action" }), el("p", { class: "effort" }));
  const change = (view) => {
    show(none, !view.three.length);
    show(list, view.three.length > 0);
    fill(list, view.three, (step) => step.ordinal, make, (item, step) => {
      const [ordinal, name, action, effort] = item.children;
      put(ordinal, step.ordinal);
      put(name, step.name);
      put(action, step.action);
      put(effort, `Stage ${step.stage} · ${step.effort}`);
    });
  };
  return { node, change };
};

const makeTraps = () => {
  const list = el("ul");
  const node = el("section", { class: "traps", "aria-label": "Traps" }, el("h3", { class: "unseen", text: "Traps" }), list);
  const make = (trap) => el("li", {}, el("h4", { text: trap.name }), el("p", { text: trap.harm }));
  const change = (view) => {
    show(node, view.traps.length > 0);
    fill(list, view.traps, (trap) => trap.name, make);
  };
  return { node, change };
};
