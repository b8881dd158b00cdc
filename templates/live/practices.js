// Every practice by stage, with its answer as a mark, to jump to; and the yes-or-no facts that only traps need.

const makePractices = (app) => {
  const columns = app.fixed.stages.map((stage) => makeStageList(app, stage));
  const signals = app.fixed.signals.map((signal) => makeSignal(app, signal));
  const count = el("p", { class: "hint" });
  const node = el("section", { class: "practices", "aria-labelledby": `${app.id}-practices` },
    el("header", {}, el("h2", { id: `${app.id}-practices`, text: "All questions" }), count),
    el("nav", { class: "columns", "aria-label": "Practices" }, ...columns.map((column) => column.node)),
    el("section", { class: "signals", "aria-label": "Yes or no" }, el("h3", { text: "Yes or no" }), ...signals.map((signal) => signal.node)));
  const change = (view) => {
    put(count, view.settled ? plural(view.asked, "question") + " asked" : `${view.asked} asked, about ${view.to_ask} to go`);
    for (const column of columns) column.change(view);
    for (const signal of signals) signal.change(view);
  };
  return { node, change };
};

const makeStageList = (app, stage) => {
  const rows = stage.practices.map((practice) => makeRow(app, app.practices.get(practice.key)));
  const node = el("div", { class: "stage" }, el("h3", {}, el("span", { class: "number", text: stage.number }), ` ${stage.short}`), el("ul", {}, ...rows.map((row) => row.node)));
  return { node, change: (view) => { for (const row of rows) row.change(view); } };
};

const makeRow = (app, practice) => {
  let drawn = mark("", practice.gate);
  const said = unseen("");
  const tag = el("span", { class: "tag", hidden: true });
  const button = el("button", { type: "button", class: "practice", "data-practice": practice.key, onclick: () => goTo(app, practice.key) }, drawn, el("span", { class: "words" }, practice.name, said), tag);
  const change = (view) => {
    const response = responseTo(view, practice.key);
    const answer = practice.computed ? computedAnswer(view, practice) : response.answer;
    drawn = remark(drawn, answer, practice.gate);
    attr(button, "aria-current", practice.key === view.position ? "true" : null);
    put(said, `: ${answer ? app.word(answer) : "not asked"}${practice.gate ? "" : ", advice"}`);
    tell(tag, rowTag(view, practice, response));
  };
  return { node: el("li", {}, button), change };
};

const computedAnswer = (view, practice) => view.responses[practice.key]?.answer ?? null;

const rowTag = (view, practice, response) => {
  if (response.problem) return "not saved";
  if (response.is === "waiting") return "waiting";
  if (response.is === "draft") return "not saved yet";
  if (view.conflicts.some((conflict) => conflict.practice === practice.key)) return "two answers";
  if (contradictionsIn(view).some((found) => found.practice === practice.key)) return "measured otherwise";
  return view.disputes.some((dispute) => dispute.practice === practice.key) ? "disputed" : "";
};

const SIGNAL_ANSWERS = [{ key: "yes", word: "Yes" }, { key: "no", word: "No" }, { key: "", word: "Not known" }];
const SIGNAL_VALUES = { yes: true, no: false, "": null };

const makeSignal = (app, signal) => {
  const node = group("signal", signal.question, radios(app, signal.key, SIGNAL_ANSWERS, (value) => edit(app, "signal", { key: signal.key, value: SIGNAL_VALUES[value], seen: app.state.signals_seen?.[signal.key] ?? null })), { "data-signal": signal.key });
  const change = (view) => {
    const value = view.signals[signal.key];
    choose(node, value === true ? "yes" : value === false ? "no" : "");
  };
  return { node, change };
};
