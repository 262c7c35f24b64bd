/* Make a chart interactive when a reader first touches it; charts with controls, when they come into view. */
(() => {
  const library = new URL("vega.js", document.currentScript.src).href;
  let loading;

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = library;
      script.onload = resolve;
      script.onerror = (error) => {
        loading = undefined; // the network may come back
        reject(error);
      };
      document.head.append(script);
    });
    return loading;
  }

  /* A tooltip in words: its heading, nothing that is missing, and no underscores of our tables. */
  function words(value, text) {
    if (typeof value !== "object") return text(value);
    const known = Object.entries(value).filter(([, said]) => !["", "null", "undefined", "NaN"].includes(String(said)));
    const row = ([name, said]) => `<tr><td class="key">${text(name)}</td><td class="value">${text(said).replace(/(?<=[a-z])_(?=[a-z])/g, " ")}</td></tr>`;
    const heading = known.filter(([name]) => name === "title").map(([, said]) => `<h2>${text(said)}</h2>`).join("");
    return `${heading}<table>${known.filter(([name]) => name !== "title").map(row).join("")}</table>`;
  }

  /* A spec with what differs on a phone. */
  function patched(spec, patch) {
    const made = { ...spec, ...patch, config: { ...spec.config, ...patch.config } };
    return Object.fromEntries(Object.entries(made).filter(([, part]) => part !== null));
  }

  /* The drawing that is shown, wide or narrow, gives its room to the live chart. */
  async function enliven(figure) {
    const drawing = figure.querySelector(".caj-drawing");
    const room = [...drawing.querySelectorAll(":scope > :is(.wide, .narrow)")].find((part) => part.checkVisibility()) ?? drawing;
    if (room.dataset.live) return;
    room.dataset.live = "yes";
    const read = (part) => JSON.parse(figure.querySelector(part).textContent);
    const spec = room.matches(".narrow") ? patched(read(".caj-spec"), read(".caj-narrow")) : read(".caj-spec");
    const canvas = document.createElement("div");
    try {
      await load();
      await vegaEmbed(canvas, spec, { renderer: "svg", actions: false, tooltip: { formatTooltip: words } });
      drawing.removeAttribute("role");
      room.replaceChildren(canvas);
    } catch (error) {
      console.warn("The chart stays as drawn:", error);
    }
  }

  window.cajFigures = { load, enliven }; // for figures that code in the page makes

  const hasControls = (spec) => /"bind":\{|"select":/.test(spec);

  for (const figure of document.querySelectorAll("figure.caj-chart")) {
    const source = figure.querySelector(".caj-spec");
    if (!source) continue;
    for (const event of ["pointerenter", "touchstart", "focusin"]) {
      figure.addEventListener(event, () => enliven(figure), { passive: true });
    }
    if (hasControls(source.textContent)) {
      new IntersectionObserver((entries, observer) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          observer.disconnect();
          enliven(figure);
        }
      }, { rootMargin: "200px" }).observe(figure);
    }
  }
})();
