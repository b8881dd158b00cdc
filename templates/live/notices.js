// What must be known at once: no connection, not saved, another window, time running out; each with what to do.

const makeNotices = (app) => {
  const parts = [makeLost(app), makeUnsaved(app), makeConflicts(app), makeWindow(app), makeCutNotice(app)];
  return { node: el("div", { class: "notices" }, ...parts.map((part) => part.node)), change: (view) => { for (const part of parts) part.change(view); } };
};

const notice = (name, role, ...children) => el("div", { class: `notice ${name}`, role, "data-notice": name, hidden: true }, ...children);

const makeLost = (app) => {
  const words = el("p");
  const again = app.isLab
    ? el("p", { class: "do", text: "It starts again by itself; if not: Run, Run All Cells." })
    : el("button", { type: "button", class: "strong", text: "Reload", onclick: () => location.reload() });
  const node = notice("lost", "alert", el("strong", { text: "No connection to Python." }), words, again);
  const change = () => {
    show(node, app.link.lost);
    if (!app.link.lost) return;
    const waiting = app.link.unsaved();
    put(words, waiting ? `${plural(waiting, "answer")} not saved yet, kept in this browser and sent when it is back. Everything confirmed before is safe.` : "What you type is kept in this browser and sent when it is back. Everything confirmed before is safe.");
  };
  return { node, change };
};

const makeUnsaved = (app) => {
  const words = el("p");
  const node = notice("unsaved", "alert", el("strong", { text: "Not saved." }), words, el("button", { type: "button", class: "strong", text: "Retry", onclick: () => edit(app, "retry") }));
  return { node, change: (view) => { show(node, Boolean(view.began && view.unsaved)); put(words, view.unsaved || ""); } };
};

const makeWindow = () => {
  const words = el("p");
  const node = notice("window", "status", words);
  return { node, change: (view) => { show(node, Boolean(view.window)); put(words, view.window || ""); } };
};

const makeCutNotice = (app) => {
  const words = el("p");
  const node = notice("short", "status", words, el("button", { type: "button", text: "What to skip", onclick: () => app.openAgenda() }));
  return { node, change: (view) => { show(node, Boolean(view.cut)); put(words, view.cut?.sentence || ""); } };
};

const makeConflicts = (app) => {
  const list = el("ul");
  const node = notice("conflicts", "alert", list);
  const make = (conflict) => el("li", {}, el("p"), el("div", { class: "actions" }, settleButton(app, conflict, "mine"), settleButton(app, conflict, "theirs")));
  const change = (view) => {
    show(node, view.conflicts.length > 0);
    fill(list, view.conflicts, (conflict) => `${conflict.practice} ${conflict.yours} ${conflict.theirs}`, make, (item, conflict) => put(item.firstChild, `${conflict.name}: ${conflict.sentence}`));
  };
  return { node, change };
};

const settleButton = (app, conflict, take) => {
  const words = take === "mine" ? `Keep mine: ${conflict.yours}` : `Take theirs: ${conflict.theirs}`;
  return el("button", { type: "button", text: words, "aria-label": `${conflict.name}. ${words}`, onclick: () => edit(app, "settle", { practice: conflict.practice, take }) });
};
