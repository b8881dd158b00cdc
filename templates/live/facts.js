// The facts of the engagement: typed once at the start, mended at any time; what cannot be is said beside its field.

const makeFact = (app, fact, where) => {
  const id = `${app.id}-${where}-${fact.name}`;
  const send = () => changeFact(app, fact.name, input.value);
  const shared = { id, name: fact.name, dir: "auto", "aria-describedby": `${id}-hint ${id}-problem`, onchange: send };
  const input = fact.kind === "long" ? el("textarea", { ...shared, rows: 2 })
    : fact.kind === "choice" ? el("select", shared, el("option", { value: "", text: "Not known" }), ...fact.options.map(([value, label]) => el("option", { value, text: label })))
    : el("input", { ...shared, type: "text", autocomplete: "off", inputmode: fact.kind === "number" ? "numeric" : null, placeholder: fact.kind === "day" ? "YYYY-MM-DD" : null });
  const problem = el("p", { class: "problem", id: `${id}-problem`, hidden: true });
  const node = el("div", { class: "field fact", "data-fact": fact.name }, el("label", { for: id, text: fact.label }), input, el("p", { class: "hint", id: `${id}-hint`, text: fact.hint, hidden: !fact.hint || fact.kind === "choice" }), problem);
  const change = (view) => {
    const said = view.facts[fact.name] || { text: "", problem: "" };
    if (!(where === "start" && app.started[fact.name] !== undefined)) write(input, said.text || (where === "start" && fact.name === "held_on" && view.today) || "");
    tell(problem, said.problem);
    attr(input, "aria-invalid", said.problem ? "true" : null);
  };
  if (where === "start") input.addEventListener("input", () => { app.started[fact.name] = input.value; store(sessionStorage, "start", JSON.stringify(app.started)); });
  return { node, input, change };
};

const LAST_OF_THE_FIRST = "request"; // what comes after it is asked only where it matters

const factGrid = (facts) => {
  const names = facts.map(({ input }) => input.name);
  const cut = names.indexOf(LAST_OF_THE_FIRST) + 1 || names.length;
  const grid = (some) => el("div", { class: "fact-grid" }, ...some.map((fact) => fact.node));
  const rare = facts.slice(cut);
  return [grid(facts.slice(0, cut)), rare.length ? el("details", { class: "rare" }, el("summary", { text: "More facts, where they matter" }), grid(rare)) : null];
};

const openFaulty = (facts) => {
  for (const { input } of facts) if (input.getAttribute("aria-invalid")) input.closest("details")?.setAttribute("open", "");
};

const changeFact = (app, name, text) => {
  if (app.state.began) edit(app, "fact", { name, text, seen: app.state.facts[name]?.seen ?? null });
};

const makeFactsPanel = (app) => {
  const facts = app.fixed.facts.map((fact) => makeFact(app, fact, "facts"));
  const dialog = makeDialog(app, "Customer", "facts", ...factGrid(facts));
  dialog.node.addEventListener("close", () => { // a field left by Escape was typed in too
    for (const { input } of facts) if (input.value !== (app.view.facts[input.name]?.text ?? "")) changeFact(app, input.name, input.value);
  });
  return { node: dialog.node, open: dialog.open, change: (view) => { if (dialog.node.open) facts.forEach((fact) => fact.change(view)); } };
};
