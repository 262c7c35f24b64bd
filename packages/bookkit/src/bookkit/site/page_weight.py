"""A light page: scripts wait for the text, what no page uses is left out, icons shrink to those in use."""

import base64
import io
import logging
import re
from pathlib import Path

from bookkit.site.unused import without_unused

# A script or style sheet of an extension, and the markup without which a page has no need of it.
NEEDED_BY = {"design-tabs.js": "sd-tab-set", "sphinx-design.min.css": "sd-", "togglebutton": "dropdown"}
UNUSED = ("thebe", "sphinx_highlight", "documentation_options.pagename", "documentation_options.search_as_you_type")
REMNANT = re.compile(r'<script type="text/x-thebe-config">.*?</script>|<script>kernelName = [^<]*</script>', re.S)
LEFT_OUT = (
    "scripts/fontawesome.js",
    "scripts/*.map",
    "styles/*.map",
    "scripts/*LICENSE.txt",
    "vendor",
    "locales",
    "sphinx-thebe.*",
    "*macros.html",
    *("searchtools.js", "language_data.js", "sphinx_highlight.js"),  # the search is ours
)
ICON = re.compile(r"((?:\.fa-[a-z0-9-]+:before,?)+)\{content:\"\\([0-9a-f]+)\"\}")
NAME = re.compile(r"\bfa-[a-z0-9-]+")
WORD = re.compile(r"[\w-]+")
# The theme lets the keyboard reach what can be scrolled, but asks and changes one element after the other,
# and asks for what is folded away: the whole page is laid out dozens of times.
SCROLLED = re.compile(
    r'(document\.querySelectorAll\(\["pre",[^)]*\)\))\.forEach\(e=>\{e\.tabIndex=(.*?)\?0:-1\}\)(.*?window\.addEventListener\("resize",(\w+)\))'
)
STEADY = (
    r"Array.from(\1).filter(e=>e.checkVisibility()).map(e=>[e,\2]).forEach(([e,long])=>{e.tabIndex=long?0:-1})\3,"
    r'document.addEventListener("toggle",\4,true)'
)
# It marks in the contents a heading that has come into view, and keeps the mark when that heading leaves downwards.
GUESS = "const n=t.target;s(a.get(n))"
FONT = re.compile(r"@font-face\{[^}]*?font-weight:(\d+)[^}]*?fa-(solid|regular|brands)[^}]*\}")


def trim(app, pagename, templatename, context, doctree) -> None:
    """Leave out the scripts and styles that a page does not use, and let the others wait for its text."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if _is_needed(_text(file), body)]
    if body:
        context["body"] = REMNANT.sub("", body).replace(
            ' aria-label="Toggle hidden content"', ""
        )  # hides the visible name
    for script in context["script_files"]:
        if getattr(script, "filename", None):
            script.attributes["defer"] = "defer"


def _text(file) -> str:
    return f"{getattr(file, 'filename', file)} {getattr(file, 'attributes', {}).get('body', '')}".lower()


def _is_needed(file: str, body: str) -> bool:
    if any(name in file for name in UNUSED):
        return False
    return all(markup in body for name, markup in NEEDED_BY.items() if name in file)


def shrink(app, exception) -> None:
    """Cut the theme's style sheet and icon font down to what some page of the book or some script names."""
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    words = {"fa-solid"}
    for path in [*Path(app.outdir).rglob("*.html"), *static.glob("*.*js"), *static.glob("scripts/[!f]*.js")]:
        words.update(WORD.findall(path.read_text("utf-8")))
    (static / "styles/pydata-sphinx-theme.css").write_text(style(words), "utf-8")
    (static / "scripts/pydata-sphinx-theme.js").write_text(script(), "utf-8")
    for pattern in LEFT_OUT:
        for path in static.glob(pattern):
            _remove(path)


def style(words: set[str]) -> str:
    """The theme's style sheet with only the rules and icons that these words name, the font of the icons inside."""
    theme = _theme()
    sheet = (theme / "styles/pydata-sphinx-theme.css").read_text("utf-8")
    kept = {code for names, code in ICON.findall(sheet) if words & set(NAME.findall(names))}
    font = _font(theme / "vendor/fontawesome/webfonts/fa-solid-900.ttf", {int(code, 16) for code in kept})
    sheet = ICON.sub(lambda rule: rule[0] if rule[2] in kept else "", sheet)
    sheet = FONT.sub(lambda rule: rule[0] if rule[2] == "solid" else "", sheet)
    sheet = re.sub(r"src:url\([^)]*fa-solid-900[^}]*", f'src:url(data:font/woff;base64,{font}) format("woff")', sheet)
    return without_unused(sheet, words)


def script() -> str:
    """The theme's script, which looks at all that can be scrolled before it changes anything, and leaves the contents list to ours.

    >>> "checkVisibility" in script(), GUESS in script()
    (True, False)
    """
    text, found = SCROLLED.subn(STEADY, (_theme() / "scripts/pydata-sphinx-theme.js").read_text("utf-8"))
    if found != 1 or text.count(GUESS) != 1:
        raise ValueError(
            "The theme's script has changed: look anew at how it makes scrolled parts reachable by keyboard, and at how it marks the contents."
        )
    return text.replace(GUESS, "return")


def _theme() -> Path:
    import pydata_sphinx_theme

    return Path(pydata_sphinx_theme.__file__).with_name("theme") / "pydata_sphinx_theme/static"


def _font(path: Path, codes: set[int]) -> str:
    from fontTools import subset

    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=False, hinting=False)
    font = subset.load_font(str(path), options)
    font["head"].modified = font["head"].created
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return base64.b64encode(out.getvalue()).decode()


def _remove(path: Path) -> None:
    for inner in sorted(path.rglob("*"), reverse=True):
        inner.rmdir() if inner.is_dir() else inner.unlink()
    path.rmdir() if path.is_dir() else path.unlink()
