// What is on screen: what Python last said, with what was pressed since laid over it.

const BLANK = { answer: null, grade: "claimed", evidence: "", note: "", saved_at: null, saved: "", problem: "" };

const NOTHING = { responses: {}, signals: {}, queue: [], rest: [], next: null, more: [], three: [], traps: [], agenda: [], parked: [], speakers: [], said: {}, verdicts: [], disputes: [], conflicts: [], exports: [], zone: "", zone_problem: "", measured: null, resumable: [], last: null, whatif: null, making: null, cut: null, clock: { elapsed: 0, running: false, total: 3600 }, window: "", unsaved: "", settled: "", undo: "", position: "", customer: "" };

const LAID_OVER = {
  answer: (view, edit, waits) => {
    if (edit.voice) {
      view.said = { ...view.said, [edit.practice]: { ...view.said[edit.practice], [edit.voice]: edit.answer } };
      return;
    }
    const { answer, evidence, note } = edit;
    const before = view.responses[edit.practice] || BLANK;
    const grade = edit.grade === "measured" && answer !== before.answer ? "claimed" : edit.grade; // nobody says what is measured
    view.responses = { ...view.responses, [edit.practice]: { ...before, answer, grade, evidence, note, saved: "", problem: "", is: waits } };
  },
  go: (view, edit) => { view.position = edit.practice; },
  signal: (view, edit) => { view.signals = { ...view.signals, [edit.key]: edit.value }; },
  fact: (view, edit) => { view.facts = { ...view.facts, [edit.name]: { text: edit.text, problem: "" } }; },
  clock: (view, edit) => { view.clock = { ...view.clock, running: edit.run }; },
  park: (view, edit) => { view.parked = [...view.parked, edit.text]; },
  unpark: (view, edit) => { view.parked = view.parked.filter((text) => text !== edit.text); },
  whatif: (view, edit) => { view.ticked = edit.practices; },
  speakers: (view, edit) => { view.speakers = edit.names; }, // else whoever was chosen to speak is forgotten until Python answers
};

const viewOf = (app) => {
  const view = { ...NOTHING, ...app.state, lost: app.link.lost, ticked: app.state.whatif?.practices || [] };
  const waits = app.link.lost ? "waiting" : "saving";
  for (const { edit } of app.link.waiting) LAID_OVER[edit.op]?.(view, edit, waits);
  for (const [practice, draft] of Object.entries(app.drafts)) {
    const before = view.responses[practice] || BLANK;
    view.responses = { ...view.responses, [practice]: { ...before, ...draft, is: "draft" } };
  }
  return view;
};

const responseTo = (view, practice) => view.responses[practice] || BLANK;

// The question after the one in hand: what Python would ask, else the next without an answer, in the model's order.
const questionAfter = (app, view) => {
  const here = view.position;
  const asked = [view.next, ...view.queue, ...view.rest].filter(Boolean);
  const suggested = asked.map((one) => one.practice);
  const again = new Set(asked.filter((one) => one.again).map((one) => one.practice)); // answered, and contradicted
  const open = (practice) => practice !== here && (again.has(practice) || !responseTo(view, practice).answer);
  const fromPython = suggested.find(open);
  if (fromPython) return fromPython;
  const keys = app.asked.map((practice) => practice.key);
  const at = keys.indexOf(here);
  return [...keys.slice(at + 1), ...keys.slice(0, at)].find(open) || "";
};
