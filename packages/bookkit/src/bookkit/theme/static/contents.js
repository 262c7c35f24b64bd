/* The list of contents marks the section that is being read: that of the last heading in the upper part of the window or above it. */
(() => {
  const links = [...document.querySelectorAll(":is(.toc, .on-page) a[href^='#']:not(.to-top)")];
  const sections = links.map((link) => [link.hash, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, section]) => section);
  if (!sections.length) return;
  const UPPER = 0.3;
  let chosen = null; // the address that was followed, until the reader scrolls: the last sections cannot rise to the top

  function mark(hash) {
    for (const link of links) {
      if (link.hash === hash) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  const top = (section) => (section.querySelector(":is(h1, h2, h3, h4)") ?? section).getBoundingClientRect().top;
  const read = () => mark(chosen ?? sections.findLast(([, section]) => top(section) <= innerHeight * UPPER)?.[0]);

  function follow() {
    chosen = sections.find(([hash]) => hash === location.hash)?.[0] ?? null;
    read();
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => ((waiting = false), read()));
  }, { passive: true });
  for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(move, () => (chosen = null), { passive: true });
  addEventListener("hashchange", follow);
  addEventListener("click", (event) => event.target.closest("a[href^='#']") && setTimeout(follow));
  addEventListener("load", follow);
})();
