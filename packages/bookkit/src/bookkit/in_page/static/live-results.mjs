const PAUSE = 50; // milliseconds; a loop that prints thousands of lines must not lay out the page for each

/* Draw the results of a cell as the page draws stored ones, soon after they come; figures keep their numbers. */
export function drawing(cell, doors, drawn) {
  cell.output ??= cell.box.querySelector(".cell_output") ?? cell.box.appendChild(element("div", "cell_output docutils container"));
  cell.printed ??= [...cell.output.childNodes];
  const numbers = cell.printed.filter((node) => node.querySelector).flatMap((node) => [...node.querySelectorAll(".caption-number")]);
  const context = { numbers, doors };
  let begun = false;
  let last; // the piece of printed text that grows
  let held = []; // what has come and is not drawn yet
  let timer;

  /* What is printed in the page stays until there is something to put in its place. */
  function begin() {
    if (begun) return;
    begun = cell.changed = true;
    cell.output.style.minHeight = `${cell.output.offsetHeight}px`; // so that the page stands still while charts are drawn
    cell.output.replaceChildren();
  }

  function add(result) {
    if (result.kind === "printed" && held.at(-1)?.kind === "printed") held.at(-1).text += result.text;
    else held.push({ ...result });
    timer ??= setTimeout(drawHeld, PAUSE);
  }

  function drawHeld() {
    clearTimeout(timer);
    timer = undefined;
    for (const result of held) draw(result);
    held = [];
    drawn();
  }

  function draw(result) {
    begin();
    if (result.kind === "printed" && last) return grow(last, result.text);
    let node;
    try {
      node = KINDS[result.kind](result, context);
    } catch (error) {
      node = KINDS.error({ text: `The page could not draw this: ${error.message}` });
    }
    cell.output.append(node);
    last = result.kind === "printed" ? node : undefined;
  }

  function end() {
    drawHeld();
    if (cell.output.childNodes.length) begin(); // what an earlier run said goes, if this one says nothing
    const figures = [...cell.output.querySelectorAll("figure.caj-chart")];
    Promise.all(figures.map((figure) => window.cajFigures?.enliven(figure))).then(() => (cell.output.style.minHeight = ""));
  }

  return { add, end };
}

/* Printed text follows its end, unless the reader has scrolled up in it. */
function grow(node, text) {
  const pre = node.querySelector("pre");
  const follows = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 40;
  pre.append(text);
  if (follows) pre.scrollTop = pre.scrollHeight;
}

const KINDS = {
  printed: ({ text }) => block("output stream", text),
  value: ({ text }) => block("output text_plain", text),
  error: ({ text }) => block("output caj-error", text),
  html: ({ html }) => Object.assign(element("div", "output text_html"), { innerHTML: html }),
  table: (result, context) => element("div", "caj-table docutils container", table(result.data, caption("caption", result, context)), credit(result, context)),
  chart,
};

function chart(result, context) {
  const drawing = element("div", "caj-drawing", result.alt);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", result.alt);
  const spec = element("script", "caj-spec");
  spec.type = "application/json";
  spec.textContent = JSON.stringify(result.spec);
  const words = element("figcaption", "");
  if (result.caption) words.append(caption("p", result, context), element("div", "legend", credit(result, context)));
  const data = element("details", "caj-data", element("summary", "", "Data of this figure"), table(result.data), element("p", "", download(result)));
  return element("figure", "caj-chart", drawing, spec, words, data);
}

function caption(tag, result, context) {
  const number = context.numbers.shift();
  return element(tag, "", ...(number ? [element("span", "caption-number", number.textContent)] : []), element("span", "caption-text", result.caption));
}

function credit({ credit, more }, { doors }) {
  const line = element("p", "caj-source", "Source: ");
  credit.forEach(([id, short], index) => {
    const link = element("a", "reference external", short);
    const here = document.getElementById(`source-${id}`);
    link.href = (here ? "" : doors.dataset.python.replace(/_static\/.*/, "guides/references.html")) + `#source-${id}`;
    line.append(index ? "; " : "", link);
  });
  line.append(more);
  return line;
}

function table({ columns, numeric, rows }, title) {
  const row = (tag) => (cells) =>
    element("tr", "", ...cells.map((text, i) => element(tag, (tag === "th" ? "head " : "") + (numeric[i] ? "caj-number" : ""), element("p", "", text))));
  const body = element("table", "caj-cells table", element("thead", "", row("th")(columns)), element("tbody", "", ...rows.map(row("td"))));
  for (const cell of body.querySelectorAll("th")) cell.scope = "col";
  if (title) body.prepend(title);
  return element("div", "pst-scrollable-table-container", body);
}

function download({ data, caption }) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = [data.columns, ...data.rows].map((row) => row.map(quoted).join(",") + "\n").join("");
  const words = caption.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? ["chart"];
  const name = words.slice(0, 7).join("-").slice(0, 80);
  const link = element("a", "reference download", "Download as CSV");
  return Object.assign(link, { href: `data:text/csv;charset=utf-8,${encodeURIComponent(csv.toWellFormed?.() ?? csv)}`, download: `${name}.csv` });
}

const block = (kind, text) => element("div", `${kind} highlight-myst-ansi notranslate`, element("div", "highlight", element("pre", "", text)));

function element(tag, kind, ...children) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...children);
  return made;
}
