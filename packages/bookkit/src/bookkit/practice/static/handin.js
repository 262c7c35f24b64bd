/* The student's notebook with the answers of the cards in place: cells, ids, metadata and order stay. Works in Node too. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const STUB = /^([A-Za-z_]\w*\s*=\s*)\.\.\./m;

  /* An answer as Python writes it: what was understood, else the text as it was typed. */
  function literal(question, answer) {
    const { status, value } = P.judge(question, answer);
    const right = status === "correct" ? question.shown : undefined;
    const text = (item) => (typeof item === "number" ? String(item) : JSON.stringify(item));
    if (value === undefined) return JSON.stringify(Array.isArray(answer) ? answer.join(", ") : answer);
    if (["order", "match"].includes(question.kind)) return `[${value.map(text).join(", ")}]`;
    if (Array.isArray(value)) return value.length ? `{${(right ?? value).map(text).join(", ")}}` : "set()";
    return text(typeof value === "number" ? value : (right ?? value));
  }

  /* {notebook, count, own}: a copy with every answer in its cell; where a reader has written code, that stays, and `own` names it. */
  function filled(given, questions, answerTo, codeOf = () => undefined) {
    const notebook = structuredClone(given);
    const cells = Object.fromEntries(notebook.cells.map((cell) => [cell.id, cell]));
    const own = [];
    let count = 0;
    for (const question of questions) {
      const cell = cells[question.name], answer = answerTo(question);
      if (!cell || P.blank(answer)) continue;
      count++;
      if (codeOf(cell.id) !== undefined) {
        own.push(question.title);
        continue;
      }
      const source = [].concat(cell.source).join("").replace(STUB, (_, name) => name + literal(question, answer));
      Object.assign(cell, { source: source.match(/[^\n]*\n|[^\n]+$/g) ?? [], outputs: [], execution_count: null });
    }
    return { notebook, count, own };
  }

  Object.assign(P, { literal, filled });
})();
