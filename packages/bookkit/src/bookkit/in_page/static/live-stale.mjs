/* Which answers are out of date: those of a cell that uses a name which an earlier cell, changed or run again since, may have set. */
const STRINGS = /#[^\n]*|(?<![\p{L}\p{N}_])(?:[rbu]{0,2})(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/giu; // not f"…", which holds names
const NAMES = /(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*/gu;
const SEES_ALL = /\b(?:exec|eval|globals|locals|vars|setattr)\s*\(|import\s+\*/;
const COMMON = new Set(
  ("and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield " +
    "False None True abs all any bool dict display enumerate filter float int isinstance len list map max min open print range repr reversed round set sorted str sum tuple type zip").split(" "),
);

/* Names of a cell that may carry something from one cell to another; those of the language and of packages do not. */
export function names(code, packages) {
  const found = new Set(code.replace(STRINGS, " ").match(NAMES));
  for (const name of found) {
    const given = new RegExp(`(?:^|[\\n;,(])\\s*${name}\\s*(?:,[^=\\n]*)?=[^=]|\\bdef\\s+${name}\\b`).test(code);
    if ((COMMON.has(name) || packages.has(name)) && !given) found.delete(name);
  }
  return found;
}

export function packagesOf(codes) {
  const lines = codes.flatMap((code) => code.match(/^\s*(?:import|from) [^\n]*/gm) ?? []);
  return new Set(lines.flatMap((line) => line.match(NAMES) ?? []));
}

/* Positions of the cells after `index` that use, directly or by way of cells between, what that cell may set in any of these texts. */
export function dependents(texts, index, codes, packages) {
  const all = new Set();
  if (codes.some((code) => SEES_ALL.test(code))) return new Set(texts.keys().filter((later) => later > index));
  const carried = new Set(codes.flatMap((code) => [...names(code, packages)]));
  for (let later = index + 1; later < texts.length; later++) {
    const used = names(texts[later], packages);
    if (![...used].some((name) => carried.has(name))) continue;
    all.add(later);
    for (const name of used) carried.add(name);
  }
  return all;
}

/* What stands below a cell is of a run of this reader, or as the book printed it. */
const NOTE = {
  ran: {
    check: "This check is of an earlier answer: run it again.",
    own: "This code has changed since it ran: run it again.",
    other: "Code above has changed since: run this again.",
  },
  printed: {
    check: "Your answer is not checked yet: run this check.",
    own: "You have changed this code: run it to see what it gives. Below stands what the book's code gave.",
    other: "You have changed code above: run this to see what it gives now. Below stands what the book's code gave.",
  },
};

/* Mark every answer whose own code, or code that it depends on, is no longer what it was made from. */
export function mark(cells, textOf) {
  const texts = cells.map(textOf);
  const packages = packagesOf(cells.map((cell) => cell.source));
  const old = cells.map(() => false);
  cells.forEach((cell, index) => {
    const waiting = cells.slice(index + 1).filter((later) => later.made.texts[index] !== texts[index] || later.made.runs[index] !== cell.runs);
    if (!waiting.length) return;
    const codes = [...new Set([texts[index], ...waiting.map((later) => later.made.texts[index])])];
    const reached = dependents(texts, index, codes, packages);
    for (const later of waiting) if (reached.has(later.number - 1)) old[later.number - 1] = true;
  });
  cells.forEach((cell, index) => show(cell, old[index] || cell.made.texts[index] !== texts[index], cell.made.texts[index] !== texts[index]));
}

/* What an answer is made from: the text of its cell and of all before it, and how often those had run. */
export function basis(cells, index, textOf) {
  const before = cells.slice(0, index + 1);
  return { texts: before.map(textOf), runs: before.map((cell) => cell.runs) };
}

function show(cell, stale, own) {
  const { output } = cell;
  const said = output && stale && (output.querySelector(".caj-check") ? "check" : own ? "own" : "other");
  output?.classList.toggle("caj-stale", Boolean(said));
  cell.stale = Boolean(said);
  if (!said) return cell.note?.remove();
  cell.note ??= Object.assign(document.createElement("p"), { className: "caj-stale-note" });
  const words = NOTE[cell.changed ? "ran" : "printed"][said];
  if (cell.note.textContent !== words) cell.note.textContent = words;
  if (cell.note.nextSibling !== output) output.before(cell.note);
}
