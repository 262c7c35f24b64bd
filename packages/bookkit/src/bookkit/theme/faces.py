"""Cut the faces of the book to the letters in use: python -m bookkit.theme.faces NODE_MODULES, after
npm install @fontsource-variable/source-serif-4@5 @fontsource-variable/inter@5 @fontsource/ibm-plex-mono@5
and pip install fonttools brotli. All three are under the SIL Open Font License; their licences stand beside the files."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).with_name("fonts")
SIGNS = "\u00a0\u00ad§«°±²³¶·»×éöüıʻʼ–—‘’‚“”„†•…′″‹›€₂™←↑→↓−≈≠≤≥ﬁﬂ"
LATIN = {*range(0x20, 0x7F), *map(ord, SIGNS)}  # what pages have always; the rest of Western Europe has its own files
ACCENTS = {*range(0xA1, 0x100), 0x152, 0x153} - LATIN
MORE_LATIN = {
    *map(ord, "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŢţŤťŪūŮůŰűŹźŻżŽžȘșȚțƏə")
}  # macrons and the letters of other languages
CYRILLIC = {
    *range(0x400, 0x460),
    0x301,
    *map(ord, "ҐґҒғҚқҢңҮүҰұҲҳҶҷҺһӘәӢӣӨөӮӯ№"),
}  # Russian and the languages that add letters to it
FEATURES = ["ccmp", "locl", "kern", "liga", "tnum", "mark", "mkmk"]  # those that the sheet or every text asks for

SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4"
SANS = "@fontsource-variable/inter/files/inter"
MONO = "@fontsource/ibm-plex-mono/files/ibm-plex-mono"
CUTS = {  # file: the package's file, letters, axes that are fixed or narrowed
    "display-latin": (f"{SERIF}-latin-opsz-normal", LATIN, {"opsz": 44, "wght": (400, 600)}),
    "display-accents": (f"{SERIF}-latin-opsz-normal", ACCENTS, {"opsz": 44, "wght": (400, 600)}),
    "text-latin": (f"{SERIF}-latin-wght-normal", LATIN, {"wght": (400, 700)}),
    "text-italic-latin": (f"{SERIF}-latin-wght-italic", LATIN, {"wght": 400}),
    "text-accents": (f"{SERIF}-latin-wght-normal", ACCENTS, {"wght": (400, 700)}),
    "text-italic-accents": (f"{SERIF}-latin-wght-italic", ACCENTS, {"wght": 400}),
    "text-ext": (f"{SERIF}-latin-ext-wght-normal", MORE_LATIN, {"wght": (400, 700)}),
    "text-cyr": (f"{SERIF}-cyrillic-wght-normal", CYRILLIC, {"wght": (400, 700)}),
    "text-cyrx": (f"{SERIF}-cyrillic-ext-wght-normal", CYRILLIC, {"wght": (400, 700)}),
    "ui-latin": (f"{SANS}-latin-wght-normal", LATIN, {"wght": (400, 700)}),
    "ui-accents": (f"{SANS}-latin-wght-normal", ACCENTS, {"wght": (400, 700)}),
    "ui-ext": (f"{SANS}-latin-ext-wght-normal", MORE_LATIN, {"wght": (400, 700)}),
    "ui-cyr": (f"{SANS}-cyrillic-wght-normal", CYRILLIC, {"wght": (400, 700)}),
    "ui-cyrx": (f"{SANS}-cyrillic-ext-wght-normal", CYRILLIC, {"wght": (400, 700)}),
    "code-latin": (f"{MONO}-latin-400-normal", LATIN, {}),
    "code-accents": (f"{MONO}-latin-400-normal", ACCENTS, {}),
}


def cut(source: Path, target: Path, letters: set[int], axes: dict) -> None:
    """Write `target` with these letters only, and with its axes fixed or narrowed."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    if axes:
        font = instancer.instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    font.save(target)


def main(packages: Path, out: Path = OUT) -> None:
    """Cut every face of CUTS."""
    for name, (source, letters, axes) in CUTS.items():
        target = out / f"{name}.woff2"
        cut(packages / f"{source}.woff2", target, letters, axes)
        print(f"{target.name}: {target.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
