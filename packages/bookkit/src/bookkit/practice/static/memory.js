/* What is kept in this browser: one record a question, so that two windows meet only at the same question. Nothing is sent. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined") return;
  const place = new URL("../", document.currentScript.src).pathname; // two books on one host keep apart
  const HEAD = `caj-ask|${place}|`;
  const DAY = 86_400_000, STEPS = [1, 7, 21]; // days until a right answer is asked again
  const beside = new Map(); // what the store did not take
  let store = null;
  try {
    store = window.localStorage;
    store.setItem(`${HEAD}?`, "");
    store.removeItem(`${HEAD}?`);
  } catch {
    store = null; // closed to this page, or full: what is there can still be read
    try { store = window.localStorage.length ? window.localStorage : null; } catch {}
  }
  const keyOf = (id) => `${HEAD}${P.edition}|${id}`;
  const keys = () => [...new Set([...(store ? Object.keys(store) : []), ...beside.keys()])];

  function get(key) {
    try {
      const record = JSON.parse(beside.get(key) ?? store?.getItem(key));
      return record && typeof record === "object" ? record : {};
    } catch {
      return {};
    }
  }

  const load = (id) => get(keyOf(id));

  /* A record: v answer, t time of it, k key of the question, s status, f first verdict, h steps of help seen,
     b how often it was right when asked again, d when it is due. */
  function save(id, record) {
    const text = JSON.stringify(record);
    try {
      store.setItem(keyOf(id), text);
      beside.delete(keyOf(id));
    } catch {
      beside.set(keyOf(id), text);
    }
  }

  function drop(id) {
    try { store?.removeItem(keyOf(id)); } catch {}
    beside.delete(keyOf(id));
  }

  /* All records of this edition by id. */
  function all() {
    const head = keyOf("");
    return Object.fromEntries(keys().filter((key) => key.startsWith(head)).map((key) => [key.slice(head.length), get(key)]));
  }

  /* The latest answer to the same question in another edition, without its verdict; what no question here has stays where it is. */
  function bring(question) {
    const found = keys().filter((key) => key.startsWith(HEAD) && key.endsWith(`|${question.id}`) && key !== keyOf(question.id)).map((key) => [key, get(key)]);
    const [last] = found.filter(([, record]) => record.k === question.key && !P.blank(record.v)).sort(([, a], [, b]) => (b.t ?? 0) - (a.t ?? 0));
    if (!last) return {};
    const record = { v: last[1].v, t: last[1].t, k: question.key, s: "typed", from: last[0].slice(HEAD.length).split("|")[0] };
    save(question.id, record);
    return record;
  }

  /* Changes the record of a question, and tells the page; a first verdict stays the first. */
  function note(question, change) {
    const record = { ...load(question.id), ...change, k: question.key, t: Date.now() };
    if ((change.s === "correct" || change.s === "wrong") && !record.f) record.f = change.s === "correct" ? (record.h ? "helped" : "right") : "wrong";
    if (change.s === "gave") record.f ??= "gave";
    if (change.s === "wrong" || change.s === "gave") Object.assign(record, { b: 0, d: record.t + DAY });
    if (change.s === "correct" && !(record.b && record.d > record.t)) {
      record.b = (record.b ?? 0) + 1;
      record.d = record.b > STEPS.length ? undefined : record.t + STEPS[record.b - 1] * DAY;
    }
    save(question.id, record);
    document.dispatchEvent(new CustomEvent("caj:answer", { detail: { id: question.id, status: record.s, first: record.f, progress: progress(question.id.split("/")[0]) } }));
    return record;
  }

  /* How far a reader is in a chapter with its exercise, for lists and pages of progress. */
  function progress(chapter) {
    const records = Object.entries(all()).filter(([id]) => id.startsWith(`${chapter}/`)).map(([, record]) => record).filter((record) => !P.blank(record.v));
    return { chapter, total: P.index[chapter] ?? 0, answered: records.length, right: records.filter((record) => record.s === "correct").length, first: records.filter((record) => record.f === "right").length };
  }

  addEventListener("storage", ({ key }) => {
    const head = keyOf("");
    if (key === null || key.startsWith(head)) document.dispatchEvent(new CustomEvent("caj:elsewhere", { detail: { id: key === null ? "" : key.slice(head.length) } }));
  });

  Object.assign(P, { place, load, save, drop, all, bring, note, progress, kept: () => store !== null && !beside.size });
})();
