// The end: one press makes the workbook, opens its page, and keeps the engagement.

const openClosing = (app) => app.openClosing();

const makeClosing = (app) => {
  const words = el("p", { class: "stage", role: "status" });
  const meter = el("progress", { max: 1, value: 0, "aria-label": "Making the workbook" });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const files = el("ul", { class: "files" });
  const link = el("a", { class: "strong", target: "_blank", rel: "noopener", text: "Open the page", hidden: true });
  const start = el("button", { type: "button", class: "strong", text: "Make the workbook", onclick: () => make() });
  const finish = el("button", { type: "button", text: "Finish the briefing", onclick: () => edit(app, "finish") });
  const done = el("p", { class: "finished", text: "Finished. The engagement is in the history.", hidden: true });
  const hint = el("p", { class: "hint" });
  const dialog = makeDialog(app, "The workbook", "closing", hint, words, meter, problem, files, done, el("div", { class: "actions" }, link, start, finish));
  let tab = null;

  const make = () => {
    tab = globalThis.open("", "_blank"); // at the press: a browser opens no tab later
    if (tab) {
      tab.document.title = "Making the workbook";
      tab.document.body.style.cssText = "margin: 4rem; font: 1.25rem system-ui, sans-serif";
      tab.document.body.append(tab.document.createTextNode("Making the workbook. Its page appears here."));
    }
    edit(app, "make");
  };

  app.showPage = (name, buffer) => {
    if (link.href) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([buffer], { type: "text/html;charset=utf-8" }));
    show(link, true);
    if (tab && !tab.closed) tab.location.replace(link.href);
    tab = null;
  };
  app.openClosing = dialog.open;
  app.makeWorkbook = () => {
    dialog.open();
    if (!start.disabled) make();
  };

  const change = (view) => {
    const { making } = view;
    const isMaking = Boolean(making && !making.finished && !making.problem);
    tell(hint, making ? "" : `Makes the notebook and the page of ${view.customer}, opens the page, and keeps the engagement in the history.`);
    tell(words, making ? making.stage : "");
    show(meter, isMaking);
    if (making) Object.assign(meter, { max: making.total || 1, value: making.done });
    tell(problem, making?.problem || "");
    if (making?.problem && tab && !tab.closed) {
      tab.close();
      tab = null;
    }
    fill(files, making?.files || [], (file) => file, (file) => el("li", { text: file }));
    attr(start, "disabled", isMaking);
    put(start, making?.finished ? "Make it again" : "Make the workbook");
    attr(start, "class", making?.finished ? null : "strong");
    show(finish, !view.finished);
    show(done, Boolean(view.finished));
  };
  return { node: dialog.node, change, open: dialog.open };
};
