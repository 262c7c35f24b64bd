"""What a person sees of a page: whether something stands inside the window with nothing over it."""

SEEN = """(element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height / 2, 10);
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
  const top = document.elementFromPoint(x, y);
  return element.contains(top) || top.contains(element) && !top.matches("dialog, header");
}"""


def sees(element) -> bool:
    """Whether an element (a locator of Playwright) stands inside the window and nothing covers it."""
    return element.count() > 0 and element.first.evaluate(SEEN)


def waits_for(page, element) -> None:
    """Fail unless the element is soon seen, as after a press."""
    handle = element.first.element_handle(timeout=5_000)
    page.wait_for_function(SEEN, arg=handle, timeout=5_000)


# Where letters of some parts stand outside the window, or outside a box that hides what goes beyond it.
CUT = """(parts) => [...document.querySelectorAll(parts)].filter((part) => part.checkVisibility()).filter((part) => {
  const letters = document.createRange();
  letters.selectNodeContents(part);
  const boxes = [];
  for (let box = part; box; box = box.parentElement) if (getComputedStyle(box).overflowX !== "visible") boxes.push(box);
  const edge = Math.min(innerWidth, ...boxes.map((box) => box.getBoundingClientRect().right));
  return [...letters.getClientRects()].some((line) => line.width > 1 && line.right > edge + 1);
}).map((part) => part.textContent.trim().slice(0, 60))"""


def cut(page, parts: str) -> list[str]:
    """How the parts of a page begin that a person cannot read to the end of the line without scrolling."""
    return page.evaluate(CUT, parts)
