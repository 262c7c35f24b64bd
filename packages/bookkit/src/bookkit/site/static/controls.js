/* Menu and contents close when a reader follows one of their links; paper is light, and nothing on it is folded. */
(() => {
  document.addEventListener("click", (event) => event.target.closest("dialog a[href]")?.closest("dialog").close());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    document.querySelector("dialog[open]")?.close();
    const sheet = event.target.closest?.(":popover-open");
    if (!sheet || !event.target.matches("input[type=search]")) return;
    event.preventDefault(); // the browser would only empty the field
    sheet.hidePopover();
  });

  // A map wider than its window opens on its middle.
  for (const box of document.querySelectorAll(".caj-map-scroll")) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;

  let screen = null; // how the page looked before it was printed

  function toPaper() {
    if (screen) return;
    const folded = [...document.querySelectorAll("article details:not([open], .caj-data, .caj-doors, :has(.cell_input))")]; // code as the reader chose
    screen = { theme: document.documentElement.dataset.theme, folded };
    document.documentElement.dataset.theme = "light";
    for (const fold of folded) fold.open = true;
  }

  function toScreen() {
    if (!screen) return;
    document.documentElement.dataset.theme = screen.theme;
    for (const fold of screen.folded) fold.open = false;
    screen = null;
  }

  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? toPaper() : toScreen()));
})();
