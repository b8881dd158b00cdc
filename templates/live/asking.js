// What a press does: an answer goes to Python at once, typing after a pause; a response that cannot stand yet is kept here.

const PAUSE = 500; // ms after the last key until what was typed is sent

const edit = (app, op, fields = {}) => {
  const n = app.link.send({ op, ...fields });
  app.refresh();
  return n;
};

const sendResponse = (app, practice, response, voice = "") => {
  const { answer, grade, evidence, note } = response;
  const said = app.state.responses[practice];
  const seen = said?.seen ?? said?.saved_at ?? null;
  return edit(app, "answer", { practice, answer, grade, evidence, note, seen, voice });
};

const lacksReason = (response) => response.answer === "not-applicable" && !response.note.trim();

// Whether a response can be sent: text waits for an answer, and what does not apply waits for its reason.
const canStand = (response) => Boolean(response.answer) && !lacksReason(response);

const dropDraft = (app, practice) => {
  delete app.drafts[practice];
  keepDrafts(app.link.engagement, app.drafts);
};

const respond = (app, practice, change, after = 0) => {
  clearTimeout(app.typing);
  app.drafts[practice] = { ...app.drafts[practice], ...change };
  const response = { ...responseTo(viewOf(app), practice) };
  if (!canStand(response) || after) {
    keepDrafts(app.link.engagement, app.drafts);
    if (canStand(response)) app.typing = setTimeout(() => sendDrafts(app), after);
    app.refresh();
    return 0;
  }
  dropDraft(app, practice);
  return sendResponse(app, practice, response);
};

// Everything typed that can stand, now: before moving on, and when the page goes away.
const sendDrafts = (app) => {
  clearTimeout(app.typing);
  for (const practice of Object.keys(app.drafts)) {
    const response = { ...responseTo(viewOf(app), practice) };
    if (!canStand(response)) continue;
    dropDraft(app, practice);
    sendResponse(app, practice, response);
  }
};

const press = (app, answer) => {
  const practice = app.view.position;
  if (app.practices.get(practice)?.computed) return;
  performance.mark("maturity:press", { detail: { practice, answer } });
  if (app.voice) {
    app.shownAfter = sendResponse(app, practice, { ...responseTo(app.view, practice), answer }, app.voice);
    return;
  }
  app.shownAfter = respond(app, practice, { answer });
  if (lacksReason(responseTo(app.view, practice))) app.focusNote();
};

const withdraw = (app) => {
  const practice = app.view.position;
  dropDraft(app, practice);
  sendResponse(app, practice, { ...responseTo(viewOf(app), practice), answer: null }, app.voice);
};

const toggleGrade = (app) => {
  const practice = app.view.position;
  const { answer, grade } = responseTo(app.view, practice);
  if (answer && grade !== "measured") respond(app, practice, { grade: grade === "shown" ? "claimed" : "shown" });
};

const undo = (app) => {
  const practice = app.view.position;
  if (app.drafts[practice]) {
    dropDraft(app, practice);
    app.refresh();
    return;
  }
  if (app.view.undo) edit(app, "undo");
};

const goTo = (app, practice, { isBack = false } = {}) => {
  if (!practice || practice === app.view.position) return;
  sendDrafts(app);
  if (!isBack) app.trail.push(app.view.position);
  app.panel = "ask";
  edit(app, "go", { practice });
  app.focusQuestion();
};

// Moves on once Python has said what comes next: it knows only after the answer in flight.
const goNext = (app) => {
  sendDrafts(app);
  const isAnswering = app.link.waiting.some((entry) => entry.edit.op === "answer");
  if (isAnswering && !app.link.lost) {
    app.wantsNext = true;
    return;
  }
  app.wantsNext = false;
  const practice = questionAfter(app, app.view);
  if (practice) goTo(app, practice);
  else app.say("Every question has an answer.");
};

const goBack = (app) => {
  const before = app.trail.pop();
  const keys = app.asked.map((practice) => practice.key);
  goTo(app, before || keys[keys.indexOf(app.view.position) - 1], { isBack: true });
};

const askLater = (app) => {
  const practice = app.view.position;
  const following = questionAfter(app, app.view);
  edit(app, "later", { practice });
  goTo(app, following);
};
