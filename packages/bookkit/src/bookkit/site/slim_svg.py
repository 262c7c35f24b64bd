"""A drawing of Vega without what shows nothing: empty parts, groups that only hold, and what each mark repeats."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
SILENT = ("aria-hidden", "aria-label", "aria-roledescription", "class", "pointer-events", "role", "stroke-miterlimit")
SAYS_NOTHING = {"opacity": "1", "transform": "translate(0,0)", "fill-opacity": "1", "stroke-opacity": "1"}
INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin")
OF_TEXT = ("text-anchor", "font-family", "font-size", "font-style", "font-weight")
DRAWN = ("fill", "stroke")


def slim(svg: str) -> str:
    """The same picture in fewer bytes.

    >>> group = '<g><path d="" display="none"/><g class="a"><text fill="red" opacity="1">1</text><text fill="red">2</text></g></g>'
    >>> slim(f'<svg xmlns="{SVG}" class="marks" viewBox="0 0 9.128 9">{group}</svg>')
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" viewBox="0 0 9.13 9" fill="red"><text>1</text><text>2</text></svg>'
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for part in root:
        _clean(part)
    _prune(root, paint=False)
    _gather(root)
    _unwrap(root)
    text = ElementTree.tostring(root, "unicode", short_empty_elements=True).replace(" />", "/>")
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", text)


def _clean(part: Element) -> None:
    """Take away attributes that say nothing to the eye, of a part and of all in it."""
    for each in part.iter():
        for name in SILENT:
            each.attrib.pop(name, None)
        for name, value in SAYS_NOTHING.items():
            if each.get(name) == value:
                del each.attrib[name]


def _prune(group: Element, paint: bool) -> None:
    """Take out parts that draw nothing; `paint` says whether a colour is inherited."""
    kept: list[Element] = []
    for part in group:
        if _is(part, "g"):
            _prune(part, paint or any(part.get(name, "none") != "none" for name in DRAWN))
            kept += [part] if len(part) else []
        elif not _is(part, "path") or _shows(part, paint):
            kept.append(part)
    group[:] = kept


def _shows(path: Element, paint: bool) -> bool:
    if path.get("display") == "none" or not path.get("d"):
        return False
    return paint or any(path.get(name, "none") not in ("none", "transparent") for name in DRAWN)


def _gather(group: Element) -> None:
    """What all children of a group say alike, the group says for them."""
    for part in group:
        if _is(part, "g"):
            _gather(part)
    if not len(group) or any(_is(part, "defs") for part in group):
        return
    wordy = [part for part in group if next(part.iter(f"{{{SVG}}}text"), None) is not None]
    for names, parts in ((INHERITED, list(group)), (OF_TEXT, wordy)):
        for name in names:
            said = {part.get(name) for part in parts}
            if len(said) == 1 and None not in said:
                group.set(name, said.pop() or "")
                for part in parts:
                    del part.attrib[name]


def _unwrap(group: Element) -> None:
    """Take out groups that only hold others."""
    for part in group:
        _unwrap(part)
    group[:] = [each for part in group for each in (part if _is(part, "g") and not part.attrib else [part])]


def _is(part: Element, tag: str) -> bool:
    return part.tag == f"{{{SVG}}}{tag}"
