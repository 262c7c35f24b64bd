"""The pages of why and who keep their rules; the checker finds what breaks one, in small pages made here; each is drawn whole."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.essays import check
from bookkit.essays.figures import Figure, figures, strip
from bookkit.prose.names import variants
from bookkit.prose.pages import Sentence
from bookkit.prose.words import british
from bookkit.site import essays
from bookkit.story.sentences import sentences
from caj import data
from caj.errors import UserError
from coursekit.book import Book
from coursekit.cli import main

SOURCE = "mofa-fm1"  # any row of seeds/sources.csv
LINE = f"They sat down in the hall because the host had asked them to come on that day. [{SOURCE}]\n"
SECTION = {"id": "one", "title": "One", "prose": LINE * 40, "facts": [["2004", LINE.strip()]], "rows": ["ev-2004-05"]}
ESSAY = {
    "schema": "caj-essay/1",
    "id": "small",
    "name": "Small",
    "question": "Why?",
    "stand": "Because.",
    "minutes": 3,
    "opening": LINE,
    "sections": [SECTION, SECTION | {"id": "two"}],
    "take": LINE,
    "next": {"prose": LINE, "text": "Neighbours", "href": "neighbours"},
    "unknown": "What was said.",
}
TIES = ["ev-1992-01", "ev-1998-09", "ev-1999-06", "ev-2004-05", "ev-2007-04", "ev-2025-57"]
PROFILE = {
    "schema": "caj-profile/1",
    "id": "kaz",
    "name": "Kazakhstan",
    "own": [["kk", "Қазақстан"]],
    "stand": LINE,
    "history": LINE * 12,
    "people": LINE * 6,
    "energy": LINE * 6,
    "ties": [{"event": event, "prose": LINE} for event in TIES],
    "persons": [{"name": "tokayev", "who": LINE}],
    "place": {"name": "A bridge", "prose": LINE},
    "misconception": {"belief": "It is flat.", "prose": LINE},
    "unknown": "Much.",
}
WHOLE = {"essays": ESSAY, "profiles": PROFILE}


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str, dict], list[str]]:
    """What the checker says of one page, without the name of its file."""

    def ask(folder: str, page: dict) -> list[str]:
        path = tmp_path / folder / f"{WHOLE[folder]['id']}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(page, allow_unicode=True, sort_keys=False), "utf-8")
        start = f"{folder}/{path.name}"
        found = check.problems(tmp_path)
        assert all(each.place.startswith(start) for each in found)
        return [each.removeprefix(start)[2:] for each in found]

    return ask


def changed(page: dict, path: str, value: object) -> dict:
    """The page with another value at a path such as `sections.0.prose`."""
    page = copy.deepcopy(page)
    *way, last = path.split(".")
    node = page
    for key in way:
        node = node[int(key)] if isinstance(node, list) else node[key]
    node[last] = value
    return page


def test_all_pages_of_why_and_who_are_clean() -> None:
    assert check.problems(ROOT) == []


@pytest.mark.parametrize("folder", WHOLE)
def test_a_page_without_faults_is_clean(said: Callable, folder: str) -> None:
    assert said(folder, WHOLE[folder]) == []


@pytest.mark.parametrize(
    ("folder", "path", "value", "fault"),
    [
        ("essays", "opening", "They met.", 'opening: "They met." has no mark'),
        (
            "essays",
            "sections.1.prose",
            f"{LINE * 40}They met. [nobody-1900]",
            'section two, prose: "They met." names the',
        ),
        ("essays", "sections.0.facts", [["2004", "They met."]], 'section one, facts: "They met." has no mark'),
        ("essays", "sections.0.facts", [["They met."]], "is no pair of a label and a sentence"),
        ("essays", "sections.0.argue", f"{'word ' * 36}[{SOURCE}]", "section one, argue: "),
        ("essays", "sections.0.rows", ["ev-1900-01"], 'the row "ev-1900-01" is in no table'),
        ("essays", "sections.1.id", "one", "two sections are called one"),
        ("essays", "sections.1.titel", "Two", "the key 'titel' is not known. Did you mean 'title'?"),
        ("essays", "unknown", f"What “{'word ' * 11}” means.", "unknown: quotes 11 words"),
        ("essays", "sections.0.unknown", f"What “{'word ' * 11}” means.", "section one, unknown: quotes 11 words"),
        ("essays", "sections", [SECTION], "the page has"),
        ("essays", "id", "large", "id: large, but the file is small"),
        ("profiles", "people", "They met. [nobody-1900]", 'people: "They met." names the source'),
        ("profiles", "ties", PROFILE["ties"][:5], "5 ties; a profile has 6"),
        ("profiles", "ties.0.event", "ev-1900-01", 'the event "ev-1900-01" is not in seeds/events.csv'),
        ("profiles", "ties.0.event", "ev-1992-02", "its countries are JPN, TJK, without KAZ"),
        ("profiles", "ties.0.event", "ev-2025-57", "the ties are not in the order of their days"),
        ("profiles", "persons.0.name", "nobody", 'persons: "nobody" is not in seeds/names.csv'),
        ("profiles", "history", LINE, "the page has"),
    ],
)
def test_a_page_that_breaks_a_rule_is_told_where_and_why(
    said: Callable, folder: str, path: str, value: object, fault: str
) -> None:
    found = said(folder, changed(WHOLE[folder], path, value))
    assert any(fault in each for each in found), found


def test_a_profile_is_of_a_country_that_the_book_knows(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "xyz.yml").write_text(yaml.safe_dump(PROFILE | {"id": "xyz"}, allow_unicode=True), "utf-8")
    assert any("xyz is no country of book.yml" in each for each in check.problems(tmp_path))


def test_the_check_of_the_book_tells_of_the_pages(
    tmp_path: Path, said: Callable, capsys: pytest.CaptureFixture
) -> None:
    said("essays", changed(ESSAY, "opening", "They met."))  # leaves the page in the folder
    (tmp_path / "chapters").mkdir(exist_ok=True)
    (tmp_path / "chapters/lone.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    assert main(["--root", str(tmp_path), "notebooks", "check"]) == 1
    assert 'essays/small.yml, opening: "They met." has no mark' in capsys.readouterr().err


def every_page() -> list[tuple[str, Path]]:
    return [(folder, path) for folder in check.KINDS for path in check.texts(ROOT, folder)]


def read(folder: str, path: Path):
    return check.essay(path) if folder == check.ESSAYS else check.profile(path)


@pytest.mark.parametrize(("folder", "path"), every_page(), ids=lambda value: getattr(value, "stem", value))
def test_pages_write_names_and_words_as_the_book_does(folder: str, path: Path) -> None:
    told = [
        Sentence(path.stem, place, sentence.text)
        for place, block in read(folder, path).blocks()
        for sentence in sentences(block)
    ]
    assert not [*variants(told), *british(told)]


@pytest.mark.parametrize(("folder", "path"), every_page(), ids=lambda value: getattr(value, "stem", value))
def test_a_page_shows_every_sentence_and_lists_every_source(folder: str, path: Path) -> None:
    shown = (essays.essay if folder == check.ESSAYS else essays.profile)(path.stem)
    for _, block in read(folder, path).blocks():
        for sentence in sentences(block):
            assert sentence.text in shown
            assert all(f'<a id="source-{id}"></a>' in shown for id in sentence.sources)
    contents = [page for pages in Book(ROOT).parts.values() for page in pages]
    assert f"{folder}/{path.stem}" in contents
    assert (ROOT / folder / f"{path.stem}.md").is_file()


def test_events_that_a_page_tells_lead_to_the_timeline() -> None:
    assert 'guides/timeline.html#ev-1997-02">Hashimoto' in essays.essay("why-tokyo-acts")
    assert 'guides/timeline.html#ev-2004-05">28 August 2004</a>' in essays.profile("kaz")


def test_our_own_reading_is_told_from_what_a_source_says() -> None:
    assert "(our reading)" in essays.prose("We think so. [ours]")
    assert "(our reading)" not in essays.prose(f"They met. [{SOURCE}]") + essays.prose("Then it rained. [bridge]")


def test_there_are_six_profiles_and_their_figures_compare() -> None:
    countries = [path.stem.upper() for path in check.texts(ROOT, check.PROFILES)]
    assert sorted(countries) == ["JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB"]
    frame = strip(figures(Book(ROOT)), countries)
    assert len(frame) >= 6 and not (frame[countries] == "").any(axis=None)
    wide = data.load("indicators").query("indicator == 'population' and year == 2024 and country == 'UZB'")
    people = float(frame.loc[frame["Figure"].str.startswith("People"), "UZB"].item())
    assert people == pytest.approx(wide["value"].iloc[0] / 1e6, abs=0.05)
    assert frame.loc[frame["Figure"].str.startswith("Growth"), "JPN"].item() == "0"  # and no minus before a nought


def test_a_figure_that_no_table_holds_is_told() -> None:
    with pytest.raises(UserError, match="height_of_camels"):
        strip([Figure("Camels", "metres", "height_of_camels")], ["KAZ"])


def test_at_least_half_of_the_voices_are_women() -> None:
    voices = [row for section in check.essay(ROOT / "essays/voices.yml").sections for row in section.rows]
    people = data.load("testimonies").set_index("id").loc[voices]
    assert (people["gender"] == "female").sum() * 2 >= len(people)
