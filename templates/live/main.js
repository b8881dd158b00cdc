// The live briefing: one screen, shown from what Python says.

let screens = 0;

const makeApp = (model, host) => {
  const app = { id: `live-${++screens}`, root: el("div", { class: "maturity-live", tabindex: "-1", role: "region", "aria-label": "Live briefing", "data-lm-suppress-shortcuts": "true" }), isLab: isInLab(), isPresenting: false, panel: "ask", voice: "", trail: [], ahead: [], drafts: {}, view: null, state: null, fixed: null, heardAt: 0, parts: [] };
  attr(app.root, "data-place", app.isLab ? "lab" : "page");
  app.page = el("div", { class: "page" });
  app.live = el("p", { class: "unseen", "aria-live": "polite", role: "status" });
  app.opening = el("h1", { text: "Opening the briefing…" });
  app.root.append(app.page);
  app.page.append(el("div", { class: "opening", role: "status" }, app.opening), app.live);
  host.append(app.root);
  app.say = (text) => put(app.live, text);
  return app;
};

const build = (app) => {
  const { fixed } = app;
  app.practices = new Map(fixed.stages.flatMap((stage) => stage.practices.map((practice) => [practice.key, { ...practice, stage }])));
  app.asked = [...app.practices.values()].filter((practice) => !practice.computed);
  app.hotkeys = new Map(fixed.answers.map((answer) => [String(answer.hotkey), answer.key]));
  const words = new Map(fixed.answers.map((answer) => [answer.key, answer.word]));
  const gradeWords = new Map([["measured", "measured"], ...fixed.grades.map((grade) => [grade.key, grade.word])]);
  app.word = (answer) => words.get(answer) || "not asked";
  app.gradeWord = (grade) => gradeWords.get(grade) || grade;
  const agenda = makeAgenda(app);
  const [facts, help, jump, parking, voices, closing, exports] = [makeFactsPanel(app), makeHelp(app), makeJump(app), makeParking(app), makeVoices(app), makeClosing(app), makeExports(app)];
  Object.assign(app, { openFacts: facts.open, openHelp: help.open, openJump: jump.open, openParking: parking.open, openAgenda: agenda.dialog.open });
  const [top, notices, start, ask, whatif, side, practices] = [makeTop, makeNotices, makeStart, makeAsk, makeWhatIf, makeSide, makePractices].map((make) => make(app, agenda));
  app.body = el("div", { class: "body" }, el("div", { class: "work" }, ask.node, whatif.node), side.node, practices.node);
  app.page.replaceChildren(notices.node, top.node, start.node, app.body, app.live, ...[facts, help, jump, parking, voices, closing, exports, agenda.dialog].map((sheet) => sheet.node));
  app.always = [top, notices, start];
  app.parts = [...app.always, ask, whatif, side, practices, agenda, facts, jump, parking, voices, closing, exports];
  app.clockTimer = setInterval(() => { agenda.tick(); exports.again(); }, 1000);
};

const refresh = (app) => {
  if (!app.state || !app.fixed) return;
  const hadFocus = app.root.contains(app.root.getRootNode().activeElement);
  app.view = viewOf(app);
  show(app.body, app.view.began);
  attr(app.page, "data-voices", app.view.speakers.length ? "yes" : null);
  for (const part of app.view.began ? app.parts : app.always) part.change(app.view);
  if (hadFocus) keepFocus(app);
};

// A control that hides or goes dead under the hand leaves the keys with the screen, not with the page around it.
const keepFocus = (app) => {
  const { activeElement } = app.root.getRootNode();
  if (!app.root.contains(activeElement) || activeElement.closest("[hidden]") || activeElement.matches(":disabled")) app.root.focus({ preventScroll: true });
};

// Tells once, for those who hear the screen, that an answer is saved and what it made of the verdict.
const announce = (app, before) => {
  const { saved, standing } = app.state;
  if (saved?.at && saved.at !== before?.saved?.at) app.say(`Saved ${saved.at}.${standing !== before?.standing ? ` ${standing}` : ""}`);
};

const markShown = (app, acks) => {
  if (!app.shownAfter || !acks.includes(app.shownAfter)) return;
  const n = app.shownAfter;
  app.shownAfter = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("maturity:shown", { detail: { n } })));
};

const takeState = (app, message) => {
  const before = app.state;
  app.state = message.state;
  app.heardAt = performance.now();
  if ((app.state.key || "") !== app.link.engagement) enter(app, app.state.key);
  refresh(app);
  if (app.fixed && app.state.began && !before?.began) app.focusQuestion();
  markShown(app, message.acks || []);
  announce(app, before);
  catchUp(app);
};

// Another engagement: its own drafts, and what windows that died left for it.
const enter = (app, engagement) => {
  app.link.engagement = engagement || "";
  store(sessionStorage, "key", engagement || "");
  app.trail = [];
  app.drafts = engagement ? draftsOf(engagement) : {};
  if (!engagement) return;
  store(sessionStorage, "start", "");
  app.link.adopt().then((count) => { if (count) app.say(`${count} sent again that a closed window had not saved`); });
};

const hear = (app, message, buffers) => {
  if (message.kind === "model") {
    if (JSON.stringify(message) === JSON.stringify(app.fixed)) return; // another window of this page said hello
    app.fixed = message;
    clearInterval(app.clockTimer);
    build(app);
    refresh(app);
  } else if (message.kind === "state") takeState(app, message);
  else if (message.kind === "fonts") loadFonts(message.fonts, buffers);
  else if (message.kind === "piece") app.pieceHeard?.(message);
  else if (message.kind === "reading") app.readingHeard?.(message);
  else if (message.kind === "page") app.showPage?.(message.name, buffers[0]);
};

const lineChanged = (app) => {
  if (!app.fixed) put(app.opening, app.link.lost ? "Python does not answer. Reload the page, or run the notebook again." : "Opening the briefing…");
  refresh(app);
  if (app.state) catchUp(app);
};

const render = ({ model, el: host }) => {
  const app = makeApp(model, host);
  app.refresh = () => refresh(app);
  const undoTheme = followTheme(app);
  const undoScreen = followFullScreen(app);
  const undoKeys = listenForKeys(app);
  const undoDrops = takeDrops(app);
  const onLeave = () => { if (app.view) sendDrafts(app); };
  globalThis.addEventListener("pagehide", onLeave);
  app.link = linkTo(model);
  const hangUp = app.link.listen({ heard: (message, buffers) => hear(app, message, buffers), changed: () => lineChanged(app) });
  return () => {
    globalThis.removeEventListener("pagehide", onLeave);
    clearInterval(app.clockTimer);
    for (const stop of [hangUp, undoTheme, undoScreen, undoKeys, undoDrops]) stop();
  };
};

export default { render };
