/* The editor of a cell: a textarea that indents as an editor of code does, with one history for undo and redo. */
const INDENT = "    ";

export function editor(text, label, { changed, run, leave }) {
  const area = document.createElement("textarea");
  Object.assign(area, { className: "caj-editor", value: text, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off" });
  area.setAttribute("autocorrect", "off");
  area.setAttribute("aria-label", label);
  const fit = () => (area.rows = area.value.split("\n").length);
  fit();
  area.addEventListener("input", () => (fit(), changed(area.value)));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work: its keys are its own
    const key = KEYS[event.key];
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) run();
    else if (!key || event.ctrlKey || event.metaKey || event.altKey || !key(area, event)) return;
    event.preventDefault();
  });
  return area;
}

/* Put the caret where a reader has something to write: on the three dots, else at the end. */
export function place(area, position) {
  area.focus();
  const dots = area.value.match(/(?<![.\w])\.\.\.(?![.\w])/)?.index;
  if (position !== undefined) area.setSelectionRange(position, position);
  else if (dots !== undefined) area.setSelectionRange(dots, dots + 3);
  else area.setSelectionRange(area.value.length, area.value.length);
}

/* Type text in place of what is selected, so that undo takes it back. */
function type(area, text) {
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (done) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

const before = (area) => area.value.slice(0, area.selectionStart).split("\n").at(-1);

const KEYS = {
  Enter(area) {
    const line = before(area);
    const code = line.replace(/#.*$/, "").trimEnd();
    let indent = line.match(/^[ \t]*/)[0];
    if (/[:([{]$/.test(code)) indent += INDENT;
    else if (/^\s*(return|pass|break|continue|raise)\b/.test(code)) indent = indent.replace(/( {1,4}|\t)$/, "");
    type(area, `\n${indent}`);
    return true;
  },

  Tab(area, { shiftKey }) {
    const { value, selectionStart: from, selectionEnd: to } = area;
    if (from === to && !shiftKey) {
      type(area, " ".repeat(4 - (before(area).length % 4)));
      return true;
    }
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const last = to > from && value[to - 1] === "\n" ? to - 1 : to;
    const end = value.indexOf("\n", last) < 0 ? value.length : value.indexOf("\n", last);
    const lines = value.slice(start, end).split("\n");
    const moved = lines.map((line) => (shiftKey ? line.replace(/^( {1,4}|\t)/, "") : line && INDENT + line));
    if (moved.join("\n") === lines.join("\n")) return true;
    area.setSelectionRange(start, end);
    type(area, moved.join("\n"));
    const first = moved[0].length - lines[0].length;
    if (from === to) area.setSelectionRange(Math.max(start, from + first), Math.max(start, from + first));
    else area.setSelectionRange(start, start + moved.join("\n").length);
    return true;
  },

  Backspace(area) {
    const line = before(area);
    if (area.selectionStart !== area.selectionEnd || !/^ +$/.test(line)) return false;
    area.setSelectionRange(area.selectionStart - (line.length % 4 || 4), area.selectionStart);
    type(area, "");
    return true;
  },
};
