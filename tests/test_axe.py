"""Every page is visited once: it asks nobody, fits, shows its heading, and axe-core (from npm, for tests only) finds nothing.

A phone sees every page. A page made of parts that no page before it has is also seen in wide windows and in both lights.
"""

import os
from pathlib import Path

import pytest
from conftest import ROOT, standing

from eyes import SEEN

AXE = ROOT / ".cache/npm/node_modules/axe-core/axe.min.js"
PHONE = (360, "light")
# A wide window in both lights, and one at twice its letters.
MORE = [(1280, "light"), (1280, "dark"), (640, "dark")]
# By how many pixels the page moves sideways, and whether its heading is seen.
FITS = f"""() => {{
  scrollTo(9999, 0);
  const moved = scrollX, heading = [...document.querySelectorAll('h1')].find((part) => part.checkVisibility());
  scrollTo(0, 0);
  return [moved, Boolean(heading) && ({SEEN})(heading)];
}}"""
COLOURS = ["color-contrast", "link-in-text-block"]
# The inside of a chart is hidden from screen readers by its role, and code that is folded away is seen by nobody; both have many parts.
FEWER = "document.querySelectorAll('.caj-drawing svg, details:not([open]) .cell_input').forEach((part) => part.replaceChildren())"
# What the page is made of, whatever it says: each part with the part around it.
PARTS = """() => [...new Set([...document.body.querySelectorAll('*')].filter((part) => !part.closest('svg, pre, math')).map(
  (part) => [part.parentElement, part].map((one) => `${one.localName}.${one.className}`).join(' > ')))]"""
# One element of each way in which words are coloured: their own look, that of the words around them, and what lies beneath;
# what is lifted out of the text by its position may lie on anything, so it is a way of its own.
WAYS = """() => {
  const beneath = new Map(), ways = new Map();
  const ground = (part) => {
    if (!part) return '';
    if (!beneath.has(part)) {
      const style = getComputedStyle(part), lifted = /absolute|fixed|sticky/.test(style.position) ? part.className : '';
      const look = [style.backgroundColor, style.backgroundImage, style.opacity, lifted].join(' ').replace('rgba(0, 0, 0, 0) none 1 ', '');
      beneath.set(part, ground(part.parentElement) + look);
    }
    return beneath.get(part);
  };
  for (const part of document.body.querySelectorAll('*')) {
    if (![...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !part.matches('input, select, textarea') || !part.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(part);
    const way = [part.matches('a, input, select, textarea'), color, parseFloat(fontSize) >= (fontWeight >= 700 ? 18 : 24), fontWeight >= 700, textDecorationLine,
      getComputedStyle(part.parentElement).color, ground(part)].join();
    if (!ways.has(way)) ways.set(way, part);
  }
  window.ways = ways;
  return [...ways.keys()];
}"""
FINDINGS = """([include, rules]) => axe.run(include ? include.map((way) => ways.get(way)) : document, {resultTypes: ['violations'], preload: false, ...rules}).then(result => result.violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.target.join(' ')}: ${node.html.slice(0, 120)}`)))"""


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        assert "CAJ_REQUIRE_AXE" not in os.environ, f"{AXE} is missing: make .cache/npm/ready"
        pytest.skip("axe-core is not here; `make .cache/npm/ready` fetches it from npm for the tests")
    return AXE.read_text("utf-8")


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def visited(site: Path, address: str, page) -> dict[str, list[str]]:
    """What is wrong with the pages, by kind."""
    found: dict[str, list[str]] = {"asks": [], "sideways": [], "unseen": [], "axe": []}
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:"))
            or found["asks"].append(f"{page.url} asks {request.url}")
        ),
    )
    page.on(
        "console",
        lambda message: found["asks"].append(f"{page.url}: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: found["asks"].append(f"{page.url}: {error}"))
    rules = AXE.read_text("utf-8") if AXE.exists() else ""
    met: set[str] = set()
    judged: set[str] = set()
    for path in standing(site):
        name = path.relative_to(site).as_posix()
        page.set_viewport_size({"width": PHONE[0], "height": 800})
        page.goto(f"{address}/{name}")
        parts = set(page.evaluate(PARTS))
        for width, light in [PHONE, *MORE] if parts - met else [PHONE]:
            show(page, width, light)
            moved, seen = page.evaluate(FITS)
            if moved:
                found["sideways"].append(f"{name} moves sideways by {moved} pixels at {width}")
            if not seen:
                found["unseen"].append(f"{name} at {width} in {light}")
            if rules and light == "light" and parts - met:
                found["axe"] += [f"{name} at {width}: {text}" for text in built_ill(page, rules)]
            if rules and width == 1280:
                found["axe"] += [f"{name} in {light}: {text}" for text in coloured_ill(page, judged)]
        met |= parts
    return found


def show(page, width: int, light: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=light)  # slides follow it; the pages have a switch
    page.evaluate("light => { document.documentElement.dataset.theme = light }", light)


def built_ill(page, axe: str) -> list[str]:
    """What axe finds on the open page, but for its colours."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe)
        page.evaluate(FEWER)
    return page.evaluate(FINDINGS, [None, {"rules": {name: {"enabled": False} for name in COLOURS}}])


def coloured_ill(page, judged: set[str]) -> list[str]:
    """What axe finds of words in colours not judged before."""
    new = [way for way in page.evaluate(WAYS) if way not in judged]
    judged.update(new)
    return page.evaluate(FINDINGS, [new, {"runOnly": {"type": "rule", "values": COLOURS}}]) if new else []


def test_every_page_asks_nobody_and_has_no_errors(visited: dict[str, list[str]]) -> None:
    assert visited["asks"] == []


def test_every_page_shows_its_heading_and_never_moves_sideways(visited: dict[str, list[str]]) -> None:
    assert visited["unseen"] == [] and visited["sideways"] == []


def test_axe_finds_nothing_on_any_page(visited: dict[str, list[str]], axe: str) -> None:
    assert visited["axe"] == [], "\n".join(visited["axe"])


def test_axe_would_find_faults(page, axe: str) -> None:
    judged: set[str] = set()
    for body, rules in (
        (
            "<main><h1>One</h1><h3>Three</h3><p>Dark</p><table><tr><th></th><td>1</td></tr></table></main><p>Outside</p>",
            {"heading-order", "empty-table-header", "region", "dark color-contrast"},
        ),
        ("<main><h1>One</h1><p>Dark, and told once</p></main>", set()),
        ("<main><h1>One</h1><div class='night'><p>On another ground</p></div></main>", {"dark color-contrast"}),
        ("<main><h1>One</h1><p>A <a href='x'>link</a> among words</p></main>", {"light link-in-text-block"}),
    ):
        page.set_content(
            "<html lang='en'><title>x</title><style>html[data-theme=dark] { p { color: #222; background: #000 } .night p { background: #111 } }"
            f"a {{ color: #111; text-decoration: none }}</style>{body}</html>"
        )
        found = {text.partition(":")[0] for text in built_ill(page, axe)}
        for light in ("light", "dark"):
            show(page, 1280, light)
            found |= {f"{light} {text.partition(':')[0]}" for text in coloured_ill(page, judged)}
        assert rules <= found and (rules or not found), found
