"""Every page checked by axe-core (from npm, for tests only), in light and in dark."""

import os
from pathlib import Path

import pytest
from conftest import ROOT, standing

AXE = ROOT / ".cache/npm/node_modules/axe-core/axe.min.js"
# Colours are judged in both; all else is the same in dark.
RULES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}}
FINDINGS = """rules => axe.run(document, {resultTypes: ['violations'], ...rules}).then(result => result.violations.flatMap(
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


def findings(page, axe: str) -> list[str]:
    """What axe finds on the page that is open."""
    page.evaluate(axe)
    found = []
    for light, rules in RULES.items():
        page.emulate_media(color_scheme=light)  # slides follow it; the pages have a switch
        page.evaluate("light => { document.documentElement.dataset.theme = light }", light)
        found += [f"({light}) {text}" for text in page.evaluate(FINDINGS, rules)]
    return found


def test_axe_finds_nothing_on_any_page(site: Path, page, axe: str) -> None:
    found = []
    for path in standing(site):
        page.goto(path.as_uri())
        found += [f"{path.relative_to(site)} {text}" for text in findings(page, axe)]
    assert found == [], "\n".join(found)


def test_axe_would_find_faults(page, axe: str) -> None:
    page.set_content(
        "<html lang='en'><title>x</title><style>html[data-theme=dark] p { color: #222; background: #000 }</style>"
        "<main><h1>One</h1><h3>Three</h3><p>Dark</p><table><tr><th></th><td>1</td></tr></table></main><p>Outside</p></html>"
    )
    found = "\n".join(findings(page, axe))
    for rule in ("(light) heading-order", "(light) empty-table-header", "(light) region", "(dark) color-contrast"):
        assert rule in found, found
