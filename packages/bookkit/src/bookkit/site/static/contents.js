/* The list of contents marks the section that is being read: that of the last heading in the upper part of the window or above it. */
(() => {
  const links = [...document.querySelectorAll("#pst-page-toc-nav a[href^='#']")];
  const sections = links.map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, section]) => section);
  if (!sections.length) return;
  const first = Object.assign(document.createElement("li"), { className: "toc-h2 nav-item toc-entry" });
  first.append(Object.assign(document.createElement("a"), { className: "nav-link", href: "#", textContent: "Back to top" }));
  links[0].closest("ul").prepend(first); // a button that floats would stand over the text
  const UPPER = 0.3;
  let chosen = null; // the link that was followed, until the reader scrolls: the last sections cannot rise to the top

  function mark(current) {
    for (const link of links) {
      link.classList.toggle("active", link === current);
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const entry of document.querySelectorAll("#pst-page-toc-nav .toc-entry")) entry.classList.toggle("active", Boolean(current && entry.contains(current)));
  }

  const top = (section) => (section.querySelector(":is(h1, h2, h3, h4)") ?? section).getBoundingClientRect().top;
  const read = () => mark(chosen ?? sections.findLast(([, section]) => top(section) <= innerHeight * UPPER)?.[0]);

  function follow() {
    chosen = sections.find(([link]) => link.hash === location.hash)?.[0] ?? null;
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
