/* What is wider than its window fades at the edge behind which it goes on, and the keyboard reaches it; of a map, a line says so too. */
(() => {
  const WIDE = ".caj-map-scroll, .scroll, .drawer, .cell_output .text_html, .math-display, article pre";
  const HINT = "The map is wider than this window: move it sideways.";

  function look(box) {
    const beyond = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft);
    const moves = getComputedStyle(box).overflowX !== "visible";
    const edges = [moves && box.scrollLeft > 1 && "left", moves && beyond > 1 && "right"].filter(Boolean).join(" ");
    if (edges) box.dataset.more = edges;
    else delete box.dataset.more;
    reach(box, moves && (edges !== "" || box.scrollHeight - box.clientHeight > 1));
    if (box.matches(".caj-map-scroll")) hint(box, box.scrollWidth - box.clientWidth > 1);
  }

  /* What moves and holds nothing to stop at is a stop itself. */
  function reach(box, moved) {
    if (moved && !box.querySelector("a[href], button, input, select, textarea, summary")) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  }

  function hint(box, wide) {
    let line = box.nextElementSibling?.matches(".caj-hint") ? box.nextElementSibling : null;
    if (!line && !wide) return;
    if (!line) box.after((line = Object.assign(document.createElement("p"), { className: "caj-hint", textContent: HINT }))); // below it, where it moves nothing that is read
    line.hidden = !wide;
  }

  const sizes = new ResizeObserver((seen) => seen.forEach(({ target }) => look(target)));
  const watch = (part) => part.querySelectorAll?.(WIDE).forEach((box) => sizes.observe(box));
  addEventListener("scroll", ({ target }) => target.matches?.(WIDE) && look(target), { passive: true, capture: true });
  document.addEventListener("toggle", ({ target }) => target.querySelectorAll(WIDE).forEach(look), true); // what was folded has a width now
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(watch))).observe(document.documentElement, { childList: true, subtree: true }); // of code that runs in the page
  watch(document);
})();
