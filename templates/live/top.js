// The line at the top: who is briefed, the time, what is saved, and what else can be done.

const makeTop = (app, agenda) => {
  const name = el("span", { class: "name", dir: "auto" });
  const customer = el("button", { type: "button", class: "customer", "aria-keyshortcuts": "c", onclick: () => app.openFacts() }, unseen("Customer: "), name);
  const fictional = el("span", { class: "tag", text: "fictional", hidden: true });
  const saved = el("p", { class: "saved" });
  const tools = [
    keyButton("What if", "w", () => toggleWhatIf(app)),
    keyButton("Voices", "v", () => app.openVoices()),
    keyButton("Parked", "k", () => app.openParking()),
    keyButton("Exports", "x", () => app.openExports()),
    keyButton("Workbook", "", () => openClosing(app)),
    keyButton("Present", "f", () => present(app, !app.isPresenting)),
    keyButton("Dark", "d", () => app.toggleTheme()),
    keyButton("Keys", "?", () => app.openHelp()),
  ];
  const [whatif, voices, parked, exporting, , presenting, theme] = tools;
  const leave = keyButton("Leave", "Esc", () => present(app, false), { class: "leave" });
  const node = el("header", { class: "top" }, el("h1", { class: "who" }, customer, fictional), agenda.open, agenda.clock, saved, el("div", { class: "tools", role: "group", "aria-label": "Tools" }, ...tools), leave, agenda.bar);
  app.themeChanged = () => put(theme.firstChild, app.theme === "dark" ? "Light" : "Dark");
  app.themeChanged();
  const change = (view) => {
    show(node, view.began);
    put(name, view.customer);
    show(fictional, view.fictional);
    put(saved, savedWords(app, view));
    attr(saved, "data-status", app.link.lost || view.unsaved ? "problem" : "saved");
    attr(whatif, "aria-pressed", view.ticked.length > 0 || app.panel === "whatif" ? "true" : "false");
    attr(voices, "aria-pressed", view.speakers.length ? "true" : "false");
    attr(presenting, "aria-pressed", app.isPresenting ? "true" : "false");
    const against = contradictionsIn(view).length;
    put(exporting.firstChild, against ? `Exports ${against}` : "Exports");
    attr(exporting, "title", against ? `${plural(against, "answer")} that the exports contradict` : null);
    put(parked.firstChild, view.parked.length ? `Parked ${view.parked.length}` : "Park");
  };
  return { node, change };
};

const savedWords = (app, view) => {
  if (app.link.lost) return `${app.link.unsaved()} waiting`;
  if (view.unsaved) return "Not saved";
  return view.saved?.at ? `Saved ${view.saved.at}` : "Nothing to save yet";
};
