"""The look of the book: its colours can be read in both lights, its words exist in every language, its parts make one sheet."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.theme import faces, sheet, words
from caj.errors import UserError

LIGHTS = ["light", "dark"]
TEXT, MARKS = 4.5, 3  # WCAG 2.2: words, and parts of controls and of drawings
ON_PAPER_AND_TINT = {"ink": TEXT, "ink-2": TEXT, "act": TEXT, "look": TEXT, "good": TEXT, "bad": TEXT, "rule": MARKS}
CODE = dict.fromkeys(("k-key", "k-str", "k-num", "k-com", "k-fn"), TEXT)


def colours(light: str) -> dict[str, str]:
    """The tokens of a light as the sheet of this book gives them, those of the dark over those of the light."""
    text = re.sub(r"@media print \{.*", "", sheet.joined(), flags=re.S)
    found: dict[str, str] = {}
    for selector in (":root", 'html[data-theme="dark"]')[: 1 + LIGHTS.index(light)]:
        for block in re.findall(re.escape(selector) + r" \{(.*?)\}", text, re.S):
            found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2.

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("light", LIGHTS)
def test_words_and_marks_stand_out_from_what_they_stand_on(light: str) -> None:
    tokens = colours(light)
    wanted = [(name, ground, least) for name, least in ON_PAPER_AND_TINT.items() for ground in ("paper", "tint")]
    wanted += [(name, "tint", least) for name, least in CODE.items()]
    wanted += [("on-act", "act", TEXT), ("on-act", "act-2", TEXT), ("act", "act-tint", TEXT), ("paper", "ink", TEXT)]
    own = [name for name in tokens if re.match(r"(c|f|r|s\d)-?", name) and name not in ("rule", "r-ctx")]
    wanted += [(name, "paper", MARKS) for name in own if re.fullmatch(r"[cfr]-\w+|s\d", name)]
    weak = [f"{name} on {ground}: {contrast(tokens[name], tokens[ground]):.2f}" for name, ground, least in wanted
            if contrast(tokens[name], tokens[ground]) < least]  # fmt: skip
    assert len(wanted) > 45 and weak == []


def test_every_part_of_the_sheet_is_in_it_and_says_what_it_is(tmp_path: Path) -> None:
    parts = sheet.parts()
    text = sheet.joined()
    assert all(path.read_text("utf-8").strip() in text for path in parts)
    assert [path.name for path in parts if not re.match(r"/\* [A-Z\"].*\*/\n", path.read_text("utf-8"))] == []
    for name in ("tokens", "print", "a-new-part", "base"):
        (tmp_path / f"{name}.css").touch()
    assert [path.stem for path in sheet.parts(tmp_path)] == ["tokens", "base", "a-new-part", "print"]


def test_every_face_that_the_sheet_names_is_there_with_its_licence() -> None:
    named = re.findall(r"url\(fonts/([^)]+)\)", sheet.joined())
    files = {path.name for path in sheet.FONTS.iterdir()}
    assert named and set(named) == {name for name in files if name.endswith(".woff2")}
    licences = list(sheet.FONTS.glob("LICENSE-*.txt"))
    assert len(licences) == 3 and all(
        "SIL Open Font License" in path.read_text("utf-8", "replace") for path in licences
    )


def test_each_letter_of_a_face_is_in_one_file_and_in_the_one_that_has_it() -> None:
    """A browser takes a file for one letter of its range: rare letters must not be in the range of a common file, nor the reverse."""
    ranges: dict[tuple[str, bool], dict[str, set[int]]] = {}
    for rule in re.findall(r"@font-face \{(.*?)\}", sheet.joined()):
        if name := re.search(r"fonts/([\w-]+)\.woff2", rule):
            ends = re.findall(r"U\+([0-9A-F]+)-?([0-9A-F]*)", rule)
            letters = {code for low, high in ends for code in range(int(low, 16), int(high or low, 16) + 1)}
            family = (re.findall(r'"(.*?)"', rule)[0], "italic;" in rule)
            ranges.setdefault(family, {})[name[1]] = letters
    assert len(ranges) == 5
    for files in ranges.values():
        assert sum(map(len, files.values())) == len(set().union(*files.values()))
        for name, letters in files.items():
            if name.endswith("-accents"):
                assert letters == faces.ACCENTS and files[name.replace("accents", "latin")] >= faces.LATIN


def test_the_languages_of_the_interface_have_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {language: words.words(language) for language in words.LANGUAGES}
    assert len({frozenset(told) for told in spoken.values()}) == 1
    assert [key for told in spoken.values() for key, word in told.items() if not word.strip()] == []
    names = {key: set(re.findall(r"\{\w+\}", word)) for key, word in spoken["en"].items()}
    for told in spoken.values():
        assert {key: set(re.findall(r"\{\w+\}", word)) for key, word in told.items()} == names
    for language, text in {"en": "go: Go\n", "ru": "went: Ушёл\n"}.items():
        (tmp_path / f"{language}.yml").write_text(text, "utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    words.words.cache_clear()
    with pytest.raises(UserError, match="not in both languages: go, went"):
        words.words("ru")
    words.words.cache_clear()


def test_what_templates_and_scripts_say_has_a_word() -> None:
    folders = [ROOT / "packages/bookkit/src/bookkit/theme", ROOT / "packages/bookkit/src/bookkit/site"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".html", ".js", ".py")]
    asked = {
        (path.name, key)
        for path in files
        for key in re.findall(
            r'data-w(?:-[a-z-]+)?="([\w.-]+)"|(?:word|label|bookWord)\("([\w.-]+)"', path.read_text("utf-8")
        )
        for key in key
        if key and key != "key"
    }
    assert len(asked) > 15
    assert [(name, key) for name, key in sorted(asked) if key not in words.words("en")] == []
