/* The page "My work": how far each chapter is, and what is due to be asked again. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined" || !P.data?.pages) return;
  const { pages } = P.data, SITTING = 10;

  /* Ids of what is to be asked again, chapters taking turns. */
  function due(now = Date.now()) {
    const rows = Object.entries(P.all()).filter(([, record]) => record.d <= now).sort(([, a], [, b]) => a.d - b.d);
    const turns = {};
    const turn = ([id]) => (turns[id.split("/")[0]] = (turns[id.split("/")[0]] ?? 0) + 1);
    return rows.map((row) => [turn(row), row[0]]).sort(([a], [b]) => a - b).map(([, id]) => id);
  }

  function draw() {
    for (const row of document.querySelectorAll("tr[data-chapter]")) {
      const { total, answered, first } = P.progress(row.dataset.chapter);
      row.cells[1].textContent = P.words.of(answered, total);
      row.cells[2].textContent = String(first);
    }
    const now = due().filter((id) => pages[id]);
    document.querySelector(".ask-due").replaceChildren(
      P.make("p", {}, P.words.due(now.length)),
      P.make("ol", {}, ...now.slice(0, SITTING).map((id) => P.make("li", {}, P.make("a", { href: `../${pages[id][0]}.html#ask-${id.split("/")[1]}` }, pages[id][1])))),
    );
  }

  draw();
  document.addEventListener("caj:answer", draw);
  document.addEventListener("caj:elsewhere", draw);
})();
