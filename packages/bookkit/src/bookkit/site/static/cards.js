/* Show what a term means, or the record of a source, as a card: on hover, on focus, and at the first touch. */
(() => {
  const entryOf = (link) => link.hash.startsWith("#source-") && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("li");
  const links = [...document.querySelectorAll('main a.caj-term[title], main a[href*="#source-"]')].filter((link) => link.title || entryOf(link));
  if (!links.length) return;
  const LEAVING = 180; // milliseconds that a mouse has to reach the card
  const card = document.createElement("div");
  card.id = "caj-card";
  card.className = "card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  let shown = null;
  let touched = false;
  let leaving;

  /* What the card says: the entry in the list of sources where the page has one, else the title of the link. */
  function fill(link) {
    const entry = entryOf(link);
    if (!entry) return (card.textContent = link.dataset.card);
    const copy = (entry.querySelector("p") ?? entry).cloneNode(true);
    for (const part of copy.querySelectorAll("[id], button")) part.remove();
    card.replaceChildren(...copy.childNodes);
  }

  function show(link) {
    clearTimeout(leaving);
    if (shown !== link) hide();
    shown = link;
    fill(link);
    card.hidden = false;
    card.style.left = "0"; // measured where it has the whole width
    link.setAttribute("aria-describedby", card.id);
    const box = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - card.offsetWidth - 8;
    card.style.left = `${Math.max(8, Math.min(box.left - 16, room))}px`;
    const below = box.bottom + 6;
    const fits = below + card.offsetHeight < window.innerHeight;
    card.style.top = `${fits ? below : Math.max(8, box.top - card.offsetHeight - 6)}px`;
  }

  function hide() {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  }

  const leave = () => (leaving = setTimeout(hide, LEAVING));
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());

  for (const link of links) {
    link.dataset.card = link.title;
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && shown === link && leave());
    link.addEventListener("focus", () => !touched && show(link));
    link.addEventListener("blur", () => shown === link && !touched && hide());
    link.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
    link.addEventListener("click", (event) => {
      if (!touched || shown === link) return;
      event.preventDefault();
      show(link);
    });
  }
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => !event.target.closest("main a, #caj-card") && hide());
  document.addEventListener("scroll", () => shown && show(shown), { passive: true });
})();
