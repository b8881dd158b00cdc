// Exports: dropped or chosen, sent piece by piece, and what they show beside what was said. Python reads, judges and keeps.

const UNHEARD = 4000; // ms until a piece that nobody answered is sent again
const GROUPS = [
  ["contradicts", "They contradict what was said"],
  ["open", "Not answered yet"],
  ["agrees", "They agree with what was said"],
  ["kept", "What was said stands"],
  ["taken", "Taken as the answer"],
];
const COMING = new Set(["coming", "reading"]);

const seenOf = (app, practice) => app.state.responses[practice]?.seen ?? null;

const takeMeasured = (app, practices) => {
  for (const practice of practices) dropDraft(app, practice);
  edit(app, "take", { practices, seen: Object.fromEntries(practices.map((practice) => [practice, seenOf(app, practice)])) });
};

const measuredOf = (view, practice) => view.measured?.findings.find((found) => found.practice === practice);
const contradictionsIn = (view) => (view.measured?.findings || []).filter((found) => found.stand === "contradicts");

// Sends one file at a time, each piece when the one before has been heard: Python says from where.
const makeSending = (app, changed) => {
  const files = new Map(); // by key: what Python has not read yet
  const state = { key: "", at: 0, sentAt: 0 };
  const send = async (key, at) => {
    Object.assign(state, { key, at, sentAt: performance.now() });
    const file = files.get(key);
    let bytes = null;
    try { bytes = await file.slice(at, at + app.fixed.piece).arrayBuffer(); } catch { /* a folder, or a file that is gone */ }
    if (state.key === key && state.at === at) app.link.sendBytes({ op: "piece", export: key, at, broken: !bytes }, bytes ? [bytes] : []);
  };
  const offer = (keys) => edit(app, "offer", { exports: keys.map((key) => ({ key, name: files.get(key).name, size: files.get(key).size })) });
  const add = (some) => {
    const keys = [...some].map((file) => {
      const key = freshId();
      files.set(key, file);
      return key;
    });
    if (keys.length) offer(keys);
  };
  const heard = ({ export: key, got }) => {
    if (key !== state.key || !files.has(key)) return;
    if (got < files.get(key).size) send(key, got);
    changed(key, got);
  };
  const change = (view) => {
    const known = new Map(view.exports.map((one) => [one.key, one]));
    for (const key of [...files.keys()]) if (known.has(key) && known.get(key).state !== "coming") files.delete(key);
    const isOffering = app.link.waiting.some((entry) => entry.edit.op === "offer");
    const unknown = [...files.keys()].filter((key) => !known.has(key));
    if (unknown.length && view.began && !isOffering && !app.link.lost) offer(unknown); // to a Python that started again
    const next = view.exports.find((one) => one.state === "coming" && files.has(one.key));
    if (next && next.key !== state.key) send(next.key, next.got);
    else if (!next) state.key = "";
  };
  const again = () => {
    if (state.key && files.has(state.key) && !app.link.lost && performance.now() - state.sentAt > UNHEARD) send(state.key, state.at);
  };
  return { add, heard, change, again };
};

const makeExports = (app) => {
  const chooser = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", onchange: () => { sending.add(chooser.files); chooser.value = ""; } });
  const choose = el("button", { type: "button", class: "strong", text: "Add exports", "aria-describedby": `${app.id}-exports-hint`, onclick: () => chooser.click() });
  const zone = el("div", { class: "zone" }, el("div", { class: "actions" }, el("p", { text: "Drop exports here, or" }), choose), chooser,
    el("p", { class: "hint", id: `${app.id}-exports-hint`, text: "Runs, deployments, incidents, metrics, SLOs, collector settings, logs: JSON, CSV or YAML, up to 100 MB each. Read on this machine only; names, addresses and messages are dropped, and no file is kept." }));
  const files = el("ul", { class: "coming", "aria-label": "Exports" });
  const status = el("p", { class: "unseen", role: "status" });
  const read = el("p", { class: "hint" });
  const groups = GROUPS.map(([stand, title]) => makeGroup(app, stand, title));
  const none = el("p", { text: "No practice can be computed from these exports." });
  const missing = makeMissing();
  const title = el("h3", { class: "shown", text: "What the exports show" });
  const forget = el("button", { type: "button", text: "Forget the exports", title: "Answers that were taken from them stay", onclick: () => edit(app, "forget") });
  const undoing = el("button", { type: "button", text: "Undo", onclick: () => undoSaid(app) });
  const found = el("section", { class: "measured", "aria-label": "What the exports show" }, title, read, none, ...groups.map((group) => group.node), missing.node, el("div", { class: "actions" }, undoing, forget));
  const dialog = makeDialog(app, "Exports", "exports", zone, files, status, found);
  const sending = makeSending(app, (key, got) => {
    const row = files.querySelector(`[data-key="${key}"]`);
    if (row) progressOf(row, got);
  });
  app.pieceHeard = sending.heard;
  app.openExports = () => {
    dialog.open();
    choose.focus();
  };
  app.addExports = (some) => {
    sending.add(some);
    dialog.open();
  };
  const undoSaid = () => { if (app.view.undo) edit(app, "undo"); };

  const change = (view) => {
    sending.change(view);
    fill(files, view.exports, (one) => one.key, makeComing, changeComing);
    put(status, exportsTold(view));
    show(found, Boolean(view.measured));
    if (!view.measured) return;
    put(read, `From ${view.measured.read.join(", ")}, up to ${view.measured.as_of}.`);
    show(none, !view.measured.findings.length);
    for (const group of groups) group.change(view);
    missing.change(view);
    attr(undoing, "disabled", !view.undo);
    attr(undoing, "title", view.undo || null);
  };
  return { node: dialog.node, change, again: sending.again };
};

// For those who hear the screen: how far the files are, and what they contradict.
const exportsTold = (view) => {
  if (!view.exports.length) return "";
  const left = view.exports.filter((one) => COMING.has(one.state)).length;
  const against = contradictionsIn(view).length;
  return `${view.exports.length - left} of ${plural(view.exports.length, "export")} read.${left ? "" : ` ${plural(against, "contradiction")}.`}`;
};

const makeComing = () => el("li", {}, el("strong", { dir: "auto" }), el("span", { class: "tag" }), el("progress", { max: 1, value: 0 }), el("p"));

const progressOf = (row, got) => { row.querySelector("progress").value = got; };

const changeComing = (row, one) => {
  const [name, tag, meter, word] = row.children;
  put(name, one.name);
  put(tag, { coming: "on its way", reading: "reading", read: "read", refused: "not read" }[one.state]);
  attr(row, "data-state", one.state);
  show(meter, COMING.has(one.state));
  attr(meter, "aria-label", one.name);
  meter.max = one.size || 1;
  if (one.state === "reading") meter.removeAttribute("value"); // no end in sight
  else progressOf(row, Math.max(one.got, meter.value));
  tell(word, one.word);
};

const makeGroup = (app, stand, title) => {
  const list = el("ul", { class: "findings" });
  const canTake = stand === "open" || stand === "agrees";
  const all = el("button", { type: "button", class: stand === "open" ? "strong" : null, onclick: () => takeMeasured(app, [...list.children].map((item) => item.dataset.key)) });
  const node = el("section", { class: `group ${stand}`, hidden: true }, el("header", {}, el("h4", { text: title }), canTake ? all : null), list);
  const make = (found) => makeFinding(app, stand, found);
  const change = (view) => {
    const mine = view.measured.findings.filter((found) => found.stand === stand);
    show(node, mine.length > 0);
    put(all, mine.length === 1 ? "Take it" : `Take all ${mine.length}`);
    fill(list, mine, (found) => found.practice, make, changeFinding);
  };
  return { node, change };
};

const makeFinding = (app, stand, found) => {
  const ask = el("button", { type: "button", class: "plain name", onclick: () => { app.root.querySelector("dialog.exports").close(); goTo(app, found.practice); app.focusQuestion(); } });
  const take = stand === "kept" || stand === "contradicts" || stand === "open" || stand === "agrees" ? el("button", { type: "button", class: "take", onclick: () => takeMeasured(app, [found.practice]) }) : null;
  const facts = el("dl", { class: "against" }, el("div", {}, el("dt", { text: "Said" }), el("dd")), el("div", {}, el("dt", { text: "Measured" }), el("dd")));
  return el("li", {}, ask, facts, el("p"), take);
};

const changeFinding = (item, found) => {
  const [ask, facts, sentence, take] = item.children;
  put(ask, found.name);
  const [said, measured] = facts.children;
  put(said.firstChild, found.how);
  put(said.lastChild, found.said || "Not asked");
  put(measured.lastChild, found.measured);
  put(sentence, found.sentence);
  if (take) {
    put(take, `Take: ${found.measured}`);
    attr(take, "aria-label", `${found.name}. Take: ${found.measured}`);
  }
};

const makeMissing = () => {
  const summary = el("summary");
  const list = el("ul", { class: "findings" });
  const node = el("details", { hidden: true }, summary, list);
  const change = (view) => {
    const { missing } = view.measured;
    show(node, missing.length > 0);
    put(summary, `${plural(missing.length, "practice")} that these exports can't tell`);
    fill(list, missing, (one) => one.practice, () => el("li", {}, el("strong"), el("p")), (item, one) => {
      put(item.firstChild, one.name);
      put(item.lastChild, one.sentence);
    });
  };
  return { node, change };
};

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

// A file may be dropped anywhere on the screen; nowhere on our page does the browser open it instead.
const takeDrops = (app) => {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let leaving = 0;
  const over = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = app.view?.began ? "copy" : "none";
    clearTimeout(leaving);
    attr(app.page, "data-dropping", app.view?.began ? "yes" : null);
    leaving = setTimeout(() => attr(app.page, "data-dropping", null), 400); // dragover comes again and again while it is over us
  };
  const drop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    attr(app.page, "data-dropping", null);
    if (app.view?.began) app.addExports(event.dataTransfer.files);
  };
  const place = app.isLab ? app.root : document;
  const kinds = [["dragenter", over], ["dragover", over], ["drop", drop]];
  for (const [kind, act] of kinds) place.addEventListener(kind, act);
  return () => { for (const [kind, act] of kinds) place.removeEventListener(kind, act); };
};
