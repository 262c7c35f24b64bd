/* All answers as one file, and back: cards, texts and edited code of every page, for another browser or computer. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const SCHEMA = "caj-answers/1";
  const WORK = () => `caj-work|${P.place}|`; // what in_page/static/work.js keeps: texts and code, a page each

  function* kept() {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(WORK())) yield [key.slice(WORK().length), JSON.parse(localStorage.getItem(key))];
    } catch {} // no store: only what this page holds
  }

  const exported = () => ({ schema: SCHEMA, edition: P.edition, saved: new Date().toISOString(), answers: P.all(), pages: Object.fromEntries(kept()) });

  const isAnswer = (id, record) => /^[\w-]+\/[\w-]+$/.test(id) && record && typeof record === "object" && (typeof record.v === "string" || (Array.isArray(record.v) && record.v.every((part) => typeof part === "string"))) && JSON.stringify(record).length < 50_000;

  /* Takes what is newer in the file; says how much was taken, and how much is newer here and stayed. */
  function imported(file) {
    if (file?.schema !== SCHEMA || typeof file.answers !== "object") throw new Error(P.words.noAnswers);
    let taken = 0, older = 0;
    const newer = (there, here) => (there > here ? (taken++, true) : (there < here && older++, false));
    for (const [id, record] of Object.entries(file.answers ?? {})) {
      if (!isAnswer(id, record)) continue;
      const { v, t = 0, k, s, f, h } = record;
      if (newer(Number(t) || 0, P.load(id).t ?? -1)) P.save(id, { v, t: Number(t) || 0, k, s, f, h, ...(file.edition !== P.edition ? { from: String(file.edition), s: "typed" } : {}) });
    }
    const here = Object.fromEntries(kept());
    for (const [page, work] of Object.entries(file.pages ?? {})) {
      const cells = Object.entries(work?.cells ?? {}).filter(([id, text]) => /^[\w-]+$/.test(id) && typeof text === "string");
      if (!/^[^|]+\|[\w/-]+$/.test(page) || !cells.length || !newer(String(work.saved ?? ""), String(here[page]?.saved ?? ""))) continue;
      try {
        localStorage.setItem(WORK() + page, JSON.stringify({ saved: String(work.saved), cells: { ...here[page]?.cells, ...Object.fromEntries(cells) } }));
      } catch {
        throw new Error(P.words.notKept);
      }
    }
    return { taken, older };
  }

  function download(name, text, type) {
    const href = URL.createObjectURL(new Blob([text], { type }));
    P.make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  Object.assign(P, { exported, imported, download });
})();
