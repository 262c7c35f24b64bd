/* Show the corridors that are ticked, and the legs of the place that is chosen, larger when asked; names in the reader's language. Without it the list below stands. */
(() => {
  const form = document.querySelector("form.caj-map-form");
  if (!form) return;
  const FADE = 72; // pixels at an edge, and some of a name
  const ZOOMS = [1, 2, 4, 8];
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
      if (own.top < frame.top || own.bottom > frame.bottom) box.scrollTop += (own.top + own.bottom - frame.top - frame.bottom) / 2;
    }
  }

  /* A map larger or smaller, around the same middle: its window keeps its height, and more places and names show. */
  function zoom(map, way) {
    const box = map.querySelector(".caj-map-scroll"), next = ZOOMS[ZOOMS.indexOf(Number(map.dataset.zoom ?? 1)) + way];
    if (!next) return;
    const middle = (start, length, whole) => (start + length / 2) / whole;
    const across = middle(box.scrollLeft, box.clientWidth, box.scrollWidth), down = middle(box.scrollTop, box.clientHeight, box.scrollHeight);
    if (!map.dataset.zoom) box.style.height = box.offsetHeight + "px";
    map.dataset.zoom = next;
    map.style.setProperty("--zoom", next);
    if (next === ZOOMS[0]) (delete map.dataset.zoom, (box.style.height = ""));
    box.scrollLeft = across * box.scrollWidth - box.clientWidth / 2;
    box.scrollTop = down * box.scrollHeight - box.clientHeight / 2;
    for (const button of map.querySelectorAll("[data-zoom]")) button.disabled = !ZOOMS[ZOOMS.indexOf(next) + Number(button.dataset.zoom)];
  }

  /* A mouse moves a larger map by its land. */
  function drag(down) {
    const box = down.currentTarget;
    if (down.pointerType !== "mouse" || down.button || !box.closest("[data-zoom]")) return;
    const from = [box.scrollLeft + down.clientX, box.scrollTop + down.clientY];
    const move = (now) => box.scrollTo({ left: from[0] - now.clientX, top: from[1] - now.clientY, behavior: "instant" });
    addEventListener("pointermove", move);
    addEventListener("pointerup", () => removeEventListener("pointermove", move), { once: true });
    down.preventDefault();
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
  for (const map of document.querySelectorAll(".caj-map")) {
    map.querySelector(".caj-zoom").addEventListener("click", ({ target }) => target.dataset.zoom && zoom(map, Number(target.dataset.zoom)));
    map.querySelector(".caj-map-scroll").addEventListener("pointerdown", drag);
  }
  const speak = (language) => (form.elements.names.value = [...form.elements.names.options].some(({ value }) => value === language) ? language : "en");
  document.addEventListener("bookwords", ({ detail }) => speak(detail));
  speak(document.querySelector("[data-language]")?.value);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (list.has(location.hash.slice(1))) {
    choose(location.hash.slice(1));
    addEventListener("load", () => (form.scrollIntoView(), bring(location.hash.slice(1)))); // the map has its width now
  }
})();
