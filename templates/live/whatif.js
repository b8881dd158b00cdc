// What if: practices ticked as if they were in place; the picture shows the outline, and nothing is saved.

const openWhatIf = (app) => {
  app.panel = "whatif";
  app.refresh();
  app.focusWhatIf();
};

const dropWhatIf = (app) => {
  app.panel = "ask";
  if (app.view.ticked.length) edit(app, "whatif", { practices: [] });
  else app.refresh();
  app.root.focus({ preventScroll: true });
};

const toggleWhatIf = (app) => (app.panel === "whatif" || app.view.ticked.length ? dropWhatIf(app) : openWhatIf(app));

const makeWhatIf = (app) => {
  const title = el("h2", { id: `${app.id}-whatif`, tabindex: "-1", text: "What if these were in place?" });
  const sum = el("p", { class: "hint", text: "Tick practices: the outline shows where that would lead. It is never saved as an answer." });
  const stages = app.fixed.stages.map((stage) => makeWhatIfStage(app, stage));
  const node = el("section", { class: "whatif", "aria-labelledby": title.id, hidden: true }, title, sum, ...stages.map((stage) => stage.node),
    el("div", { class: "actions" }, keyButton("Drop the what-if", "w", () => dropWhatIf(app), { class: "strong" }), el("button", { type: "button", text: "Back to the question, keep it", onclick: () => { app.panel = "ask"; app.refresh(); app.focusQuestion(); } })));
  app.focusWhatIf = () => title.focus({ preventScroll: true });
  const change = (view) => {
    show(node, app.panel === "whatif");
    if (app.panel === "whatif") for (const stage of stages) stage.change(view);
  };
  return { node, change };
};

const tickAll = (app, practices, isOn) => {
  const others = app.view.ticked.filter((practice) => !practices.includes(practice));
  edit(app, "whatif", { practices: isOn ? [...others, ...practices] : others });
};

const makeWhatIfStage = (app, stage) => {
  const inPlace = (view, practice) => responseTo(view, practice.key).answer === "always";
  const rows = stage.practices.map((practice) => {
    const input = el("input", { type: "checkbox", value: practice.key, onchange: () => tickAll(app, [practice.key], input.checked) });
    const told = el("span", { class: "tag", text: "in place", hidden: true });
    return { practice, input, told, node: el("label", { class: "tick" }, input, el("span", { text: practice.name }), told) };
  });
  const open = (view) => stage.practices.filter((practice) => practice.gate && !inPlace(view, practice)).map((practice) => practice.key);
  const whole = el("button", { type: "button", class: "plain", text: "Tick its gate", "aria-label": `Tick the gate of stage ${stage.number}`, onclick: () => tickAll(app, open(app.view), true) });
  const node = el("fieldset", {}, el("legend", { text: `${stage.number} ${stage.short}` }), ...rows.map((row) => row.node), whole);
  const change = (view) => {
    for (const { practice, input, told } of rows) {
      const isIn = inPlace(view, practice);
      attr(input, "disabled", isIn);
      check(input, isIn || view.ticked.includes(practice.key));
      show(told, isIn);
    }
    show(whole, open(view).some((practice) => !view.ticked.includes(practice)));
  };
  return { node, change };
};

// Over the picture while a what-if stands: what it would take, and one press to drop it.
const makeImagined = (app) => {
  const sentence = el("p", { class: "sentence" });
  const facts = el("dl");
  const drop = keyButton("Drop it", "w", () => dropWhatIf(app));
  const node = el("div", { class: "imagined", hidden: true, role: "group", "aria-label": "What if" }, el("p", { class: "imagined-title", text: "What if: an outline, not an answer" }), facts, sentence, drop);
  const change = (view) => {
    show(node, Boolean(view.whatif));
    attr(app.page, "data-imagining", view.whatif ? "yes" : null);
    if (!view.whatif) return;
    put(sentence, view.whatif.sentence);
    const told = [["Effort", view.whatif.effort], ["Weeks", view.whatif.weeks], ["Cost", view.whatif.cost]].filter(([, text]) => text);
    fill(facts, told, ([name]) => name, ([name]) => el("div", {}, el("dt", { text: name }), el("dd")), (item, [, text]) => put(item.lastChild, String(text)));
  };
  return { node, change };
};
