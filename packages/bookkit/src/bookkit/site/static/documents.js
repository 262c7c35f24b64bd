/* Filter the list of documents by the form above it; the address keeps the choice. */
(() => {
  const form = document.querySelector("form.caj-filter[data-list]");
  if (!form) return;
  const rows = [...document.querySelectorAll(`${form.dataset.list} > li`)];
  const said = form.querySelector("output");
  function apply() {
    const chosen = Object.entries(Object.fromEntries(new FormData(form))).filter(([, value]) => value);
    for (const row of rows) row.hidden = chosen.some(([name, value]) => !row.dataset[name].split(" ").includes(value));
    const shown = rows.filter((row) => !row.hidden).length;
    said.textContent = shown ? `${shown} of ${rows.length} documents` : "No document fits all of these choices: take one away.";
    const kept = new URLSearchParams(chosen);
    history.replaceState(null, "", `${location.pathname}${kept.size ? "?" + kept : ""}${location.hash}`);
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field && [...field.options].some((option) => option.value === value)) field.value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
