// Every key of the screen; none fires while a field is typed in, and none reaches the page around it.

const COMMANDS = {
  n: goNext, ArrowRight: goNext, p: goBack, ArrowLeft: goBack, l: askLater,
  u: undo, g: toggleGrade, 0: withdraw, w: toggleWhatIf, v: nextVoice, t: runClock,
  e: (app) => app.focusEvidence(), m: (app) => app.focusNote(),
};
const SHEETS = {
  j: (app) => app.openJump(), k: (app) => app.openParking(), c: (app) => app.openFacts(), a: (app) => app.openAgenda(), x: (app) => app.openExports(),
  d: (app) => app.toggleTheme(), f: (app) => present(app, !app.isPresenting), "?": (app) => app.openHelp(),
};
const WHILE_PRESENTING = new Set(["f", "d", "t", "w", "?"]);
const ON_THE_QUESTION = new Set(["n", "p", "ArrowRight", "ArrowLeft", "l", "u", "g", "0", "e", "m", "v"]);

const isTypedIn = (node) => node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement || (node instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(node.type));

const commandFor = (app, name) => {
  if (app.isPresenting && !WHILE_PRESENTING.has(name)) return null;
  if (SHEETS[name]) return SHEETS[name];
  if (app.panel !== "ask" && (ON_THE_QUESTION.has(name) || app.hotkeys.has(name))) return null;
  return app.hotkeys.has(name) ? (place) => press(place, app.hotkeys.get(name)) : COMMANDS[name];
};

const leave = (app, event) => {
  if (isTypedIn(event.target)) {
    event.target.blur();
    app.root.focus({ preventScroll: true });
  } else if (app.isPresenting && !document.fullscreenElement) present(app, false);
  else if (app.panel !== "ask") {
    app.panel = "ask";
    app.refresh();
  } else return;
  event.preventDefault();
};

const onKey = (app, event) => {
  const isOurs = app.root.contains(event.target);
  if (isOurs) event.stopPropagation();
  if (!app.view?.began || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("dialog")) return;
  if (event.key === "Escape") {
    leave(app, event);
    return;
  }
  if (isTypedIn(event.target)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const command = commandFor(app, name);
  if (!command || (event.repeat && name !== "n" && name !== "p")) return;
  event.preventDefault();
  if (app.wantsNext) app.ahead.push(command); // meant for the question that is not here yet
  else command(app);
};

// Moves on if that was asked for, and does what was typed ahead, each on the question that it was meant for.
const catchUp = (app) => {
  if (app.wantsNext) goNext(app);
  while (app.ahead.length && !app.wantsNext) app.ahead.shift()(app);
};

// In Lab only what has the focus hears a key; a page of its own hears every key.
const listenForKeys = (app) => {
  const onOurs = (event) => onKey(app, event);
  const onPage = (event) => { if (event.target === document.body || event.target === document.documentElement) onKey(app, event); };
  app.root.addEventListener("keydown", onOurs);
  if (!app.isLab) document.addEventListener("keydown", onPage);
  for (const kind of ["keyup", "keypress"]) app.root.addEventListener(kind, (event) => event.stopPropagation());
  return () => document.removeEventListener("keydown", onPage);
};
