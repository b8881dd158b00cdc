// Before the first question: a new customer, or one to go on with.

const makeStart = (app) => {
  app.started = parsed(stored(sessionStorage, "start"), {});
  const facts = app.fixed.facts.map((fact) => makeFact(app, fact, "start"));
  for (const { input } of facts) if (app.started[input.name] !== undefined) input.value = app.started[input.name];
  const status = el("p", { class: "status", "data-status": "problem", role: "alert", hidden: true });
  const begin = (event) => {
    event.preventDefault();
    edit(app, "begin", { facts: Object.fromEntries(facts.map(({ input }) => [input.name, input.value])) });
    app.begun = true;
  };
  const form = el("form", { class: "new", novalidate: true, onsubmit: begin, "aria-labelledby": `${app.id}-new` },
    el("h2", { id: `${app.id}-new`, text: "A new customer" }), ...factGrid(facts), status,
    el("div", { class: "actions" }, el("button", { type: "submit", class: "strong", text: "Begin the briefing" })));
  const list = el("ul", { class: "resumable" });
  const none = el("p", { class: "hint", text: "None yet. A briefing that was begun can be continued here after any interruption." });
  const title = el("h1", { text: "Who are you briefing?" });
  const node = el("section", { class: "start", "aria-label": "Start", hidden: true },
    el("div", { class: "start-cover" }, el("p", { class: "kicker", text: app.fixed.name }), title, el("p", { text: "Sixty minutes, one question at a time. Every answer is saved as it is given." }),
      el("section", { class: "old", "aria-labelledby": `${app.id}-old` }, el("h2", { id: `${app.id}-old`, text: "Continue" }), list, none)),
    form);

  const change = (view) => {
    show(node, !view.began);
    if (view.began) return;
    facts.forEach((fact) => fact.change(view));
    const faulty = facts.filter((fact) => fact.input.getAttribute("aria-invalid"));
    tell(status, view.unsaved || (faulty.length ? `${plural(faulty.length, "field")} to look at again.` : ""));
    if (app.begun && faulty.length && !app.link.waiting.length) {
      app.begun = false;
      openFaulty(facts);
      faulty[0].input.focus();
    }
    show(none, !view.resumable.length);
    fill(list, view.resumable, (one) => one.key, (one) => resumeButton(app, one));
  };
  return { node, change };
};

const resumeButton = (app, one) => {
  const told = `${one.held_on} · ${plural(one.answers, "answer")} · ${plural(one.minutes, "minute")}`;
  return el("li", {}, el("button", { type: "button", class: "resume", "data-engagement": one.key, onclick: () => edit(app, "resume", { key: one.key }) }, el("strong", {}, el("bdi", { text: one.customer })), el("span", { class: "hint", text: told })));
};
