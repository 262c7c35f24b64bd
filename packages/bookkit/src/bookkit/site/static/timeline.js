/* Filter the table of events by the form above it; the address keeps the choice. */
(() => {
  const form = document.querySelector("form.caj-filter");
  if (!form) return;
  const table = document.querySelector("table.caj-timeline");
  const rows = [...table.querySelectorAll("tr[data-theme]")];
  const texts = new Map(rows.map((row) => [row, cajFold(row.textContent)]));
  const said = form.querySelector("output");

  const none = Object.assign(document.createElement("p"), { className: "caj-none", hidden: true, textContent: "No event fits all of these choices: a shorter word or fewer choices find more. " });
  const clear = Object.assign(document.createElement("button"), { type: "button", textContent: "Clear them and show all events" });
  clear.addEventListener("click", () => {
    for (const field of form.elements) field.type === "checkbox" ? (field.checked = false) : field.matches("input, select") && (field.value = ""); // also those that came with the address
    apply();
    form.elements.words.focus();
  });
  none.append(clear);
  table.before(none);

  function apply() {
    const chosen = Object.fromEntries(new FormData(form));
    const holds = cajHolds(chosen.words);
    for (const row of rows) {
      const { theme, country, confidence } = row.dataset;
      row.hidden =
        (chosen.theme && theme !== chosen.theme) ||
        (chosen.country && !country.split(" ").includes(chosen.country)) ||
        (chosen.confidence && confidence !== chosen.confidence) ||
        !holds(texts.get(row));
    }
    for (const year of table.tBodies) year.hidden = !year.querySelector("tr[data-theme]:not([hidden])");
    table.classList.toggle("caj-plain", "plain" in chosen);
    const shown = rows.filter((row) => !row.hidden).length;
    said.textContent = `${shown} of ${rows.length} events`;
    none.hidden = shown > 0;
    table.hidden = !shown;
    const kept = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${kept.size ? "?" + kept : ""}${location.hash}`);
  }

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  form.addEventListener("input", apply);
  const spelt = () => cajSpellingsThere().then(apply); // names in other spellings, once somebody types
  form.elements.words.addEventListener("focus", spelt, { once: true });
  if (form.elements.words.value) spelt();
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
