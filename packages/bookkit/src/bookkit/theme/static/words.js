/* The reader's language on buttons, menus and cards: whatever has data-w="key" (its text) or data-w-title="key" (an attribute).
   For scripts: bookWord("key", {name: "value"}) gives a word, and the event "bookwords" tells that the language is another. */
(() => {
  const WORDS = /* WORDS */ {};
  const KEY = "language", FIRST = "en";
  const store = (value) => { try { return value ? localStorage.setItem(KEY, value) : localStorage.getItem(KEY); } catch { return null; } };
  let chosen = WORDS[store()] ? store() : FIRST;

  window.bookWord = (key, values = {}) => (WORDS[chosen][key] ?? WORDS[FIRST][key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  function put(part) {
    for (const { name, value } of [...part.attributes]) {
      if (name === "data-w") {
        part.textContent = bookWord(value, part.dataset);
        part.lang = chosen;
      } else if (name.startsWith("data-w-")) part.setAttribute(name.slice(7), bookWord(value));
    }
  }

  const ALL = "[data-w], [data-w-aria-label], [data-w-title], [data-w-placeholder]";
  const translate = (root) => root.querySelectorAll(ALL).forEach(put);

  /* Of a page in another language: that only what stands around its text is in the reader's. */
  function notice() {
    const line = document.querySelector(".only-in");
    if (line) line.hidden = chosen === (document.querySelector("article")?.lang || document.documentElement.lang);
  }

  function choose(language) {
    chosen = WORDS[language] ? language : FIRST;
    store(chosen);
    translate(document);
    notice();
    document.dispatchEvent(new CustomEvent("bookwords", { detail: chosen }));
  }

  const select = document.querySelector("[data-language]");
  if (select) {
    select.value = chosen;
    select.addEventListener("change", () => choose(select.value));
  }
  addEventListener("storage", (event) => event.key === KEY && event.newValue && choose(event.newValue)); // of another tab
  if (chosen !== FIRST) translate(document);
  notice();
})();
