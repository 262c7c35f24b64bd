/* Make a chart interactive when a reader first touches it; charts with controls, when they come into view. */
(() => {
  const folder = new URL(".", document.currentScript.src);
  const coming = {};

  /* A script beside this one, loaded once; pages opened as files can do this too. */
  function take(name) {
    coming[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, folder).href;
      script.onload = resolve;
      script.onerror = (error) => {
        delete coming[name]; // the network may come back
        reject(error);
      };
      document.head.append(script);
    });
    return coming[name];
  }

  /* The spec of a figure for the column and what differs on a phone: from the file of the page, or from the figure itself if code in the page made it. */
  async function specs(figure) {
    const source = figure.querySelector(".caj-spec");
    if (!source.dataset.file) return [JSON.parse(source.textContent), {}];
    await take(source.dataset.file);
    return structuredClone(window.cajCharts[source.dataset.number]);
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
    const canvas = document.createElement("div");
    try {
      const [[wide, narrow]] = await Promise.all([specs(figure), take("vega.js")]);
      await vegaEmbed(canvas, room.matches(".narrow") ? patched(wide, narrow) : wide, { renderer: "svg", actions: false, tooltip: { formatTooltip: words } });
      drawing.removeAttribute("role");
      room.replaceChildren(canvas);
    } catch (error) {
      delete room.dataset.live;
      console.warn("The chart stays as drawn:", error);
    }
  }

  const figures = [...document.querySelectorAll("figure.caj-chart:has(.caj-spec[data-file])")];
  const own = figures.slice(0, 1).map((figure) => figure.querySelector(".caj-spec").dataset.file); // one file for all charts of a page
  window.cajFigures = { load: () => Promise.all(["vega.js", ...own].map(take)), enliven }; // for figures that code in the page makes, and for a network that may go

  for (const figure of figures) {
    for (const event of ["pointerenter", "touchstart", "focusin"]) {
      figure.addEventListener(event, () => enliven(figure), { passive: true });
    }
    if (figure.querySelector(".caj-spec[data-seen]")) {
      new IntersectionObserver((entries, observer) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          observer.disconnect();
          enliven(figure);
        }
      }, { rootMargin: "200px" }).observe(figure);
    }
  }
})();
