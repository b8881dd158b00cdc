// The container that JupyterLab loads prebuilt extensions from, written by hand: one module, nothing bundled.
(() => {
  "use strict";
  const FORM = "form"; // metadata.maturity.key of the cell that is shown
  const GONE = new Set(["restarting", "autorestarting", "dead", "terminating"]);
  const CLASS = "maturity-form";
  const STYLE = `
    .${CLASS} .jp-Cell-inputWrapper, .${CLASS} .jp-OutputPrompt, .${CLASS} .jp-Collapser { display: none; }
    .${CLASS}.jp-Cell { padding: 0; }
    .${CLASS} .jp-OutputArea-output { padding: 0; }`;
  let scope;

  const shared = async (name) => {
    const offered = Object.values(scope[name] ?? {});
    if (!offered.length) throw new Error(`${name} is not shared by this JupyterLab`);
    return (await offered[0].get())();
  };

  const keyOf = (cell) => cell.model.getMetadata("maturity")?.key;

  const isReady = (session) =>
    session.isReady && session.session?.kernel?.connectionStatus === "connected" && session.session.kernel.status === "idle";

  const watch = (panel, run, quieten) => {
    const session = panel.sessionContext;
    let due = true; // the form is not shown, or its kernel is another one by now
    let died = false;
    const look = async () => {
      if (!due || !panel.content.model || !isReady(session)) return;
      const last = panel.content.widgets.findIndex((cell) => keyOf(cell) === FORM);
      if (last < 0) return;
      due = false;
      panel.content.widgets[last].addClass(CLASS);
      await run(panel.content, panel.content.widgets.slice(0, last + 1), session);
      panel.content.activeCellIndex = last;
      panel.content.widgets[last].node.scrollIntoView({ block: "start" });
      panel.context.model.dirty = false; // what was run is not worth a question when the window is closed
      if (died) quieten(); // JupyterLab's box says that the kernel will come back: it has
      died = false;
    };
    session.statusChanged.connect((_, status) => {
      due ||= GONE.has(status);
      died ||= status === "autorestarting";
      look();
    });
    session.connectionStatusChanged.connect(look);
    session.kernelChanged.connect((_, change) => {
      due ||= Boolean(change.newValue);
      look();
    });
    panel.context.ready.then(() => session.ready).then(look);
  };

  const plugin = async () => {
    const { INotebookTracker, NotebookActions } = await shared("@jupyterlab/notebook");
    const { Dialog } = await shared("@jupyterlab/apputils");
    return {
      id: "maturity-live:form",
      description: "Runs a briefing up to its form, at open and whenever its kernel begins anew.",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_, tracker) => {
        document.head.appendChild(document.createElement("style")).textContent = STYLE;
        const run = (notebook, cells, session) => NotebookActions.runCells(notebook, cells, session);
        tracker.widgetAdded.connect((_, panel) => watch(panel, run, () => Dialog.flush()));
      },
    };
  };

  const containers = (window._JUPYTERLAB ??= {});
  containers["maturity-live"] = {
    init: (given) => {
      scope = given;
    },
    get: async () => {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
