"""Locator maps of scenes: the land around, its borders, a few named places; drawn in ink, for light and dark pages alike."""

import html

from bookkit.site.globe import Pair, View, countries
from caj import data
from coursekit.book import Book
from coursekit.settings import TEXT, each, read_checked, record

WIDTH, HEIGHT = 480, 374
LEAST = 0.16  # radians from side to side: no map is closer than about a thousand kilometres
COARSE = 2  # pixels: no bend of an outline is smaller
MARGIN = 0.24  # of the extent, around the outermost places
SIDES = {"right": ("start", 12, 6), "left": ("end", -12, 6), "above": ("middle", 0, -14), "below": ("middle", 0, 28)}
POINT = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
RULES = record(
    {
        "home": {"type": "array", "items": TEXT},
        "places": each(record({"name": TEXT, "at": POINT})),
        "maps": each(each({"enum": list(SIDES)})),
    }
)


def plan() -> dict:
    """The places and maps of the book (`book/scenes.yml`); UserError with line and field for a mistake."""
    return read_checked(Book.current().extra("scenes.yml"), RULES)


def places() -> dict[str, tuple[str, Pair]]:
    """Name, longitude and latitude of each place: those of the table of nodes, and those of the book's own list."""
    nodes = data.load("nodes")
    rows = nodes[["id", "name", "lon", "lat"]].to_numpy()
    table: dict[str, tuple[str, Pair]] = {id: (name, (lon, lat)) for id, name, lon, lat in rows}
    return table | {id: (place["name"], tuple(place["at"])) for id, place in plan()["places"].items()}


def locator(map: str) -> str:
    """SVG of a map; its places are named in the text beside it, so it is hidden from screen readers."""
    named = {id: places()[id] for id in plan()["maps"][map]}
    view = around([at for _, at in named.values()])
    marks = "".join(
        _place(view, *named[id], side, number == 0) for number, (id, side) in enumerate(plan()["maps"][map].items())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="locator" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{_land(view)}{marks}</svg>'


def around(points: list[Pair]) -> View:
    """The view of a map with some places."""
    return View.around(points, (WIDTH, HEIGHT), MARGIN, LEAST, COARSE)


def _land(view: View) -> str:
    home, drawn = set(plan()["home"]), {"home": "", "land": ""}
    for name, d in countries(view).items():
        drawn["home" if name in home else "land"] += d
    return f'<path class="land" d="{drawn["land"]}"/><path class="land home" d="{drawn["home"]}"/>'


def _place(view: View, name: str, at: Pair, side: str, main: bool) -> str:
    x, y = view.place(at)
    anchor, dx, dy = SIDES[side]
    mark = f'<circle class="{"st main" if main else "st"}" cx="{x:.0f}" cy="{y:.0f}" r="{8 if main else 6}"/>'
    return f'{mark}<text class="{"main" if main else ""}" x="{x + dx:.0f}" y="{y + dy:.0f}" text-anchor="{anchor}">{html.escape(name)}</text>'
