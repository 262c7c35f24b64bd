/* Text or Lab: in Text code is a line that opens, in Lab it stands open. The choice is kept; the line that is read stays where it is. */
(() => {
  const root = document.documentElement;
  const folds = () => [...document.querySelectorAll("details:has(.cell_input), details.caj-doors")];

  const linked = new URLSearchParams(location.search).get("layer") === "lab";

  function kept() {
    try {
      return localStorage.getItem("layer");
    } catch {} // a closed store keeps nothing
  }

  function apply(layer, chosen) {
    root.dataset.layer = layer;
    for (const button of document.querySelectorAll("button[data-layer]")) button.setAttribute("aria-pressed", button.dataset.layer === layer);
    for (const fold of folds()) {
      if (fold.getAttribute("name")) fold.dataset.group = fold.getAttribute("name");
      if (layer === "lab") fold.removeAttribute("name"); // all code stands open beside the data of a figure
      else if (fold.dataset.group) fold.setAttribute("name", fold.dataset.group);
      const wanted = layer === "lab" && (kept() === "lab" || linked || !fold.matches(".ask-code")); // a card comes before its cell
      if (chosen || wanted) fold.open = layer === "lab"; // what an address has opened stays open
    }
  }

  /* The first words in the window that stand in both layers, by which a reader knows the place. */
  function mark() {
    const words = [...document.querySelectorAll("article :is(h1, h2, h3, p, li, figure)")];
    return words.find((part) => part.getBoundingClientRect().top >= 60 && part.checkVisibility() && !part.closest("details, aside, .cell"));
  }

  function choose(layer) {
    const place = mark();
    const before = place?.getBoundingClientRect().top;
    apply(layer, true);
    try {
      localStorage.setItem("layer", layer);
    } catch {} // a closed store keeps nothing
    if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-layer]");
    if (button) choose(button.dataset.layer);
    const code = event.target.closest("a.to-code");
    const fold = code && document.getElementById(code.hash.slice(1))?.closest("details");
    if (!fold) return;
    event.preventDefault();
    fold.open = !fold.open || root.dataset.layer === "lab";
    if (fold.open) fold.scrollIntoView({ block: "nearest" });
  });

  apply(root.dataset.layer);
  document.addEventListener("DOMContentLoaded", () => (root.dataset.laid = "yes")); // every other script has run by then
})();
