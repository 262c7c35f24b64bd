/* Show the corridors that are ticked, and the legs of the place that is chosen; without it the list below stands. */
(() => {
  const form = document.querySelector("form.caj-map-form");
  if (!form) return;
  const FADE = 72; // pixels at an edge, and some of a name
  const card = document.querySelector(".caj-place");
  const list = new Map([...document.querySelectorAll(".caj-places article")].map((place) => [place.id, place]));
  const lines = [...document.querySelectorAll('.caj-map [data-id^="leg-"]')];
  const corridorOf = Object.fromEntries(
    [...document.querySelectorAll("[data-leg]")].map((leg) => [leg.dataset.leg, leg.dataset.corridor])
  );

  function draw() {
    const shown = new FormData(form).getAll("corridor");
    const legs = new Set([...card.querySelectorAll("[data-leg]")].map((leg) => leg.dataset.leg));
    for (const line of lines) {
      line.style.display = shown.includes(corridorOf[line.dataset.id]) ? "" : "none";
      line.classList.toggle("caj-chosen", legs.has(line.dataset.id));
    }
    for (const place of document.querySelectorAll('.caj-map a[href^="#place-"]'))
      place.classList.toggle("caj-chosen", place.getAttribute("href") === "#" + form.elements.place.value);
  }

  /* Of a map wider than its window, the part with the chosen place: inside what does not fade. */
  function bring(id) {
    for (const place of document.querySelectorAll(`.caj-map-scroll a[href="#${id}"]`)) {
      const box = place.closest(".caj-map-scroll"), frame = box.getBoundingClientRect(), own = place.getBoundingClientRect();
      if (own.left < frame.left + FADE || own.right > frame.right - FADE) box.scrollLeft += (own.left + own.right - frame.left - frame.right) / 2;
    }
  }

  function choose(id) {
    const place = list.get(id);
    card.innerHTML = place ? place.innerHTML : "";
    form.elements.place.value = place ? id : "";
    history.replaceState(null, "", location.pathname + location.search + (place ? "#" + id : ""));
    draw();
    if (place) bring(id);
  }

  document.querySelector("main").addEventListener("click", (event) => {
    const link = event.target.closest('.caj-map a[href^="#place-"], .caj-place a[href^="#place-"]');
    if (!link) return;
    event.preventDefault();
    choose(link.getAttribute("href").slice(1));
  });
  form.elements.place.addEventListener("change", () => {
    choose(form.elements.place.value);
    if (form.elements.place.value) document.querySelector(".caj-map-scroll").scrollIntoView(); // the place, and under it its legs
  });
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (list.has(location.hash.slice(1))) {
    choose(location.hash.slice(1));
    addEventListener("load", () => (form.scrollIntoView(), bring(location.hash.slice(1)))); // the map has its width now
  }
})();
