"""Every page is visited once: it asks nobody, fits, shows its heading, and axe-core (from npm, for tests only) finds nothing."""

import os
from pathlib import Path

import pytest
from conftest import ROOT, standing

from eyes import sees

AXE = ROOT / ".cache/npm/node_modules/axe-core/axe.min.js"
# A phone, a wide window at twice its letters, and a wide window.
STATES = [(360, "light"), (640, "dark"), (1280, "light"), (1280, "dark")]
SIDEWAYS = "() => { scrollTo(9999, 0); const moved = scrollX; scrollTo(0, 0); return moved }"
# Colours are judged in both; all else is the same in dark.
RULES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}}
# The inside of a chart is hidden from screen readers by its role, and full of marks that take time.
FINDINGS = """rules => axe.run({exclude: ['.caj-drawing svg']}, {resultTypes: ['violations'], preload: false, ...rules}).then(result => result.violations.flatMap(
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
    for path in standing(site):
        name = path.relative_to(site).as_posix()
        page.goto(f"{address}/{name}")
        page.evaluate(rules)
        for width, light in STATES:
            show(page, width, light)
            if moved := page.evaluate(SIDEWAYS):
                found["sideways"].append(f"{name} moves sideways by {moved} pixels at {width}")
            if not sees(page.locator("h1:visible")):
                found["unseen"].append(f"{name} at {width} in {light}")
            if rules and width == 1280:
                found["axe"] += [f"{name} ({light}) {text}" for text in page.evaluate(FINDINGS, RULES[light])]
    return found


def show(page, width: int, light: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=light)  # slides follow it; the pages have a switch
    page.evaluate("light => { document.documentElement.dataset.theme = light }", light)


def findings(page, axe: str) -> list[str]:
    """What axe finds on the page that is open."""
    page.evaluate(axe)
    found = []
    for light, rules in RULES.items():
        show(page, 1280, light)
        found += [f"({light}) {text}" for text in page.evaluate(FINDINGS, rules)]
    return found


def test_every_page_asks_nobody_and_has_no_errors(visited: dict[str, list[str]]) -> None:
    assert visited["asks"] == []


def test_every_page_shows_its_heading_and_never_moves_sideways(visited: dict[str, list[str]]) -> None:
    assert visited["unseen"] == [] and visited["sideways"] == []


def test_axe_finds_nothing_on_any_page(visited: dict[str, list[str]], axe: str) -> None:
    assert visited["axe"] == [], "\n".join(visited["axe"])


def test_axe_would_find_faults(page, axe: str) -> None:
    page.set_content(
        "<html lang='en'><title>x</title><style>html[data-theme=dark] p { color: #222; background: #000 }</style>"
        "<main><h1>One</h1><h3>Three</h3><p>Dark</p><table><tr><th></th><td>1</td></tr></table></main><p>Outside</p></html>"
    )
    found = "\n".join(findings(page, axe))
    for rule in ("(light) heading-order", "(light) empty-table-header", "(light) region", "(dark) color-contrast"):
        assert rule in found, found
