/* Open questions: once something is written, a model answer can be laid beside it; the levels stand in the question. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined" || !window.cajWork) return;
  const ENOUGH = 20; // words

  for (const model of document.querySelectorAll("template.ask-model")) {
    const text = () => window.cajWork.get(model.dataset.open) ?? "";
    const place = P.make("div", { class: "drawer", tabindex: "-1", hidden: true });
    const button = P.press(P.words.compare, () => {
      if (place.hidden) place.replaceChildren(P.make("p", { class: "lead" }, P.words.model), model.content.cloneNode(true));
      place.hidden = !place.hidden;
      button.setAttribute("aria-expanded", String(!place.hidden));
      if (!place.hidden) place.focus();
    });
    const wait = P.make("p", { class: "wait" }, P.words.first(ENOUGH));
    const draw = () => {
      button.hidden = text().trim().split(/\s+/).length < ENOUGH;
      wait.hidden = !button.hidden;
    };
    button.setAttribute("aria-expanded", "false");
    model.after(P.make("div", { class: "ask-row" }, button, wait), place);
    window.cajWork.listen(draw);
    draw();
  }
})();
