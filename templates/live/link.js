// The line to Python: numbered edits that stay until they are acknowledged, a ping each second, and silence noticed.

const BEAT = 1000; // ms between pings
const SILENCE = 2300; // ms without an acknowledgement until the line counts as lost; the banner stands within 2.5 s
const PATIENCE = 20000; // ms for the first word of a kernel that is still opening
const AGAIN = 4000; // ms until an edit that alone went unheard is sent once more
const LASTING = new Set(["answer", "signal", "fact", "park", "unpark", "settle", "take", "keep"]); // worth sending after a reload

const links = new WeakMap(); // by model: two views of one model share its line

const linkTo = (model) => {
  if (!links.has(model)) links.set(model, openLink(model));
  return links.get(model);
};

const openLink = (model) => {
  const link = { lost: false, engagement: "", waiting: [], held: [], isOpen: false };
  const listeners = new Set();
  let lastHeard = performance.now();
  let lastTick = lastHeard;
  let lastPing = 0;

  const transmit = (entry) => {
    entry.sentAt = performance.now(); // before sending, which throws once the kernel's end is gone: the silence tells
    try { model.send(entry.edit); } catch { /* told by the banner */ }
  };

  const remember = () => keepPending(link, [...link.held, ...link.waiting.map((entry) => entry.edit)].filter((edit) => LASTING.has(edit.op)));

  link.send = (edit) => {
    const entry = { edit: { ...edit, n: nextNumber(), window: PAGE.window, engagement: link.engagement }, sentAt: 0 };
    link.waiting.push(entry);
    if (LASTING.has(edit.op)) remember();
    if (!link.lost && link.isOpen) transmit(entry);
    return entry.edit.n;
  };

  // Bytes travel beside the edits, unnumbered: who sends them hears how far they came, and sends again.
  link.sendBytes = (content, buffers) => {
    try { model.send({ ...content, window: PAGE.window, engagement: link.engagement }, undefined, buffers); } catch { /* told by the banner */ }
  };

  link.hello = () => {
    const resume = stored(sessionStorage, "key");
    const known = new Set([...link.held, ...link.waiting.map((entry) => entry.edit)].map((edit) => edit.n));
    const kept = ownPending().filter((edit) => edit.engagement === resume && !known.has(edit.n));
    link.waiting = [...kept.map((edit) => ({ edit, sentAt: performance.now() })), ...link.waiting];
    transmit({ edit: { op: "hello", n: nextNumber(), window: PAGE.window, resume, pending: kept } });
  };

  const ping = (now) => {
    lastPing = now;
    try { model.send({ op: "ping", n: nextNumber(), window: PAGE.window }); } catch { /* told by the banner */ }
  };

  const lose = () => {
    link.lost = true;
    for (const { changed } of listeners) changed();
  };

  const regain = () => {
    if (!link.lost) return;
    link.lost = false;
    for (const entry of link.waiting) transmit(entry);
    for (const { changed } of listeners) changed();
  };

  // Heard is not saved: what the store did not take stays here too, in case Python goes before the store is back.
  const acknowledge = ({ acks = [], held }) => {
    const heard = link.waiting.filter((entry) => acks.includes(entry.edit.n)).map((entry) => entry.edit);
    const unsaved = new Set((held || []).filter(([window]) => window === PAGE.window).map(([, n]) => n));
    const before = link.held.length;
    link.waiting = link.waiting.filter((entry) => !acks.includes(entry.edit.n));
    if (held) link.held = [...link.held, ...heard].filter((edit) => unsaved.has(edit.n));
    if (heard.length || link.held.length !== before) remember();
  };

  const receive = (message, buffers) => {
    lastHeard = performance.now();
    if (message.acks?.length || message.held) acknowledge(message);
    if (message.kind === "state") link.isOpen = true;
    for (const { heard } of listeners) heard(message, buffers);
    regain();
  };

  const tick = () => {
    const now = performance.now();
    if (now - lastTick > BEAT) lastHeard = now; // this page slept or was busy: not Python's silence
    lastTick = now;
    if (now - lastPing >= BEAT) ping(now);
    if (!link.lost && now - lastHeard > (link.isOpen ? SILENCE : PATIENCE)) lose();
    if (link.lost || !link.isOpen) return;
    for (const entry of link.waiting) if (now - entry.sentAt > AGAIN) transmit(entry);
  };

  // Sends what other windows of this browser left behind when they died.
  link.adopt = async () => {
    const left = await orphans(link.engagement);
    for (const { n, window, engagement, ...edit } of left) link.send(edit);
    return left.length;
  };

  // How many things said are not saved: an answer and its note are one.
  link.unsaved = () => new Set(link.waiting.map((entry) => entry.edit).filter((edit) => LASTING.has(edit.op)).map(({ practice, practices, name, key, text }) => practice || practices?.join() || name || key || text)).size;

  let timer = 0;
  const close = () => {
    clearInterval(timer);
    model.off("msg:custom", receive);
    PAGE.pending.delete(link);
    links.delete(model);
  };

  // `heard(message, buffers)` is called for each message, `changed()` when the line is lost or back; returns how to leave.
  link.listen = (listener) => {
    listeners.add(listener);
    if (listeners.size === 1) {
      model.on("msg:custom", receive);
      timer = setInterval(tick, 100);
    }
    claimWindow().then(link.hello);
    return () => {
      listeners.delete(listener);
      if (!listeners.size) close();
    };
  };
  return link;
};
