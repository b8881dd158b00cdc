// Files on their way: dropped anywhere or chosen, then sent piece by piece, each when the one before was heard.

const UNHEARD = 4000; // ms until a piece that nobody answered is sent again

// Sends one file at a time, each piece when the one before has been heard: Python says from where.
const makeSending = (app, changed) => {
  const files = new Map(); // by key: what Python has not read yet
  const state = { key: "", at: 0, sentAt: 0 };
  const send = async (key, at) => {
    Object.assign(state, { key, at, sentAt: performance.now() });
    const file = files.get(key);
    let bytes = null;
    try { bytes = await file.slice(at, at + app.fixed.piece).arrayBuffer(); } catch { /* a folder, or a file that is gone */ }
    if (state.key === key && state.at === at) app.link.sendBytes({ op: "piece", export: key, at, broken: !bytes }, bytes ? [bytes] : []);
  };
  const offer = (keys) => edit(app, "offer", { exports: keys.map((key) => ({ key, name: files.get(key).name, size: files.get(key).size })) });
  const add = (some) => {
    const keys = [...some].map((file) => {
      const key = freshId();
      files.set(key, file);
      return key;
    });
    if (keys.length) offer(keys);
  };
  const heard = ({ export: key, got }) => {
    if (key !== state.key || !files.has(key)) return;
    if (got < files.get(key).size) send(key, got);
    changed(key, got);
  };
  const change = (view) => {
    const known = new Map(view.exports.map((one) => [one.key, one]));
    for (const key of [...files.keys()]) if (known.has(key) && known.get(key).state !== "coming") files.delete(key);
    const isOffering = app.link.waiting.some((entry) => entry.edit.op === "offer");
    const unknown = [...files.keys()].filter((key) => !known.has(key));
    if (unknown.length && view.began && !isOffering && !app.link.lost) offer(unknown); // to a Python that started again
    const next = view.exports.find((one) => one.state === "coming" && files.has(one.key));
    if (next && next.key !== state.key) send(next.key, next.got);
    else if (!next) state.key = "";
  };
  const again = () => {
    if (state.key && files.has(state.key) && !app.link.lost && performance.now() - state.sentAt > UNHEARD) send(state.key, state.at);
  };
  return { add, heard, change, again };
};

// A file may be dropped anywhere on the screen; nowhere on our page does the browser open it instead.
const takeDrops = (app) => {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let leaving = 0;
  const over = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = app.view?.began ? "copy" : "none";
    clearTimeout(leaving);
    attr(app.page, "data-dropping", app.view?.began ? "yes" : null);
    leaving = setTimeout(() => attr(app.page, "data-dropping", null), 400); // dragover comes again and again while it is over us
  };
  const drop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    attr(app.page, "data-dropping", null);
    if (app.view?.began) app.addExports(event.dataTransfer.files);
  };
  const place = app.isLab ? app.root : document;
  const kinds = [["dragenter", over], ["dragover", over], ["drop", drop]];
  for (const [kind, act] of kinds) place.addEventListener(kind, act);
  return () => { for (const [kind, act] of kinds) place.removeEventListener(kind, act); };
};
