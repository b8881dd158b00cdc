// The question in hand: answers as radios, how they are known, what stands behind them.

const radios = (app, name, options, pick) =>
  options.map(({ key: value, word, hotkey }) => {
    const input = el("input", { type: "radio", name: `${app.id}-${name}`, value, onchange: () => pick(value) });
    return el("label", { class: "choice", "data-value": value }, input, name === "answer" ? mark(value, true) : null, el("span", { class: "words", text: word }), hotkey ? key(hotkey) : null);
  });

const group = (name, legend, choices, attributes = {}, letter = "") =>
  el("fieldset", { class: `choices ${name}`, ...attributes }, el("legend", {}, legend, letter ? key(letter) : null), ...choices);

const choose = (fieldset, value) => {
  for (const input of fieldset.querySelectorAll("input")) check(input, input.value === (value ?? ""));
};

const textField = (id, label, letter, hint, change, rows = 2) => {
  const area = el("textarea", { id, rows, dir: "auto", "aria-describedby": `${id}-hint`, "aria-keyshortcuts": letter, oninput: () => change(area.value) });
  const name = el("span", { text: label });
  return { area, name, hint: el("p", { class: "hint", id: `${id}-hint`, text: hint }), node: null };
};

const assemble = (field, letter) => {
  field.node = el("div", { class: "field" }, el("label", { for: field.area.id }, field.name, key(letter)), field.area, field.hint);
  return field.node;
};

const makeAsk = (app) => {
  const kicker = el("p", { class: "kicker" });
  const question = el("h2", { class: "question", tabindex: "-1", id: `${app.id}-question` });
  const why = el("p", { class: "why" });
  const last = el("p", { class: "last" });
  const lastMark = mark("", true);
  const lastWords = el("span");
  last.append(lastMark, lastWords);
  const voices = group("voice", "Who says it", [], { hidden: true });
  const answers = group("answer", "Answer", radios(app, "answer", app.fixed.answers, (value) => press(app, value)));
  const headCount = makeHeadCount(app);
  const probe = el("p", { class: "probe", id: `${app.id}-probe` });
  const grades = group("grade", "How do we know?", radios(app, "grade", app.fixed.grades, (value) => respond(app, app.view.position, { grade: value })), {}, "g");
  const known = el("p", { class: "known" });
  const typed = (name) => (text) => respond(app, app.view.position, { [name]: text }, PAUSE);
  const evidence = textField(`${app.id}-evidence`, "Evidence", "e", "", typed("evidence"));
  const note = textField(`${app.id}-note`, "Note", "m", "", typed("note"));
  for (const { area } of [evidence, note]) area.addEventListener("blur", () => sendDrafts(app));
  const fields = el("div", { class: "fields" }, assemble(evidence, "e"), assemble(note, "m"));
  const status = el("p", { class: "status", "data-status": "" });
  const clear = el("button", { type: "button", class: "plain", onclick: () => withdraw(app), "aria-keyshortcuts": "0" }, el("span", { text: "Withdraw the answer" }), key("0"));
  const next = keyButton("Next question", "n", () => goNext(app), { class: "strong" });
  const upNext = el("p", { class: "up-next" });
  const back = keyButton("Back", "p", () => goBack(app));
  const later = keyButton("Later", "l", () => askLater(app));
  const undoing = keyButton("Undo", "u", () => undo(app));
  const settled = makeSettled(app);
  const clash = makeClash(app);
  const node = el("section", { class: "ask", "aria-labelledby": question.id },
    settled.node, kicker, question, why, clash.node, last, voices, answers, headCount.node, probe, grades, known, fields,
    el("div", { class: "line" }, status, clear), el("div", { class: "actions" }, next, back, later, undoing), upNext);

  answers.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.type !== "radio") return;
    const inputs = [...answers.querySelectorAll("input")]; // an arrow moves the focus; only a press answers
    inputs[(inputs.indexOf(event.target) + step + inputs.length) % inputs.length].focus();
    event.preventDefault();
  });
  app.focusNote = () => note.area.focus();
  app.focusEvidence = () => evidence.area.focus();
  app.focusQuestion = () => {
    const { top, bottom } = question.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) app.root.scrollIntoView({ block: "start" });
    question.focus({ preventScroll: true });
  };

  const change = (view) => {
    show(node, app.panel === "ask");
    const practice = app.practices.get(view.position);
    if (!practice) return;
    const response = responseTo(view, practice.key);
    const shown = app.voice ? view.said[practice.key]?.[app.voice] ?? null : response.answer;
    put(kicker, `${practice.stage.number} ${practice.stage.short} · ${practice.name}${practice.gate ? "" : " · advice"}`);
    put(question, practice.question);
    const asked = [view.next, ...view.queue, ...view.rest].find((one) => one?.practice === practice.key);
    tell(why, asked && !shown ? asked.why : "");
    clash.change(view);
    changeLast(view, practice);
    show(answers, !practice.computed);
    headCount.change(view, practice);
    choose(answers, shown);
    changeVoices(app, voices, view);
    tell(probe, shown === "always" && !practice.computed && response.grade !== "measured" ? `Ask to see it: ${practice.probe}` : "");
    const isMeasured = response.grade === "measured" && !practice.computed;
    show(grades, Boolean(response.answer) && !practice.computed && !isMeasured && !app.voice);
    tell(known, isMeasured ? `Measured, from the exports.${response.claimed ? ` They said: ${app.word(response.claimed).toLowerCase()}.` : ""}` : "");
    choose(grades, response.grade);
    show(fields, !practice.computed);
    changeText(evidence, note, practice, response);
    changeStatus(view, practice, response, shown);
    const following = app.practices.get(questionAfter(app, view));
    tell(upNext, following ? `Then: ${following.name}` : "");
    attr(undoing, "disabled", !view.undo && !app.drafts[practice.key]);
    attr(undoing, "title", view.undo || null);
    settled.change(view);
  };

  const changeLast = (view, practice) => {
    const before = view.last?.responses[practice.key];
    show(last, Boolean(before));
    if (!before) return;
    if (last.firstChild.dataset.mark !== `${before.answer} ${practice.gate}`) remark(last.firstChild, before.answer, practice.gate);
    put(lastWords, `Last time, ${view.last.held_on}: ${app.word(before.answer)}, ${app.gradeWord(before.grade)}`);
  };

  const changeText = (evidenceField, noteField, practice, response) => {
    const needsReason = response.answer === "not-applicable";
    write(evidenceField.area, response.evidence);
    write(noteField.area, response.note);
    put(evidenceField.hint, practice.evidence);
    put(noteField.name, needsReason ? "Reason why it does not apply" : "Note");
    attr(noteField.area, "required", needsReason);
    attr(noteField.area, "aria-invalid", needsReason && lacksReason(response) ? "true" : null);
    put(noteField.hint, needsReason ? "Needed before it can be saved" : "What was said, in their words");
  };

  const changeStatus = (view, practice, response, shown) => {
    const isTwo = view.conflicts.some((conflict) => conflict.practice === practice.key);
    const words = isTwo ? "Two windows differ: choose above" : statusOf(app, response);
    tell(status, practice.computed ? "" : words);
    attr(status, "data-status", isTwo || response.problem ? "problem" : response.is || (response.saved ? "saved" : ""));
    show(clear, Boolean(shown) && !practice.computed);
  };
  return { node, change };
};

const statusOf = (app, response) => {
  if (response.is === "waiting") return "Waiting: it is sent when the connection is back";
  if (response.is === "saving") return "Saving…";
  if (response.is === "draft") {
    if (lacksReason(response)) return "Not saved yet: give the reason";
    return response.answer ? "Typing…" : "Kept here until there is an answer";
  }
  if (response.problem) return response.problem;
  return response.saved ? `Saved ${response.saved}` : "";
};

const changeVoices = (app, fieldset, view) => {
  show(fieldset, view.speakers.length > 0);
  if (app.voice && !view.speakers.includes(app.voice)) app.voice = "";
  if (!view.speakers.length) return;
  const options = [{ key: "", word: "For the record" }, ...view.speakers.map((name) => ({ key: name, word: name }))];
  const names = JSON.stringify(options);
  if (fieldset.dataset.names !== names) {
    fieldset.dataset.names = names;
    fieldset.replaceChildren(el("legend", {}, "Who says it", key("v")), ...radios(app, "voice", options, (value) => { app.voice = value; app.refresh(); }));
  }
  choose(fieldset, app.voice);
  for (const label of fieldset.querySelectorAll("label")) {
    const speaker = label.dataset.value;
    const answer = speaker ? view.said[view.position]?.[speaker] : responseTo(view, view.position).answer;
    attr(label, "data-said", answer ? app.word(answer) : null);
    put(label.querySelector(".words"), `${speaker || "For the record"}${answer ? `: ${app.word(answer)}` : ""}`);
  }
};

// The question that a head count answers: asked once, as the fact that it is.
const makeHeadCount = (app) => {
  const field = makeFact(app, app.fixed.facts.find((fact) => fact.name === "engineers") || { name: "engineers", label: "Product engineers", hint: "", kind: "number", options: [] }, "ask");
  const unknown = el("button", { type: "button", text: "Not known", onclick: () => sendResponse(app, app.view.position, { ...BLANK, answer: "unknown" }) });
  const node = el("div", { class: "head-count", hidden: true }, field.node, unknown);
  const change = (view, practice) => {
    show(node, practice.computed);
    if (practice.computed) field.change(view);
  };
  return { node, change };
};

const makeSettled = (app) => {
  const sentence = el("p");
  const node = el("div", { class: "settled", hidden: true, role: "note", "aria-label": "You can stop asking" },
    el("p", { class: "settled-title", text: "You can stop asking" }), sentence,
    el("button", { type: "button", class: "strong", onclick: () => app.makeWorkbook(), text: "Make the workbook" }));
  const change = (view) => {
    show(node, Boolean(view.settled));
    put(sentence, view.settled || "");
  };
  return { node, change };
};
