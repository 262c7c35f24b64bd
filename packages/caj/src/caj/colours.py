"""The colours of the book, named in this one place: each country, partner, fuel and corridor has its own, light and dark.

Found by search: within a set no two look the same to readers who see no red, green or blue; tests measure it.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """A colour: whose it is, its name in style sheets, and its value on light and on dark pages."""

    name: str
    token: str
    light: str
    dark: str


def _named(lines: str) -> dict[str, Colour]:
    """Colours by their key, from lines of key, token, light, dark and name."""
    rows = (line.split(maxsplit=4) for line in lines.strip().splitlines())
    return {key: Colour(name, token, light, dark) for key, token, light, dark, name in rows}


COUNTRIES = _named("""
KAZ c-kaz #004779 #4a82ae Kazakhstan
KGZ c-kgz #dd58aa #fc96d7 Kyrgyzstan
TJK c-tjk #7e46bb #a67ef3 Tajikistan
TKM c-tkm #447f60 #6ca987 Turkmenistan
UZB c-uzb #b08e1f #b08515 Uzbekistan
JPN c-jpn #941711 #ac584e Japan
""")
PARTNERS = _named("""
CHN c-chn #ab7b3c #b68247 China
RUS c-rus #7e94a9 #b3cce1 Russia
EU  c-eu  #3b5cba #4878cf European Union
USA c-us  #203f52 #859eac United States
KOR c-kor #485500 #adb76b Korea
TUR c-tur #974f60 #a45a6e Türkiye
""")
FUELS = _named("""
coal    f-coal    #373a43 #747781 Coal
gas     f-gas     #c98044 #feb476 Gas
oil     f-oil     #6b1900 #ae583e Oil
hydro   f-hydro   #2780d8 #73b4f0 Hydro
nuclear f-nuclear #743da6 #a17bc6 Nuclear
wind    f-wind    #206357 #64a392 Wind
solar   f-solar   #866b01 #ba9f49 Solar
other   f-other   #8b9097 #bfc4cb Other
""")
CORRIDORS = _named("""
middle       r-middle   #b8321a #f07a5f Middle Corridor
northern     r-northern #41495c #c0e4fc Northern
southern     r-southern #ae8d11 #f1cc56 Southern
cku          r-cku      #de608b #b41f9f China-Kyrgyzstan-Uzbekistan
trans_afghan r-afghan   #9681e3 #8670fc Trans-Afghan
tripp        r-tripp    #193708 #676915 TRIPP
ocean        r-ocean    #1f65b2 #3fb5df Ocean
""")
# What is no country, partner or fuel: the first for a single series, the second for the one to look at, the third for the rest.
SERIES = _named("""
1 s1 #34495a #93a9bb the series
2 s2 #b8321a #f07a5f the finding
3 s3 #8a9197 #7d858c the rest
4 s4 #407bb5 #a3def9 the fourth
5 s5 #483c07 #5b6c48 the fifth
6 s6 #88606b #8a5690 the sixth
""")
INKS = _named("""
paper paper #fdfdfb #14161a the page
ink   ink   #1c1b19 #e9e6df words that label
quiet ink-2 #5b5953 #aaa79f axes and other words
rule  rule  #8b8880 #777b80 axes' lines
hair  hair  #d9d7d0 #33373d grids
""")
SETS = {
    "countries": COUNTRIES,
    "partners": PARTNERS,
    "fuels": FUELS,
    "corridors": CORRIDORS,
    "series": SERIES,
    "inks": INKS,
}
# What tables and prose call them as well.
OTHER_NAMES = {
    "EU": "EU",
    "US": "USA",
    "South Korea": "KOR",
    "Turkey": "TUR",
    "Gas and oil": "gas",
    "Water": "hydro",
    "Wind and solar": "wind",
}


def _owners() -> dict[str, Colour]:
    """Every country, partner and fuel under each of its names, in small letters."""
    own = COUNTRIES | PARTNERS | FUELS
    names = own | {colour.name: colour for colour in own.values()}
    names |= {name: own[key] for name, key in OTHER_NAMES.items()}
    return {name.lower(): colour for name, colour in names.items()}


OWNERS = _owners()


def own_colour(name: str) -> str | None:
    """The colour of a country, partner or fuel by its name or code; None for whatever else.

    >>> own_colour("Kazakhstan"), own_colour("CHN"), own_colour("forecast")
    ('#004779', '#ab7b3c', None)
    """
    owner = OWNERS.get(name.lower())
    return owner.light if owner else None


def style_sheet() -> str:
    """CSS of the colours, and by which drawings made with the light values follow the page, light or dark.

    >>> style_sheet().splitlines()[-1]
    '.marks [stroke="#d9d7d0"] { stroke: var(--hair) }'
    """
    colours = {colour.token: colour for each in SETS.values() for colour in each.values()}
    owned = [colour for colour in colours.values() if colour not in INKS.values()]  # the inks are those of the page
    light = "; ".join(f"--{colour.token}: {colour.light}" for colour in owned)
    dark = "; ".join(f"--{colour.token}: {colour.dark}" for colour in owned)
    tokens: dict[str, str] = {}
    for colour in colours.values():
        tokens.setdefault(colour.light, colour.token)
    worn = [
        f'.marks [{part}="{value}"] {{ {part}: var(--{token}) }}'
        for value, token in tokens.items()
        for part in ("fill", "stroke")
    ]
    on_dark = f'@media screen {{ html[data-theme="dark"] {{ {dark} }} }}'  # paper is light whatever the screen was
    return "\n".join([f":root {{ {light} }}", on_dark, *worn])
