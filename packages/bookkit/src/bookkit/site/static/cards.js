/* Show the title of a term or a citation as a card: on hover, on focus, and at the first touch. */
(() => {
  const links = [...document.querySelectorAll('main a.caj-term[title], main a[href*="#source-"][title]')];
  if (!links.length) return;
  const card = document.createElement("div");
  card.id = "caj-card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  let shown = null;
  let touched = false;

  function show(link) {
    shown = link;
    card.textContent = link.dataset.card;
    card.hidden = false;
    card.style.left = "0"; // measured where it has the whole width
    link.setAttribute("aria-describedby", card.id);
    const box = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - card.offsetWidth - 8;
    card.style.left = `${Math.max(8, Math.min(box.left, room))}px`;
    const below = box.bottom + 6;
    const fits = below + card.offsetHeight < window.innerHeight;
    card.style.top = `${fits ? below : Math.max(8, box.top - card.offsetHeight - 6)}px`;
  }

  function hide() {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  }

  for (const link of links) {
    link.dataset.card = link.title;
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
    link.addEventListener("focus", () => !touched && show(link));
    link.addEventListener("blur", hide);
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
  document.addEventListener("pointerdown", (event) => !event.target.closest("a") && hide());
  document.addEventListener("scroll", () => shown && show(shown), { passive: true });
})();
