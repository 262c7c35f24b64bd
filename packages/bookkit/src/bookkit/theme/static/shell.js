/* Light or dark, the search by key, menus that close when one follows a link, full screen and print. Without it all links work. */
(() => {
  const page = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* this browser keeps nothing */ } };

  const light = document.querySelector(".tool.light");
  light.addEventListener("click", () => {
    page.dataset.theme = page.dataset.mode = page.dataset.theme === "dark" ? "light" : "dark";
    keep("mode", page.dataset.mode);
    keep("theme", page.dataset.theme);
  });
  dark.addEventListener("change", () => page.dataset.mode === "auto" && (page.dataset.theme = dark.matches ? "dark" : "light"));

  const find = document.querySelector("#find");
  const writes = (part) => part.matches("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const asked = event.key === "/" ? !event.ctrlKey && !event.metaKey && !event.altKey && !writes(event.target) : event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!asked) return;
    event.preventDefault();
    find.showPopover();
    find.querySelector("input").select();
  });

  const DOES = {
    print: () => window.print(),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen()),
  };
  document.addEventListener("click", (event) => {
    const does = event.target.closest("[data-does]"), followed = event.target.closest("a[href]");
    if (does || followed) event.target.closest("[popover]")?.hidePopover?.();
    if (does) DOES[does.dataset.does]();
  });

  // As a menu the list shows the pages, with the contents of the present one folded; beside the text they stand open.
  const rail = document.querySelector("#rail"), folded = rail.querySelector(".on-page"), narrow = matchMedia("(max-width: 68.99rem)");
  const fold = () => folded && (folded.open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();

  // The present page is in view.
  const present = rail.querySelector("[aria-current=page]");
  const show = () => present && (rail.scrollTop = Math.max(0, present.offsetTop - rail.clientHeight / 3));
  rail.addEventListener("toggle", (event) => event.target === rail && event.newState === "open" && show());
  show();
})();
