// Sixty minutes: a quiet clock, the topic of the moment, the whole agenda on request, and what to skip when time is short.

const clockTime = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

// Seconds of the briefing that have gone, now.
const elapsedOf = (app, view) => view.clock.elapsed + (view.clock.running ? (performance.now() - app.heardAt) / 1000 : 0);

const runClock = (app) => edit(app, "clock", { run: !app.view.clock.running });

const makeAgenda = (app) => {
  const topic = el("span", { class: "topic" });
  const open = el("button", { type: "button", class: "now", "aria-keyshortcuts": "a", onclick: () => dialog.open() }, unseen("Agenda, now: "), topic);
  const time = el("span", { class: "time" });
  const state = el("span", { class: "run" });
  const clock = el("button", { type: "button", class: "clock", "aria-keyshortcuts": "t", onclick: () => runClock(app) }, time, state, key("t"));
  const bar = el("div", { class: "agenda-bar", "aria-hidden": "true" });
  const list = el("ol", { class: "timetable" });
  const cut = makeCut(app);
  const dialog = makeDialog(app, "Agenda", "agenda", cut.node, list);

  const tick = () => {
    const { view } = app;
    if (!view?.began) return;
    const seconds = elapsedOf(app, view);
    put(time, `${clockTime(seconds)} / ${Math.round(view.clock.total / 60)}`);
    attr(clock, "data-over", seconds > view.clock.total ? "yes" : null);
    [...bar.children].forEach((segment, index) => {
      const part = view.agenda[index];
      const done = part ? Math.min(1, Math.max(0, (seconds / 60 - part.starts) / part.minutes)) : 0;
      segment.firstChild.style.transform = `scaleX(${done.toFixed(3)})`;
    });
  };

  const change = (view) => {
    const now = view.agenda.find((part) => part.state === "now");
    put(topic, now ? now.topic : "Agenda");
    tell(state, view.clock.running ? "" : "paused");
    attr(clock, "data-running", view.clock.running ? "yes" : "no");
    attr(clock, "aria-label", view.clock.running ? "Stop the clock" : "Start the clock");
    fill(bar, view.agenda, (part) => part.topic, () => el("span", {}, el("i")), (segment, part) => {
      segment.style.flexGrow = part.minutes;
      attr(segment, "data-is", part.state);
    });
    fill(list, view.agenda, (part) => part.topic, () => el("li", {}, el("span", { class: "minutes" }), el("span", { class: "words" }), el("span", { class: "tag" })), (item, part) => {
      const [minutes, words, tag] = item.children;
      put(minutes, `${Math.round(part.starts)}–${Math.round(part.ends)}`);
      put(words, part.topic);
      put(tag, { done: "done", now: "now", ahead: "" }[part.state]);
      show(tag, part.state !== "ahead");
      attr(item, "aria-current", part.state === "now" ? "step" : null);
    });
    cut.change(view);
    tick();
  };
  return { open, clock, bar, dialog, change, tick };
};

const makeCut = (app) => {
  const sentence = el("p", { class: "cut-sentence" });
  const asked = el("ul");
  const skipped = el("ul");
  const node = el("div", { class: "cut", hidden: true }, sentence, el("div", { class: "two" }, el("div", {}, el("h3", { text: "Still ask" }), asked), el("div", {}, el("h3", { text: "Skip" }), skipped)));
  const name = (practice) => app.practices.get(practice)?.name || practice;
  const change = (view) => {
    show(node, Boolean(view.cut));
    if (!view.cut) return;
    put(sentence, view.cut.sentence);
    fill(asked, view.cut.ask, (practice) => practice, (practice) => el("li", {}, el("button", { type: "button", class: "plain", text: name(practice), onclick: () => { node.closest("dialog").close(); goTo(app, practice); } })));
    fill(skipped, view.cut.skip, (practice) => practice, (practice) => el("li", { text: name(practice) }));
  };
  return { node, change };
};
