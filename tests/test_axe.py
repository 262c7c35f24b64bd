"""Every page checked by axe-core (from npm, for tests only), in light and in dark."""

import os
from pathlib import Path

import pytest
from conftest import ROOT

AXE = ROOT / ".cache/npm/node_modules/axe-core/axe.min.js"
FOLDERS = ["", "chapters", "exercises", "guides", "guides/claims", "guides/courses", "guides/teaching", "slides"]
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_axe_finds_nothing(site: Path, page, axe: str, folder: str) -> None:
    found = []
    for path in sorted((site / folder).glob("*.html")):
        if "http-equiv=\"refresh\"" in path.read_text("utf-8"):
            continue
        page.goto(path.as_uri())
        page.evaluate(axe)
        for light, rules in RULES.items():
            page.emulate_media(color_scheme=light)
            page.evaluate("light => { document.documentElement.dataset.theme = light }", light)
            found += [f"{path.relative_to(site)} ({light}) {text}" for text in page.evaluate(FINDINGS, rules)]
    assert found == [], "\n".join(found)
