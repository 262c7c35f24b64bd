"""Charts for the page: a static SVG drawn at build time, and the library that makes it interactive."""

import json
import re
from functools import lru_cache
from pathlib import Path

VEGA_LITE = "6.4"


def static_svg(spec: dict) -> str:
    """Draw a Vega-Lite spec as SVG without title; its parts are hidden from screen readers, which read the alt text."""
    return _drawn(json.dumps({k: v for k, v in spec.items() if k not in ("title", "usermeta")}))


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    """The drawing of a spec; the page and the slides of a chapter share it."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    svg = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg)
    return svg.replace("<svg ", '<svg focusable="false" ', 1)


def write_bundle(app, exception) -> None:
    """Put Vega, Vega-Lite and Vega-Embed beside the book's script, which loads them once a reader touches a chart."""
    import vl_convert

    target = Path(app.outdir) / "_static" / "vega.js"
    stamp = f"// Vega-Lite {VEGA_LITE}, from vl-convert {vl_convert.__version__}\n"  # type: ignore[attr-defined]
    if exception or app.builder.name != "html" or (target.exists() and target.read_text("utf-8").startswith(stamp)):
        return
    target.write_text(f"{stamp}(() => {{{vl_convert.javascript_bundle(vl_version=VEGA_LITE)}}})();\n", "utf-8")  # type: ignore[call-arg]
