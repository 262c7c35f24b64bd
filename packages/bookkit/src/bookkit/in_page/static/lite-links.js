/* In JupyterLite, a link of a notebook to a page of the book, or to a source in its list, opens that page of the site. */
addEventListener("click", (event) => {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  if (!link) return;
  const root = new URL("../..", location.href);
  const address = new URL(link.href);
  const here = new URLSearchParams(location.search).get("path") ?? "";
  const inside = address.pathname.split("/lite/files/")[1]; // where Jupyter looks for a file beside the notebook
  const page = link.getAttribute("href").startsWith("#source-") ? here : inside;
  if (!page || !/\.(md|ipynb)$/.test(page)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open(new URL(page.replace(/\.\w+$/, ".html") + address.hash, root), "_blank", "noopener");
}, true);
