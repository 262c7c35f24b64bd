/* Filter terms and names by a word in any language: every form of a term stands in its row. */
(() => {
  const form = document.querySelector("form.caj-find");
  if (!form) return;
  const rows = [...document.querySelectorAll("article dl > dt")].map((term) => [term, term.nextElementSibling]);
  rows.push(...[...document.querySelectorAll(".caj-names tbody tr")].map((row) => [row]));
  const texts = rows.map((parts) => cajFold(parts.map((part) => part.textContent).join(" ")));
  const said = form.querySelector("output");

  function apply() {
    const words = cajFold(form.elements.words.value);
    let shown = 0;
    rows.forEach((parts, place) => {
      const hidden = !texts[place].includes(words);
      shown += !hidden;
      for (const part of parts) part.hidden = hidden;
    });
    for (const list of document.querySelectorAll("article dl")) list.hidden = !list.querySelector("dt:not([hidden])");
    for (const part of document.querySelectorAll(".caj-letter, .caj-jump")) part.hidden = words !== "";
    for (const table of document.querySelectorAll("article section:has(> .scroll > .caj-names)")) table.hidden = !table.querySelector("tbody tr:not([hidden])");
    said.textContent = words ? `${shown} of ${rows.length} terms and names${shown ? "" : ": try a shorter word"}` : "";
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
