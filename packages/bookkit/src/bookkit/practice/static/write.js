/* A text to write: its words are counted, it is kept, and once it is long enough an answer to compare it with opens. Only pages that ask for one load this. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const ENOUGH = 20; // words, where a question does not say it
  const count = (text) => text.trim().split(/\s+/).filter(Boolean).length;

  function judge(question, text) {
    const written = count(text), enough = written >= (question.enough ?? ENOUGH);
    return { status: "kept", say: [P.words.kept(written), enough ? P.words.judgeIt : ""].join(" ").trim(), value: text };
  }

  function control(question, place, name) {
    const { make } = P;
    const [low, high] = question.words ?? [];
    const field = make("textarea", { id: name, class: "field text", rows: "7", "aria-describedby": `${name}-count` });
    const counted = make("p", { class: "wait", id: `${name}-count` });
    const answer = place.closest(".ask").querySelector(".ask-answer");
    const waits = make("p", { class: "wait" }, P.words.waits(question.enough ?? ENOUGH));
    answer?.before(waits);
    const draw = () => {
      const written = count(field.value);
      if (low) counted.textContent = P.words.wordCount(written, low, high);
      waits.hidden = written >= (question.enough ?? ENOUGH);
      if (answer) answer.hidden = !waits.hidden;
    };
    field.addEventListener("input", draw);
    draw();
    const label = make("label", { class: "vh", for: name }, `${P.words.yourText}: ${question.ask}`);
    const set = (value) => {
      field.value = typeof value === "string" ? value : "";
      draw();
    };
    return { node: make("div", {}, label, field, counted), get: () => field.value, set };
  }

  (P.kinds ??= {}).open = { judge, control, go: () => P.words.done };
})();
