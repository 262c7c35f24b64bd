const PAUSE = 50; // milliseconds; a loop that prints thousands of lines must not lay out the page for each

/* Draw the results of a cell as the page draws stored ones, soon after they come; figures keep their numbers. */
export function drawing(cell, doors, drawn) {
  cell.output ??= cell.box.appendChild(element("div", "cell_output docutils container"));
  cell.printed ??= [...cell.output.childNodes];
  const numbers = cell.printed.filter((node) => node.querySelector).flatMap((node) => [...node.querySelectorAll(".caption-number")]);
  const context = { numbers, doors, cell };
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
  table: tableCard,
  chart,
};

const SHOWN = 2; // sources that the line under a figure names before its fold

function chart(result, context) {
  const drawing = element("div", "caj-drawing", result.alt);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", result.alt);
  const spec = element("script", "caj-spec");
  spec.type = "application/json";
  spec.textContent = JSON.stringify(result.spec);
  const data = element("details", "caj-data", element("summary", "", spoken("figure.data")), element("div", "drawer", table(result.data)));
  const card = element("figure", "fig wide caj-chart");
  if (!result.caption) return card.append(drawing, spec, element("div", "foot", element("div", "acts", data, download(result)))), card;
  card.append(element("figcaption", "", ...head(result)), drawing, spec, foot(result, context, [data, ...code(context), download(result)]));
  return card;
}

function tableCard(result, context) {
  const scroll = element("div", "scroll", table(result.data));
  Object.assign(scroll, { tabIndex: 0, ariaLabel: result.caption });
  scroll.setAttribute("role", "region");
  return element("div", "tab wide caj-table", ...head(result), scroll, foot(result, context, [...code(context), download(result)]));
}

/* The finding as title, as the build sets it, and unit and scope below. */
function head({ caption, subtitle }) {
  const alone = caption.endsWith(".") && !/(etc\.|\.\.)$/.test(caption) && !caption.includes(". ");
  const title = element("p", "head", element("span", "caption-text", alone ? caption.slice(0, -1) : caption));
  return subtitle ? [title, element("p", "sub", subtitle)] : [title];
}

function foot(result, context, actions) {
  const number = context.numbers.shift()?.textContent;
  const source = element("div", "src", ...(number ? [element("span", "no caption-number", number), " "] : []), credit(result, context));
  return element("div", "foot", source, element("div", "acts", ...actions));
}

/* The way to the code that stands folded below the card. */
function code({ cell }) {
  const fold = cell.box.closest("details.of-card");
  if (!fold) return [];
  return [Object.assign(element("a", "to-code", spoken("code")), { href: `#${fold.querySelector("div.cell").id}` })];
}

function credit({ credit, more }, { doors }) {
  const links = credit.map(([id, short]) => {
    const here = document.getElementById(`source-${id}`);
    const href = (here ? "" : doors.dataset.python.replace(/_static\/.*/, "guides/references.html")) + `#source-${id}`;
    return Object.assign(element("a", "reference external", short), { href });
  });
  const joined = (some) => some.flatMap((link) => ["; ", link]).slice(1);
  const line = element("div", "caj-source", element("span", "", spoken("figure.source"), " ", ...joined(links.slice(0, SHOWN))));
  const rest = links.slice(SHOWN);
  const count = rest.length + Number(more.match(/\d+/)?.[0] ?? 0);
  if (rest.length) line.append(element("details", "more", element("summary", "", spoken("figure.more", { count })), element("span", "", "; ", ...joined(rest), more)));
  return line;
}

function table({ columns, numeric, rows }) {
  const row = (tag) => (cells) =>
    element("tr", "", ...cells.map((text, i) => element(tag, (tag === "th" ? "head " : "") + (numeric[i] ? "caj-number" : ""), element("p", "", text))));
  const body = element("table", "caj-cells table", element("thead", "", row("th")(columns)), element("tbody", "", ...rows.map(row("td"))));
  for (const cell of body.querySelectorAll("th")) cell.scope = "col";
  return body;
}

function download({ data, caption }) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = [data.columns, ...data.rows].map((row) => row.map(quoted).join(",") + "\n").join("");
  const words = caption.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? ["chart"];
  const name = words.slice(0, 7).join("-").slice(0, 80);
  const link = element("a", "reference download", spoken("figure.download"), element("span", "vh", " (CSV)"));
  return Object.assign(link, { href: `data:text/csv;charset=utf-8,${encodeURIComponent(csv.toWellFormed?.() ?? csv)}`, download: `${name}.csv` });
}

const block = (kind, text) => element("div", `${kind} highlight-myst-ansi notranslate`, element("div", "highlight", element("pre", "", text)));

/* A word of the interface, in the reader's language, that stays in it when the reader takes another. */
function spoken(key, values = {}) {
  const word = element("span", "", bookWord(key, values));
  Object.assign(word.dataset, { w: key }, values);
  return word;
}

function element(tag, kind, ...children) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...children);
  return made;
}
