/* Buttons of the code cells. Nothing else is loaded before a reader presses one, save for those who have been here. */
(() => {
  const doors = document.querySelector(".caj-doors[data-python]");
  if (!doors || !window.Worker || !window.WebAssembly || location.protocol === "file:") return;
  const folder = new URL(".", document.currentScript.src);
  const { version } = doors.dataset;
  const LABELS = { run: "Run", edit: "Edit", stop: "Stop", reset: "Reset" };
  const PURPOSE = {
    run: (n) => `Run code cell ${n}` + (n > 1 ? " and those before it" : ""),
    edit: (n) => `Edit code cell ${n}`,
    stop: () => "Stop the code that runs",
    reset: (n) => `Reset code cell ${n} to what is printed`,
  };
  const cells = [...document.querySelectorAll("div.cell")].filter((box) => box.querySelector(".cell_input pre")).map(prepare);
  const start = doors.querySelector(".caj-start");
  const said = document.createElement("output");
  let opened;

  function prepare(box, index) {
    const number = index + 1;
    const bar = document.createElement("div");
    bar.className = "caj-bar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Code cell ${number}`);
    bar.append(Object.assign(document.createElement("span"), { className: "caj-which", textContent: `Cell ${number}` }));
    const buttons = {};
    for (const [name, label] of Object.entries(LABELS)) {
      const button = (buttons[name] = document.createElement("button"));
      button.type = "button";
      button.className = `caj-${name}`;
      button.textContent = label;
      button.title = PURPOSE[name](number);
      button.hidden = name === "stop" || name === "reset";
      button.addEventListener("click", () => press(name, index, cells[index].said));
      bar.append(button);
    }
    const said = document.createElement("output");
    bar.append(said);
    const input = box.querySelector(".cell_input");
    input.before(bar);
    const pre = input.querySelector("pre");
    const id = window.cajWork?.ids[index];
    const output = box.querySelector(".cell_output") ?? document.getElementById(box.id.replace("cell", "output")); // apart, below the fold of its code
    pre.addEventListener("click", () => pressed(pre, index));
    return { box, output, input, pre, bar, buttons, said, number, id, source: pre.textContent.replace(/\n$/, "") };
  }

  /* A click on code opens its editor at that place; one that marks text, to copy it, does not. */
  function pressed(pre, index) {
    const selected = getSelection();
    if (!selected.isCollapsed || !pre.contains(selected.anchorNode)) return;
    const range = document.createRange();
    range.setStart(pre, 0);
    range.setEnd(selected.anchorNode, selected.anchorOffset);
    press("edit", index, range.toString().length);
  }

  function session() {
    opened ??= import(new URL(`live-session.mjs?v=${version}`, folder)).then((module) => module.open({ cells, doors, folder, version }));
    return opened;
  }

  async function press(name, index, said) {
    if (!opened && (name === "run" || name === "all")) said.textContent = "Starting Python.";
    try {
      (await session())[name](index, said);
    } catch (error) {
      opened = undefined;
      (said?.nodeType ? said : cells[index].said).textContent = `This page could not load what runs code (${error.message}). Take another way to run it.`;
    }
  }

  doors.querySelector(".caj-closed").textContent = "";
  start.closest("li").append(said);
  start.hidden = false;
  start.addEventListener("click", () => press("all", cells.length - 1, said));
  const written = cells.some((cell) => window.cajWork?.get(cell.id) !== undefined);
  const early = written ? Promise.resolve(true) : (window.caches?.has("caj-python") ?? Promise.resolve(false));
  early.then((wanted) => wanted && session()).catch(() => (opened = undefined)); // what was written, or a first press without a network
})();
