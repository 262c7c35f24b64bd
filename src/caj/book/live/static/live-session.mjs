/* What the buttons do: cells in order, one Python in a worker, and its answers in place of what is printed. */
const query = new URL(import.meta.url).search;
const { draw } = await import(`./live-results.mjs${query}`);

const MEGA = 1e6;

/* A script as an address inside the page, so that a fresh start needs no network. */
async function kept(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname.split("/").at(-1)} is not there`);
  return URL.createObjectURL(new Blob([await answer.text()], { type: "text/javascript" }));
}

export async function open({ cells, doors, folder }) {
  const program = await kept(new URL(`live-worker.mjs${query}`, folder));
  let worker = null;
  let ready = null;
  let waiting = null;
  let busy = false;
  let say = () => {};

  function start() {
    worker = new Worker(program, { type: "module" });
    const mine = worker;
    ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (mine !== worker) return;
        if (data.is === "progress") say(`Fetching Python: ${(data.done / MEGA).toFixed(0)} of ${(data.total / MEGA).toFixed(0)} MB.`);
        else if (data.is === "starting") say("Starting Python.");
        else if (data.is === "ready") resolve();
        else if (data.is === "failed") reject(new Error(data.why));
        else if (data.is === "results") waiting?.(data);
      };
      worker.onerror = (event) => reject(new Error(event.message || "the worker did not start"));
    });
    ready.then(() => window.cajFigures?.load()).catch(() => {}); // charts too can be drawn when the network is cut
    worker.postMessage({ python: new URL(doors.dataset.python, document.baseURI).href, packages: doors.dataset.packages.split(" ") });
  }

  const ask = (cell) =>
    new Promise((resolve) => {
      waiting = resolve;
      worker.postMessage({ code: textOf(cell), number: cell.number });
    });

  const textOf = (cell) => (cell.editor ? cell.editor.value : cell.source);

  function mark(now) {
    busy = now;
    for (const cell of cells) {
      if (!now && document.activeElement === cell.buttons.stop) cell.buttons.run.focus();
      cell.buttons.stop.hidden = !now;
      for (const name of ["run", "all"]) cell.buttons[name].setAttribute("aria-disabled", now);
      cell.buttons.reset.hidden = !(cell.editor || cell.changed);
    }
  }

  /* Run cells up to `last`: those before it only if they have not run as they stand now. */
  async function runTo(last, from, said) {
    if (busy) return;
    for (const cell of cells) cell.said.textContent = "";
    say = (text) => (said.textContent = text);
    mark(true);
    try {
      if (!worker) start();
      say("Starting Python.");
      await ready;
      for (const cost of document.querySelectorAll(".caj-cost")) cost.remove();
    } catch (error) {
      return fail(error, said);
    }
    const mine = worker;
    const began = performance.now();
    for (let i = from; i <= last; i++) {
      const cell = cells[i];
      if (i < last && cell.ran === textOf(cell)) continue;
      say(`Running cell ${cell.number}${i < last ? ` of ${cells[last].number}` : ""}.`);
      cell.box.classList.add("caj-running");
      const asked = textOf(cell);
      const answer = await ask(cell);
      cell.box.classList.remove("caj-running");
      if (mine !== worker) return;
      if (cell.ran !== asked) cells.slice(i).forEach((later) => (later.ran = undefined));
      draw(cell, answer.results, doors);
      if (answer.results.at(-1)?.kind === "error") {
        say(`Cell ${cell.number} stopped with an error` + (i < last ? "; the cells after it did not run." : "."));
        return mark(false);
      }
      cell.ran = asked;
    }
    say(`Done in ${((performance.now() - began) / 1000).toFixed(1)} seconds.`);
    mark(false);
  }

  function fail(error, said) {
    worker?.terminate();
    worker = null;
    say(`Python could not start in this page: ${error.message}. `);
    const closed = doors.querySelector(".caj-closed");
    closed.textContent = `Python could not start in this page: ${error.message}. Try again, or take the next way.`;
    const next = doors.querySelector("li a").textContent;
    said.append(Object.assign(document.createElement("a"), { href: "#ways-to-run", textContent: `Next way: ${next}` }));
    mark(false);
  }

  function stop() {
    if (!busy) return;
    worker?.terminate();
    waiting?.({ results: [] });
    for (const cell of cells) cell.ran = undefined;
    start();
    mark(false);
    say("Stopped. Python starts afresh: the next Run also runs the cells before it.");
    say = () => {};
  }

  function edit(index) {
    const cell = cells[index];
    const details = cell.input.closest("details");
    if (details) details.open = true;
    if (!cell.editor) {
      cell.editor = document.createElement("textarea");
      Object.assign(cell.editor, { className: "caj-editor", value: cell.source, spellcheck: false, rows: cell.source.split("\n").length });
      cell.editor.setAttribute("aria-label", `Code of cell ${cell.number}. Shift and Enter runs it.`);
      cell.editor.addEventListener("input", () => (cell.editor.rows = cell.editor.value.split("\n").length));
      cell.editor.addEventListener("keydown", (event) => typed(event, index));
      cell.pre.replaceWith(cell.editor);
      cell.buttons.reset.hidden = false;
    }
    cell.editor.focus();
  }

  function typed(event, index) {
    const cell = cells[index];
    if (event.key === "Escape") cell.buttons.run.focus();
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.shiftKey || event.ctrlKey) return runTo(index, 0, cell.said);
    const line = cell.editor.value.slice(0, cell.editor.selectionStart).split("\n").at(-1);
    const indent = line.match(/^ */)[0] + (line.trimEnd().endsWith(":") ? "    " : "");
    cell.editor.setRangeText(`\n${indent}`, cell.editor.selectionStart, cell.editor.selectionEnd, "end");
    cell.editor.dispatchEvent(new Event("input"));
  }

  function reset(index) {
    const cell = cells[index];
    cell.editor?.replaceWith(cell.pre);
    cell.editor = undefined;
    if (cell.changed) cell.output.replaceChildren(...cell.printed);
    cell.changed = false;
    cell.ran = undefined;
    cell.buttons.reset.hidden = true;
    cell.said.textContent = "As printed.";
    cell.buttons.run.focus();
  }

  return {
    run: (index, said) => runTo(index, 0, said),
    all: (_, said) => runTo(cells.length - 1, 0, said),
    edit,
    stop,
    reset,
  };
}
