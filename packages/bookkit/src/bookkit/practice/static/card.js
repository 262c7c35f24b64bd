/* The form of one question: native fields, the verdict beside them, and what help was opened. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined") return;
  let serial = 0;

  function make(tag, attributes = {}, ...kids) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    node.append(...kids.filter((kid) => kid != null));
    return node;
  }

  function press(text, action, name = "btn line") {
    const button = make("button", { type: "button", class: name }, text);
    button.addEventListener("click", action);
    return button;
  }

  /* The same order at every visit of one reader, another for the next. */
  function shuffled(items, id) {
    let state = [...(P.seed() + id)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
    const out = [...items];
    for (let last = out.length - 1; last > 0; last--) {
      state = (state * 1103515245 + 12345) >>> 0;
      const other = (state >>> 8) % (last + 1);
      [out[last], out[other]] = [out[other], out[last]];
    }
    return out;
  }

  /* The help names choices by the letters that stand here; a cell has those of the notebook, and that is said. */
  function letters(place, question, rows) {
    const card = place.closest(".ask");
    for (const mark of card.querySelectorAll("[data-letter]")) mark.textContent = rows.find(({ own }) => own === mark.dataset.letter)?.here ?? mark.textContent;
    if (rows.some(({ own, here }) => own !== here)) card.querySelector(".ask-code .drawer")?.prepend(make("p", {}, P.words.letters(rows.map(({ here, own }) => [here, own]))));
  }

  /* Choices: the list that stands in the page, each item with a button or box. {node, get, set} */
  function choices(question, place, list, name) {
    const type = question.as === "choice" ? "radio" : "checkbox";
    const rows = [...list.children].map((item, at) => {
      const words = make("span");
      words.append(...[...item.childNodes].map((part) => part.cloneNode(true)));
      const given = question.ids ? null : words.querySelector("strong");
      const own = question.ids?.[at] ?? given.textContent.trim().toLowerCase();
      const mark = given ?? make("strong");
      if (!given) words.prepend(mark, " ");
      const input = make("input", { type, name, value: own });
      return { row: make("li", {}, make("label", {}, input, words)), input, mark, own };
    });
    const inputs = rows.map(({ input }) => input);
    const mixed = shuffled(rows, question.id);
    mixed.forEach((row, at) => (row.mark.textContent = row.here = String.fromCharCode(97 + at)));
    letters(place, question, mixed);
    const on = () => inputs.filter((input) => input.checked).map((input) => input.value).sort();
    return {
      node: make("fieldset", {}, make("legend", { class: "vh" }, `${question.ask} (${P.words.choose[question.as]})`), make("ul", { class: "opts", role: "list" }, ...mixed.map(({ row }) => row))),
      get: () => (type === "radio" ? (on()[0] ?? "") : on()),
      set: (value) => inputs.forEach((input) => (input.checked = [].concat(value ?? []).includes(input.value))),
    };
  }

  function field(question, name) {
    const input = make("input", { id: name, class: "field", type: "text", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", inputmode: "text", "data-kind": question.kind, "aria-describedby": question.unit ? `${name}-unit` : undefined });
    const label = make("label", { class: "vh", for: name }, `${P.words.yours}, ${P.words.field[question.kind] ?? P.words.field.text}: ${question.ask}`);
    const unit = question.unit ? make("span", { class: "unit", id: `${name}-unit` }, question.unit) : null;
    return { node: make("div", { class: "ask-row" }, label, input, unit), get: () => input.value, set: (value) => (input.value = Array.isArray(value) ? value.join(", ") : (value ?? "")) };
  }

  const MARKS = { correct: "✓", wrong: "✗", unread: "?", stale: "↻", kept: "•" };

  /* Puts the form into its place in the page; the list of choices that stood there becomes the form's. */
  function mount(place, question) {
    const name = `ask-${++serial}`;
    const list = question.as ? place.querySelector("ul") : null;
    const kind = P.kinds[question.kind];
    const control = kind?.control?.(question, place, name) ?? (list ? choices(question, place, list, name) : field(question, name));
    const said = make("p", { class: "say", role: "status" });
    const go = make("button", { type: "submit", class: "btn" }, kind?.go?.() ?? P.words.check);
    const form = make("form", { class: "q-form", novalidate: true, "data-id": question.id }, control.node, said);
    (control.node.matches(".ask-row") ? control.node : form.insertBefore(make("div", { class: "ask-row" }), said)).append(go);
    const plain = () => JSON.stringify(control.get());
    let judged = null, waiting = 0;

    function show(status, text, ...more) {
      if (status) form.dataset.status = status;
      else delete form.dataset.status;
      said.className = `say${status === "correct" ? " good" : status === "wrong" ? " bad" : ""}`;
      said.replaceChildren(...(text ? [make("span", { class: "sign", "aria-hidden": "true" }, MARKS[status] ?? ""), make("span", {}, text, ...more)] : []));
    }

    /* What is typed is kept a moment later, and at once when the page is left. */
    function keep() {
      clearTimeout(waiting);
      waiting = 0;
      const record = P.load(question.id);
      if (JSON.stringify(record.v ?? (Array.isArray(control.get()) ? [] : "")) === plain()) return;
      P.note(question, { v: control.get(), s: "typed", from: undefined });
    }

    form.addEventListener("input", () => {
      if (judged !== null && plain() !== judged) {
        judged = null;
        show("stale", P.words.stale);
      } else if (form.dataset.status !== "stale") show("", "");
      clearTimeout(waiting);
      waiting = setTimeout(keep, 300);
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      waiting = 0;
      const verdict = P.judge(question, control.get());
      judged = verdict.status === "open" ? null : plain();
      show(verdict.status, verdict.say);
      if (verdict.status !== "open") P.note(question, { v: control.get(), s: verdict.status, from: undefined });
    });

    /* Steps of help that were opened before the first verdict make it a helped one. */
    const steps = [...(place.closest(".ask") ?? place.parentElement).querySelectorAll("details[data-step]")];
    for (const step of steps) {
      step.addEventListener("toggle", () => {
        const record = P.load(question.id);
        const number = Number(step.dataset.step);
        if (!step.open || record.s === "correct" || (record.h ?? 0) >= number) return;
        P.note(question, number === 3 ? { h: number, s: "gave" } : { h: number });
      });
    }

    /* Shows what is kept; a verdict is judged again and never taken from the store. */
    function put(record) {
      control.set(record.v);
      judged = null;
      show("", "");
      if (P.blank(record.v)) return;
      if (record.from) show("stale", P.words.earlier(record.from));
      else if (["correct", "wrong", "unread", "kept"].includes(record.s)) {
        const verdict = P.judge(question, record.v);
        judged = plain();
        show(verdict.status, verdict.say);
      }
    }

    function elsewhere() {
      const record = P.load(question.id);
      if (JSON.stringify(record.v ?? "") === plain()) return;
      clearTimeout(waiting); // what is being written here does not replace the other unasked
      waiting = 0;
      if (!form.contains(document.activeElement) || P.blank(control.get())) put(record);
      else show("stale", P.words.otherTab, press(P.words.take, () => put(P.load(question.id))));
    }

    place.replaceChildren(form);
    const record = P.load(question.id);
    const again = record.d <= Date.now() && location.hash === `#${place.id}`; // from the page of what is due
    put(again ? {} : record.v === undefined && !record.h ? P.bring(question) : record);
    if (again) show("", P.words.again);
    return { question, form, put, elsewhere, keep: () => waiting && keep() };
  }

  Object.assign(P, { make, press, mount, shuffled });
})();
