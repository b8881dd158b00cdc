// In the question in hand: said against measured, and one press for either.

const makeClash = (app) => {
  const id = `${app.id}-clash`;
  const question = el("p", { class: "clash-question" });
  const take = el("button", { type: "button", class: "strong", onclick: () => takeMeasured(app, [app.view.position]) });
  const why = el("input", { id, type: "text", autocomplete: "off", dir: "auto", "aria-describedby": `${id}-problem` });
  const problem = el("p", { class: "problem", id: `${id}-problem`, role: "alert", hidden: true, text: "Say why it stands; it is saved then." });
  const kept = el("button", { type: "submit" });
  const keepSaid = (event) => {
    event.preventDefault();
    const note = why.value.trim();
    show(problem, !note);
    attr(why, "aria-invalid", note ? null : "true");
    if (!note) {
      why.focus();
      return;
    }
    const practice = app.view.position;
    dropDraft(app, practice);
    edit(app, "keep", { practice, note, seen: seenOf(app, practice) });
    app.focusQuestion();
  };
  const node = el("form", { class: "clash", hidden: true, novalidate: true, "aria-label": "The exports show something else", onsubmit: keepSaid }, question, take,
    el("div", { class: "field" }, el("label", { for: id, text: "Or why it stands all the same" }), why, problem), kept);
  let asked = "";
  const change = (view) => {
    const found = measuredOf(view, view.position);
    const isAgainst = found?.stand === "contradicts";
    show(node, isAgainst);
    if (!isAgainst) asked = "";
    if (!isAgainst || !found) return;
    if (asked !== found.practice) {
      asked = found.practice;
      why.value = responseTo(view, found.practice).note;
      show(problem, false);
      attr(why, "aria-invalid", null);
    }
    put(question, found.question);
    put(take, `Take what was measured: ${found.measured}`);
    put(kept, `Keep: ${found.said}`);
  };
  return { node, change };
};
