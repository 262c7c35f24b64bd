"""Charts for the page: a static SVG drawn at build time, and the library that makes it interactive."""

import html
import itertools
import json
import re
import zlib
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from bookkit.site.fitting import NARROW, WIDE, fitted, patch
from bookkit.site.slim_svg import slim

VEGA_LITE = "6.4"
SPECS = re.compile(
    r'(<script type="application/json" class="caj-spec")>(.*?)</script><script[^>]* class="caj-narrow">(.*?)</script>',
    re.S,
)
CONTROLS = re.compile(r'"bind":\{|"select":')  # a chart that a reader works with comes to life when it is seen


def drawn(spec: dict, alt: str) -> str:
    """HTML of a chart: its drawings for the column and for a phone, of which the page shows one, and what makes it live."""
    (wide, wide_svg), (narrow, narrow_svg) = in_two_widths(spec)
    rooms = "".join(
        f'<div class="{name}" style="--caj-shape: {shape(svg)}">{svg}</div>'
        for name, svg in (("wide", wide_svg), ("narrow", narrow_svg))
    )
    specs = "".join(
        f'<script type="application/json" class="{name}">{_data(part)}</script>'
        for name, part in (("caj-spec", wide), ("caj-narrow", patch(wide, narrow)))
    )
    return f'<div class="caj-drawing" role="img" aria-label="{html.escape(alt)}">{rooms}</div>{specs}'


def in_two_widths(spec: dict) -> tuple[tuple[dict, str], tuple[dict, str]]:
    """Spec and drawing for the column of the text, and for a phone; the page and the slides of a chapter share them."""
    wide, narrow = _in_two_widths(json.dumps({k: v for k, v in spec.items() if k not in ("title", "usermeta")}))
    return wide, narrow


@lru_cache(maxsize=256)
def _in_two_widths(spec: str) -> tuple:
    return tuple(fitted(json.loads(spec), total, static_svg) for total in (WIDE, NARROW))


def _data(part: dict) -> str:
    return json.dumps(part, separators=(",", ":")).replace("</", "<\\/")


def shape(svg: str) -> str:
    """Width and height of a drawing as an aspect ratio of CSS.

    >>> shape('<svg viewBox="0 0 415 503">')
    '415 / 503'
    """
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    return f"{found[1]} / {found[2]}" if found else "auto"


def static_svg(spec: dict) -> str:
    """Draw a Vega-Lite spec as SVG without title; its parts are hidden from screen readers, which read the alt text."""
    return slim(named_svg(spec)).replace("<svg ", '<svg focusable="false" ', 1)


def named_svg(spec: dict) -> str:
    """The same as the library draws it, each part with the class that names its role."""
    import vl_convert

    plain = {k: v for k, v in spec.items() if k not in ("title", "usermeta")}
    return vl_convert.vegalite_to_svg(json.dumps(plain), vl_version=VEGA_LITE)


def set_apart(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document) -> None:
    """What makes the charts of a page live goes into a file beside Vega, which a page takes when a reader touches a chart."""
    found = SPECS.findall(context.get("body") or "")
    if not found or app.builder.name != "html":
        return
    text = f"cajCharts = [{','.join(f'[{wide},{narrow}]' for _, wide, narrow in found)}];\n"
    name = f"charts/{pagename}.js"
    target = Path(app.outdir) / "_static" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    seal, numbers = zlib.crc32(text.encode()), itertools.count()

    def address(spec: re.Match) -> str:
        seen = " data-seen" if CONTROLS.search(spec[2]) else ""
        return f'{spec[1]} data-file="{name}?v={seal:08x}" data-number="{next(numbers)}"{seen}></script>'

    context["body"] = SPECS.sub(address, context["body"])


def write_bundle(app: Sphinx, exception: Exception | None) -> None:
    """Put Vega, Vega-Lite and Vega-Embed beside the book's script, which loads them once a reader touches a chart."""
    import vl_convert

    target = Path(app.outdir) / "_static" / "vega.js"
    stamp = f"// Vega-Lite {VEGA_LITE}, from vl-convert {vl_convert.__version__}\n"  # type: ignore[attr-defined]
    if exception or app.builder.name != "html" or (target.exists() and target.read_text("utf-8").startswith(stamp)):
        return
    target.write_text(f"{stamp}(() => {{{vl_convert.javascript_bundle(vl_version=VEGA_LITE)}}})();\n", "utf-8")  # type: ignore[call-arg]
