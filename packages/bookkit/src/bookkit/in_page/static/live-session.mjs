/* What the buttons do: cells in order, one Python in a worker, and its answers in place of what is printed. */
const query = new URL(import.meta.url).search;
const [{ drawing }, { editor, place }, { basis, dependents, mark: markStale, packagesOf }] = await Promise.all(
  ["results", "editor", "stale"].map((part) => import(`./live-${part}.mjs${query}`)),
);
const MEGA = 1e6;
const STEPS = 4; // of the start: fetch, interpreter, packages, tables

/* A script as an address inside the page, so that a fresh start needs no network. */
async function kept(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname.split("/").at(-1)} is not there`);
  return URL.createObjectURL(new Blob([await answer.text()], { type: "text/javascript" }));
}

export async function open({ cells, doors, folder }) {
  const program = await kept(new URL(`live-worker.mjs${query}`, folder));
  const work = window.cajWork;
  let worker = null;
  let ready = null;
  let waiting = null; // what hears of the cell that runs: { result, done }
  let running = null; // the cell that runs, or "Python" while that is fetched
  let say = () => {};
  let starter; // where the start of Python is told
  const answered = new Set(); // where a press while busy was answered

  const textOf = (cell) => (cell.editor ? cell.editor.value : cell.source);
  const stale = () => markStale(cells, textOf);
  for (const [index, cell] of cells.entries()) Object.assign(cell, { runs: 0, made: { texts: cells.slice(0, index + 1).map(({ source }) => source), runs: Array(index + 1).fill(0) } });

  function start() {
    worker = new Worker(program, { type: "module" });
    const mine = worker;
    ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (mine !== worker) return;
        if (data.is === "progress") fetched(data);
        else if (data.is === "starting") starting(data);
        else if (data.is === "ready") resolve();
        else if (data.is === "failed") reject(new Error(data.why));
        else if (data.is === "result") waiting?.result(JSON.parse(data.result));
        else waiting?.done(data);
      };
      worker.onerror = (event) => {
        event.preventDefault(); // it is told below the cell
        const why = event.message || "the worker did not start";
        reject(new Error(why));
        waiting?.done({ is: "broken", why });
      };
    });
    ready.then(() => window.cajFigures?.load()).catch(() => {}); // charts too can be drawn when the network is cut
    worker.postMessage({ python: new URL(doors.dataset.python, document.baseURI).href, packages: doors.dataset.packages.split(" ") });
  }

  function fetched({ done, total }) {
    const bar = document.createElement("progress");
    Object.assign(bar, { max: total, value: done });
    bar.setAttribute("aria-label", "Python fetched");
    say(`Starting Python, step 1 of ${STEPS}: ${(done / MEGA).toFixed(1)} of ${(total / MEGA).toFixed(1)} MB fetched. `, bar);
  }

  /* The other steps show how long they take, for their end cannot be foreseen. */
  function starting({ step, what }) {
    const seconds = document.createElement("span");
    seconds.setAttribute("aria-hidden", "true"); // nobody wants to hear each of them
    const began = performance.now();
    const tick = () => (seconds.textContent = `${Math.floor((performance.now() - began) / 1000)} s`);
    const clock = setInterval(() => (seconds.isConnected ? tick() : clearInterval(clock)), 1000);
    tick();
    say(`Starting Python, step ${step} of ${STEPS}: ${what}. `, seconds);
  }

  const ask = (cell, code, result) =>
    new Promise((done) => {
      waiting = { result, done };
      worker.postMessage({ code, number: cell.number });
    });

  function mark(now) {
    running = now;
    if (!now) hush();
    for (const cell of cells) {
      if (!now && document.activeElement === cell.buttons.stop) cell.buttons.run.focus();
      cell.buttons.stop.hidden = !now;
      cell.buttons.run.setAttribute("aria-disabled", Boolean(now));
      cell.buttons.reset.hidden = !(cell.editor || cell.changed);
    }
  }

  const linkTo = (cell, text) => Object.assign(document.createElement("a"), { href: `#${cell.box.id}`, textContent: text });

  function busy(said) {
    answered.add(said);
    if (running !== "Python") return said.replaceChildren(`Busy: cell ${running.number} still runs. Wait, or press Stop. `, linkTo(running, `Go to cell ${running.number}`));
    const words = Object.assign(document.createElement("span"), { className: "caj-busy", textContent: "Busy: Python is still being fetched or started; what you pressed first runs then." });
    if (said !== starter) said.replaceChildren(words);
    else if (!said.querySelector(".caj-busy")) said.append(" ", words); // the start goes on before it
  }

  /* What was said to a press while busy is no longer so. */
  function hush() {
    for (const said of answered) if (said.textContent.startsWith("Busy")) said.textContent = "";
    answered.clear();
  }

  /* Until Python has started, what stands below a cell is of before: it is dimmed, and a line says so. */
  function awaits(cell, waits) {
    cell.output?.classList.toggle("caj-running", waits);
    if (!waits || !cell.output?.childNodes.length) return cell.awaited?.remove();
    cell.awaited ??= Object.assign(document.createElement("p"), { className: "caj-stale-note", textContent: "Below stands what was there before; it changes when Python has started." });
    cell.output.before(cell.awaited);
  }

  /* Run cells up to `last`: those before it only if they have not run as they stand now. */
  async function runTo(last, said) {
    if (running) return busy(said);
    for (const cell of cells) cell.said.textContent = "";
    starter = said;
    say = (...parts) => said.replaceChildren(...parts, ...[...said.querySelectorAll(".caj-busy")].flatMap((words) => [" ", words]));
    mark("Python");
    awaits(cells[last], true);
    try {
      say("Starting Python.");
      if (!worker) start();
      await ready;
      awaits(cells[last], false);
      for (const child of said.querySelectorAll(".caj-busy")) child.remove();
      hush();
      for (const cost of document.querySelectorAll(".caj-cost")) cost.remove(); // paid
    } catch (error) {
      return fail(error, said);
    }
    const began = performance.now();
    for (let i = 0; i <= last; i++) {
      const cell = cells[i];
      if (i < last && cell.ran === textOf(cell)) continue;
      say(`Running cell ${cell.number}${i < last ? ` of ${cells[last].number}` : ""}.`);
      mark(cell);
      if (!(await runCell(cell, i))) return;
      if (cell.failed) {
        const away = i < last ? ["; the cells after it did not run. ", linkTo(cell, `Go to cell ${cell.number}`)] : ["."];
        say(`Cell ${cell.number} stopped with an error`, ...away);
        say = () => {}; // a Python that starts afresh has nothing to say over it
        return mark(null);
      }
    }
    say(`Done in ${((performance.now() - began) / 1000).toFixed(1)} seconds.`);
    mark(null);
  }

  /* Run one cell and draw what it shows; false when it was stopped. */
  async function runCell(cell, index) {
    const mine = worker;
    const code = textOf(cell);
    later(index, code);
    cell.runs += 1;
    cell.made = basis(cells, index, textOf);
    cell.ran = undefined;
    cell.failed = false;
    stale();
    cell.drawing = drawing(cell, doors, stale);
    cell.output.classList.add("caj-running");
    const answer = await ask(cell, code, (result) => {
      cell.failed ||= result.kind === "error";
      cell.drawing.add(result);
    });
    if (mine !== worker) return false;
    cell.output.classList.remove("caj-running");
    if (answer.is === "broken") afresh(cell, answer.why);
    cell.drawing.end();
    if (!cell.failed) cell.ran = code;
    stale();
    return true;
  }

  /* Cells below that must run again before anything is built on them: all after a change, else those that use its names. */
  function later(index, code) {
    const packages = packagesOf(cells.map((cell) => cell.source));
    const changed = cells[index].last !== undefined && cells[index].last !== code;
    const reached = changed ? undefined : dependents(cells.map(textOf), index, [code], packages);
    cells.forEach((cell, other) => other > index && (!reached || reached.has(other)) && (cell.ran = undefined));
    cells[index].last = code;
  }

  /* Code has broken Python itself: say so, and start another. */
  function afresh(cell, why) {
    cell.drawing.add({ kind: "error", text: `Python broke down in this cell (${why}).\n→ Something goes too deep or grows too large. Python starts afresh: the next Run also runs the cells before it.` });
    cell.failed = true;
    restart();
  }

  function restart() {
    worker?.terminate();
    for (const cell of cells) cell.ran = cell.last = undefined;
    start();
  }

  function fail(error, said) {
    for (const cell of cells) awaits(cell, false);
    worker?.terminate();
    worker = null;
    const network = navigator.onLine ? "" : "There is no network, and Python was not fetched whole before. ";
    say(`Python could not start in this page: ${error.message}. ${network}`);
    const closed = doors.querySelector(".caj-closed");
    doors.open = true;
    closed.textContent = `Python could not start in this page: ${error.message}. ${network}Try again, or take the next way.`;
    const next = doors.querySelector("li a").textContent;
    said.append(Object.assign(document.createElement("a"), { href: "#ways-to-run", textContent: `Next way: ${next}` }));
    mark(null);
  }

  function stop() {
    if (!running) return;
    const cell = running;
    for (const one of cells) if (one.awaited) awaits(one, false);
    restart();
    if (cell.drawing) {
      cell.output.classList.remove("caj-running");
      cell.drawing.add({ kind: "printed", text: "\n… Stopped here." });
      cell.drawing.end();
    }
    waiting?.done({ is: "stopped" });
    mark(null);
    say("Stopped. Python starts afresh: the next Run also runs the cells before it.");
    say = () => {};
  }

  function edit(index, position) {
    write(index, textOf(cells[index]));
    place(cells[index].editor, typeof position === "number" ? position : undefined);
  }

  /* Put an editor with this text in place of the printed code. */
  function write(index, text) {
    const cell = cells[index];
    if (cell.editor) return;
    cell.input.closest("details")?.setAttribute("open", "");
    cell.editor = editor(text, `Code of cell ${cell.number}. Shift and Enter runs it; Escape leaves it.`, {
      changed: () => changed(cell),
      run: () => runTo(index, cell.said),
      leave: () => cell.buttons.run.focus(),
    });
    cell.pre.replaceWith(cell.editor);
    cell.buttons.reset.hidden = false;
    stale();
  }

  function changed(cell) {
    const text = textOf(cell);
    work?.set(cell.id, text === cell.source ? null : text);
    if (work && !work.kept()) cell.said.textContent = work.NOT_KEPT;
    stale();
  }

  function reset(index) {
    const cell = cells[index];
    const thrown = textOf(cell);
    cell.editor?.replaceWith(cell.pre);
    cell.editor = undefined;
    if (cell.changed) cell.output.replaceChildren(...cell.printed);
    Object.assign(cell, { changed: false, ran: undefined });
    cell.made = { texts: [...cell.made.texts.slice(0, -1), cell.source], runs: cell.made.runs };
    changed(cell);
    cell.buttons.reset.hidden = true;
    cell.said.textContent = "As printed. ";
    cell.buttons.run.focus();
    if (thrown === cell.source) return;
    const back = Object.assign(document.createElement("button"), { type: "button", textContent: "Bring my code back" });
    back.addEventListener("click", () => {
      write(index, thrown);
      changed(cell);
      cell.said.textContent = "";
      cell.editor.focus();
    });
    cell.said.append(back);
  }

  /* What was written before, here or in another window, comes into its cell. */
  function restore() {
    for (const [index, cell] of cells.entries()) {
      const text = work?.get(cell.id);
      if (text === undefined && !cell.editor) continue;
      if (cell.editor && (document.activeElement === cell.editor || cell.editor.value === (text ?? cell.source))) continue;
      if (cell.editor) cell.editor.value = text ?? cell.source;
      else write(index, text);
    }
    stale();
  }

  restore();
  work?.listen(restore);
  return {
    run: (index, said) => runTo(index, said),
    all: (_, said) => runTo(cells.length - 1, said),
    edit,
    stop,
    reset,
  };
}
