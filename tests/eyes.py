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
