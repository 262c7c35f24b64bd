/* The source that a citation leads to has a way back to where the reader was. */
(() => {
  const back = Object.assign(document.createElement("button"), { type: "button", className: "caj-back", textContent: "Back to where you were" });
  back.addEventListener("click", () => history.back());

  function offer() {
    back.remove();
    const entry = location.hash.startsWith("#source-") && document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("li");
    if (entry && history.length > 1) (entry.querySelector("p") ?? entry).append(" ", back);
  }

  addEventListener("hashchange", offer);
  offer();
})();
