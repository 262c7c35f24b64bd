/* Keeps what a reader writes on this page in the browser, gives answers to open questions a field, and puts all into the notebook. */
(() => {
  const doors = document.querySelector(".caj-doors[data-page]");
  if (!doors) return;
  const { page, edition } = doors.dataset;
  const ids = JSON.parse(doors.dataset.cells);
  const link = doors.querySelector("a[download]");
  const place = new URL(link.href).pathname.replace(/_sources\/.*/, ""); // two books on one host keep apart
  const [START, END] = [`caj-work|${place}|`, `|${page}`];
  const KEY = `${START}${edition}${END}`;
  const NOT_KEPT = "This browser does not keep what you write: its store is full or closed to this page. Download the notebook with your answers before you leave.";
  const said = Object.assign(document.createElement("p"), { className: "caj-kept" });
  said.setAttribute("role", "status");
  const listeners = new Set();
  let kept = true;
  let notebook; // fetched at the first change, so that the download needs no network later

  function read(key = KEY) {
    try {
      return JSON.parse(localStorage.getItem(key))?.cells ?? {};
    } catch {
      return {};
    }
  }

  const work = bring();

  /* What was written on an earlier edition of this page comes along, cell by cell; what has no cell here stays where it is. */
  function bring() {
    const here = read();
    try {
      const others = Object.keys(localStorage).filter((key) => key.startsWith(START) && key.endsWith(END) && key !== KEY);
      const last = others.map((key) => [JSON.parse(localStorage.getItem(key)).saved, key]).sort().at(-1)?.[1];
      if (!last || Object.keys(here).length) return here;
      const known = new Set([...ids, ...[...document.querySelectorAll(".caj-field")].map((field) => field.dataset.cell)]);
      const all = Object.entries(read(last));
      const cells = Object.fromEntries(all.filter(([id]) => known.has(id)));
      localStorage.setItem(KEY, JSON.stringify({ saved: new Date().toISOString(), cells }));
      if (Object.keys(cells).length === all.length) localStorage.removeItem(last);
      said.textContent = "What you wrote on an earlier edition of this page was brought along.";
      return cells;
    } catch {
      return here;
    }
  }

  /* Another window may have written other cells of this page: only the given one is changed. */
  function set(id, text) {
    if (text === null) delete work[id];
    else work[id] = text;
    notebook ??= fetch(link.href).then((answer) => answer.ok ? answer.json() : Promise.reject()).catch(() => (notebook = undefined));
    try {
      const cells = kept ? read() : { ...work };
      if (text === null) delete cells[id];
      else cells[id] = text;
      if (Object.keys(cells).length) localStorage.setItem(KEY, JSON.stringify({ saved: new Date().toISOString(), cells }));
      else localStorage.removeItem(KEY);
      kept = true;
    } catch {
      kept = false;
    }
    tell();
  }

  function tell() {
    const any = Object.keys(work).length > 0;
    said.textContent = !kept ? NOT_KEPT : any ? "What you write on this page is kept in this browser." : "";
    mine.hidden = !any;
    for (const listen of listeners) listen();
  }

  addEventListener("beforeunload", (event) => {
    if (!kept && Object.keys(work).length) event.preventDefault();
  });

  addEventListener("storage", ({ key }) => {
    if (key !== KEY && key !== null) return;
    for (const id of Object.keys(work)) delete work[id];
    Object.assign(work, read());
    tell();
  });

  const words = (text) => (window.Intl?.Segmenter ? [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)].filter((part) => part.isWordLike).length : text.split(/\s+/).filter(Boolean).length);

  function field(box) {
    const id = box.dataset.cell;
    const area = Object.assign(document.createElement("textarea"), { className: "caj-answer", rows: 6, value: work[id] ?? "", placeholder: box.textContent.trim() });
    const question = box.closest("section")?.querySelector(":is(h1, h2, h3)")?.firstChild?.nextSibling?.textContent ?? box.closest("section")?.querySelector(":is(h1, h2, h3)")?.textContent ?? "";
    area.setAttribute("aria-label", `Your answer to ${question.replace(/#$/, "").trim()}`);
    const note = document.createElement("output");
    const count = () => {
      const number = words(area.value);
      note.textContent = !area.value ? "" : `${number} ${number === 1 ? "word" : "words"}. ${kept ? "Kept in this browser." : NOT_KEPT}`;
    };
    area.addEventListener("input", () => (set(id, area.value.trim() ? area.value : null), count()));
    listeners.add(() => {
      if (document.activeElement !== area && area.value.trim() !== (work[id] ?? "").trim()) area.value = work[id] ?? "";
      count();
    });
    box.replaceChildren(area, note);
    count();
  }

  /* The notebook of this page with what the reader wrote, each in its cell; outputs of changed code are left out, as they are no longer its own. */
  async function filled(given) {
    const answer = given ?? (await (notebook ?? fetch(link.href).then((answer) => answer.json())));
    const book = structuredClone(answer);
    for (const cell of book.cells) {
      const written = work[cell.id];
      if (written !== undefined) cell.source = written.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      const number = ids.indexOf(cell.id) + 1;
      const stale = document.querySelector(`#output-${number}.caj-stale, #cell-${number} .caj-stale`);
      if (cell.cell_type === "code" && (written !== undefined || stale)) Object.assign(cell, { outputs: [], execution_count: null });
    }
    return book;
  }

  async function download() {
    if (window.cajPractice?.handIn) return window.cajPractice.handIn(); // the answers of the cards go along
    try {
      const text = `${JSON.stringify(await filled(), null, 1)}\n`;
      const href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
      Object.assign(document.createElement("a"), { href, download: `${page.split("/").at(-1)}.ipynb` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } catch {
      said.textContent = "The notebook could not be fetched: there seems to be no network. What you wrote stays here; try again later.";
    }
  }

  const mine = Object.assign(document.createElement("button"), { type: "button", className: "caj-mine", textContent: "Download with my answers", hidden: true });
  mine.addEventListener("click", download);
  link.closest("li").append(" ", mine);
  doors.append(said);
  window.cajWork = { get: (id) => work[id], set, ids, filled, listen: (listener) => listeners.add(listener), kept: () => kept, NOT_KEPT };
  const brought = said.textContent;
  document.querySelectorAll(".caj-field").forEach(field);
  tell();
  if (brought) said.textContent = brought;
})();
