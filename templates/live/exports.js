// Exports: the sheet that takes them, and what they show beside what was said. Python reads, judges and keeps.

const GROUPS = [
  ["contradicts", "They contradict what was said"],
  ["open", "Not answered yet"],
  ["agrees", "They agree with what was said"],
  ["kept", "What was said stands"],
  ["taken", "Taken as the answer"],
];
const COMING = new Set(["coming", "reading"]);
const SOON = 5e6; // bytes that come and are read before anybody wonders

const seenOf = (app, practice) => app.state.responses[practice]?.seen ?? null;

const takeMeasured = (app, practices) => {
  for (const practice of practices) dropDraft(app, practice);
  edit(app, "take", { practices, seen: Object.fromEntries(practices.map((practice) => [practice, seenOf(app, practice)])) });
};

const measuredOf = (view, practice) => view.measured?.findings.find((found) => found.practice === practice);
const contradictionsIn = (view) => (view.measured?.findings || []).filter((found) => found.stand === "contradicts");

const makeExports = (app) => {
  const chooser = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", onchange: () => { sending.add(chooser.files); chooser.value = ""; } });
  const choose = el("button", { type: "button", class: "strong", text: "Add exports", "aria-describedby": `${app.id}-exports-hint`, onclick: () => chooser.click() });
  const zone = el("div", { class: "zone" }, el("div", { class: "actions" }, el("p", { text: "Drop exports here, or" }), choose), chooser,
    el("p", { class: "hint", id: `${app.id}-exports-hint`, text: `Runs, deployments, incidents, metrics, SLOs, collector settings, logs: JSON, CSV or YAML, up to ${Math.floor(app.fixed.most / 1e6)} MB each. Read on this machine only; names, addresses and messages are dropped, and no file is kept.` }));
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
  const clocks = makeClocks(app);
  const onward = el("p", { class: "hint", text: "This goes on beside the conversation: close the sheet and ask the next question." });
  const dialog = makeDialog(app, "Exports", "exports", zone, files, onward, clocks.node, status, found);
  const progressed = (key, bytes) => {
    const row = files.querySelector(`[data-key="${key}"]`);
    if (row) row.querySelector("progress").value = bytes;
  };
  const sending = makeSending(app, progressed);
  app.pieceHeard = sending.heard;
  app.readingHeard = ({ export: key, done }) => progressed(key, done);
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
    show(onward, view.exports.some((one) => COMING.has(one.state) && one.size > SOON));
    clocks.change(view);
    put(status, exportsTold(view));
    show(found, Boolean(view.measured));
    if (!view.measured) return;
    put(read, `From ${view.measured.read}, up to ${view.measured.as_of}.`);
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

const STATES = { coming: "on its way", reading: "reading", read: "read", refused: "not read" };

const changeComing = (row, one) => {
  const [name, tag, meter, word] = row.children;
  const isComing = COMING.has(one.state);
  put(name, one.name);
  put(tag, one.state === "read" && !one.whole ? "read in part" : STATES[one.state]);
  attr(row, "data-state", one.state);
  attr(row, "data-whole", one.whole ? null : "no");
  show(meter, isComing);
  attr(meter, "aria-label", `${one.name}: ${STATES[one.state]}`);
  meter.max = one.size || 1;
  meter.value = one.got;
  tell(word, isComing ? sizeTold(one.size) : one.word);
};

const sizeTold = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`);

// Times that name no zone are told and left out, until somebody says where those clocks stood.
const makeClocks = (app) => {
  const id = `${app.id}-zone`;
  const zones = el("datalist", { id: `${id}s` }, ...(Intl.supportedValuesOf?.("timeZone") || []).map((name) => el("option", { value: name })));
  const input = el("input", { id, type: "text", list: zones.id, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-hint ${id}-problem` });
  const hint = el("p", { class: "hint", id: `${id}-hint` });
  const problem = el("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  const place = el("button", { type: "submit" });
  const submit = (event) => {
    event.preventDefault();
    edit(app, "zone", { zone: input.value });
  };
  const node = el("form", { class: "clocks field", hidden: true, novalidate: true, onsubmit: submit }, el("label", { for: id, text: "Where did the clocks stand?" }), input, place, hint, problem, zones);
  const change = (view) => {
    const zoneless = view.exports.filter((one) => one.zoneless);
    show(node, zoneless.length > 0);
    if (!zoneless.length) return;
    const names = zoneless.map((one) => one.name).join(", ");
    put(hint, view.zone ? `Times without a zone, in ${names}, are taken as ${view.zone}.` : `Times in ${names} name no zone, such as Africa/Lagos. They are left out until you say it.`);
    attr(node, "data-said", view.zone ? "yes" : null);
    put(place, view.zone ? "Change the zone" : "Place the times");
    attr(place, "class", view.zone ? null : "strong");
    tell(problem, view.zone_problem);
    attr(input, "aria-invalid", view.zone_problem ? "true" : null);
    if (!view.zone_problem) write(input, view.zone);
  };
  return { node, change };
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
