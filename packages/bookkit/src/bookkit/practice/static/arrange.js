/* Orders and pairs: the rules of caj.arranged, and controls that need no dragging. Only pages that ask for one load this. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const BETWEEN = /\s*(?:[,;\n>→]|->)+\s*/;
  const bare = (text) => text.replace(/\.+$/, "");
  const worded = (items) => Object.fromEntries(items.map(({ id, text }) => [id, bare(text)]));
  const unread = (ask) => ({ status: "unread", say: P.words.unread(ask) });
  const right = (question, value) => ({ status: "correct", say: `${P.words.correct} ${question.praise ?? ""}`.trim(), value });
  const wrong = (why, value) => ({ status: "wrong", say: P.words.because(why), value });
  const items = (given) => (typeof given === "string" && [...given].length <= 500 ? given.trim().split(BETWEEN) : given).map((item) => item.trim());

  /* Right when every pair that must stand in order does; the first that does not is named, with its reason. */
  function judgeOrder(question, given) {
    if (typeof given === "string" && [...given].length > 500) return unread(P.words.listed);
    const ids = items(given), text = worded(question.options);
    if ([...ids].sort().join() !== Object.keys(text).sort().join()) return unread(P.words.everyOnce);
    const bad = question.answer.find(([before, after]) => ids.indexOf(before) > ids.indexOf(after));
    return bad ? wrong(P.words.before(text[bad[0]], text[bad[1]], bad[2]), ids) : right(question, ids);
  }

  /* An answer is a list of "left:right". */
  function judgeMatch(question, given, look) {
    if (typeof given === "string" && [...given].length > 500) return unread(P.words.listed);
    const pairs = Object.fromEntries(items(given).filter((item) => item.includes(":")).map((item) => item.replaceAll(" ", "").split(/:(.*)/s, 2)));
    const text = worded(question.options);
    const open = question.left.find(({ id }) => !Object.hasOwn(text, pairs[id] ?? ""));
    if (open) return unread(P.words.oneToo(bare(open.text)));
    const bad = question.left.filter(({ id }) => pairs[id] !== question.answer[id]);
    if (!bad.length) return right(question, given);
    const [first] = bad, known = question.mistakes?.find(({ left, value }) => left === first.id && value === pairs[left]);
    return wrong(P.words.pairs(question.left.length - bad.length, question.left.length, bare(first.text), text[pairs[first.id]], known ? known.say : look), given);
  }

  /* Lines with two buttons each; the focus stays on the button that was pressed, and the new place is said. */
  function order(question, place, name) {
    const { make, press } = P;
    const ids = question.options.map(({ id }) => id), text = worded(question.options);
    const says = make("p", { class: "vh", "aria-live": "polite" });
    const list = make("ol", { class: "order", role: "list" });
    let now = [], touched = false;
    const rows = Object.fromEntries(ids.map((id) => {
      const button = (by, sign, label) => {
        const made = press(sign, () => move(id, by), "btn line");
        made.setAttribute("aria-label", label);
        return made;
      };
      return [id, make("li", {}, make("span", {}, text[id]), button(-1, "↑", P.words.up(text[id])), button(1, "↓", P.words.down(text[id])))];
    }));

    function draw() {
      list.replaceChildren(...now.map((id) => rows[id]));
      now.forEach((id, at) => [...rows[id].querySelectorAll("button")].forEach((button, down) => button.setAttribute("aria-disabled", String(at === (down ? now.length - 1 : 0)))));
    }

    function move(id, by) {
      const at = now.indexOf(id), to = at + by, held = document.activeElement;
      if (to < 0 || to >= now.length) return void (says.textContent = P.words.ends(by < 0));
      [now[at], now[to]] = [now[to], now[at]];
      touched = true;
      draw();
      held?.focus({ preventScroll: true });
      says.textContent = P.words.place(text[id], to + 1, now.length);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    }

    /* A start of this reader's own, and never a right one. */
    function start() {
      const mixed = P.shuffled(ids, question.id);
      for (let turn = 0; turn < ids.length && judgeOrder(question, mixed).status === "correct"; turn++) mixed.push(mixed.shift());
      return mixed;
    }

    function set(value) {
      touched = Array.isArray(value) && value.length === ids.length && ids.every((id) => value.includes(id));
      now = touched ? [...value] : start();
      draw();
    }
    set();
    const node = make("fieldset", {}, make("legend", { class: "vh" }, `${question.ask} ${P.words.howToOrder}`), make("p", { class: "wait", "aria-hidden": "true" }, P.words.howToOrder), list, says);
    return { node, get: () => (touched ? [...now] : []), set };
  }

  /* A list to choose from beside each line; words too long for a closed list stand above it, with letters. */
  function match(question, place, name) {
    const { make } = P;
    const options = P.shuffled(question.options, question.id), long = options.some(({ text }) => text.length > 34);
    const letter = (at) => String.fromCharCode(65 + at);
    const fields = question.left.map(({ id }) => make("select", { class: "field", id: `${name}-${id}` }, make("option", { value: "" }, P.words.pick), ...options.map((option, at) => make("option", { value: option.id }, long ? `${letter(at)}. ${bare(option.text)}` : bare(option.text)))));
    const rows = question.left.map(({ id, text }, at) => make("div", { class: "pair" }, make("label", { for: `${name}-${id}` }, text), fields[at]));
    const above = long ? make("ol", { class: "lettered" }, ...options.map(({ text }) => make("li", {}, text))) : null;
    return {
      node: make("fieldset", {}, make("legend", { class: "vh" }, question.ask), above, ...rows),
      get: () => question.left.map(({ id }, at) => [id, fields[at].value]).filter(([, value]) => value).map((pair) => pair.join(":")),
      set: (value) => question.left.forEach(({ id }, at) => (fields[at].value = [].concat(value ?? []).find((pair) => pair.startsWith(`${id}:`))?.slice(id.length + 1) ?? "")),
    };
  }

  P.kinds ??= {};
  P.kinds.order = { judge: judgeOrder, control: order };
  P.kinds.match = { judge: judgeMatch, control: match };
})();
