/* Filter the table of events by the form above it; the address keeps the choice. */
(() => {
  const form = document.querySelector("form.caj-filter");
  if (!form) return;
  const table = document.querySelector("table.caj-timeline");
  const rows = [...table.querySelectorAll("tr[data-theme]")];
  const said = form.querySelector("output");

  function apply() {
    const chosen = Object.fromEntries(new FormData(form));
    const words = chosen.words.trim().toLowerCase();
    for (const row of rows) {
      const { theme, country, confidence } = row.dataset;
      row.hidden =
        (chosen.theme && theme !== chosen.theme) ||
        (chosen.country && !country.split(" ").includes(chosen.country)) ||
        (chosen.confidence && confidence !== chosen.confidence) ||
        (words && !row.textContent.toLowerCase().includes(words));
    }
    for (const year of table.tBodies) year.hidden = !year.querySelector("tr[data-theme]:not([hidden])");
    table.classList.toggle("caj-plain", "plain" in chosen);
    const shown = rows.filter((row) => !row.hidden).length;
    said.textContent = `${shown} of ${rows.length} events`;
    const kept = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${kept.size ? "?" + kept : ""}${location.hash}`);
  }

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
