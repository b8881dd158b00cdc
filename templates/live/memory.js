// What the browser remembers: which window this is, how far it has counted, and what Python has not yet acknowledged.

const PREFIX = "maturity-live:";
const PAGE = (globalThis[Symbol.for("maturity.live")] ??= { window: "", n: 0, pending: new Map() }); // shared by every view in this page

const stored = (storage, name) => {
  try { return storage.getItem(PREFIX + name) || ""; } catch { return ""; } // a page may be denied storage
};
const store = (storage, name, text) => {
  try { if (text) storage.setItem(PREFIX + name, text); else storage.removeItem(PREFIX + name); } catch { /* full or denied: what is on screen stays */ }
};
const parsed = (text, otherwise) => {
  try { return text ? JSON.parse(text) : otherwise; } catch { return otherwise; }
};

const freshId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Held as long as this page lives, so that a copied tab finds its id taken.
const hold = (id) => new Promise((settle) => {
  navigator.locks.request(PREFIX + id, { ifAvailable: true }, (lock) => {
    settle(Boolean(lock));
    return lock ? new Promise(() => {}) : null;
  });
});

const claimWindow = async () => {
  if (PAGE.window) return;
  PAGE.claim ??= (async () => {
    let id = stored(sessionStorage, "window") || freshId();
    if (navigator.locks && !(await hold(id))) {
      id = freshId();
      await hold(id);
    }
    if (id !== stored(sessionStorage, "window")) store(sessionStorage, "n", "");
    PAGE.window = id;
    PAGE.n = Number(stored(sessionStorage, "n")) || 0;
    store(sessionStorage, "window", id);
  })();
  await PAGE.claim;
};

const nextNumber = () => {
  PAGE.n += 1;
  store(sessionStorage, "n", String(PAGE.n));
  return PAGE.n;
};

// Of every line in this page: a notebook may show the form twice.
const keepPending = (line, edits) => {
  PAGE.pending.set(line, edits);
  const all = [...PAGE.pending.values()].flat();
  store(localStorage, `pending:${PAGE.window}`, all.length ? JSON.stringify(all) : "");
};
const ownPending = () => [...new Map(parsed(stored(localStorage, `pending:${PAGE.window}`), []).map((edit) => [edit.n, edit])).values()];

// What windows that are gone left unacknowledged for an engagement; it is theirs no longer.
const orphans = async (engagement) => {
  if (!navigator.locks) return [];
  const { held } = await navigator.locks.query();
  const living = new Set(held.map((lock) => lock.name));
  const found = [];
  for (const name of Object.keys(localStorage)) {
    const id = name.startsWith(`${PREFIX}pending:`) ? name.slice(PREFIX.length + 8) : "";
    if (!id || id === PAGE.window || living.has(PREFIX + id)) continue;
    const edits = parsed(stored(localStorage, `pending:${id}`), []);
    const others = edits.filter((edit) => edit.engagement !== engagement);
    found.push(...edits.filter((edit) => edit.engagement === engagement));
    store(localStorage, `pending:${id}`, others.length ? JSON.stringify(others) : "");
  }
  return found;
};

const keepDrafts = (engagement, drafts) => store(localStorage, `drafts:${engagement}`, Object.keys(drafts).length ? JSON.stringify(drafts) : "");
const draftsOf = (engagement) => parsed(stored(localStorage, `drafts:${engagement}`), {});
