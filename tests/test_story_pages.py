"""The pages of the story: notebooks that are what their data give, maps that show their places, strips as wide as our knowledge."""

import re
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.notebooks.story_cards import markdown
from bookkit.notebooks.story_write import is_from_data, write_notebooks
from bookkit.site.locator import HEIGHT, WIDTH, around, locator, places, plan
from bookkit.story.links import resolve
from bookkit.story.reading import stories, story
from bookkit.story.sentences import sentences, words
from caj import load
from caj.strip import between, rows, strip, told
from coursekit.exercises.notebooks import read

ONE = "a-table-for-six"
TOLD = [path.parent.name for path in stories(ROOT)]


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A folder with what the pages of the story are made from."""
    for path in [*stories(ROOT), *ROOT.glob("documents/*.yml"), ROOT / "_toc.yml", ROOT / f"chapters/{ONE}.ipynb"]:
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


@pytest.mark.parametrize("slug", TOLD)
def test_each_page_is_what_its_data_give(slug: str) -> None:
    assert is_from_data(ROOT / f"chapters/{slug}/story.yml", ROOT)


def test_a_changed_sentence_is_noticed_and_written_without_losing_an_output(part: Path) -> None:
    data = part / f"chapters/{ONE}/story.yml"
    before = read(part / f"chapters/{ONE}.ipynb")
    data.write_text(data.read_text("utf-8").replace("A table says who belongs.", "A table says who may sit."), "utf-8")
    assert not is_from_data(data, part)
    assert part / f"chapters/{ONE}.ipynb" in write_notebooks(part)
    after = read(part / f"chapters/{ONE}.ipynb")
    assert any("A table says who may sit." in cell.source for cell in after.cells) and is_from_data(data, part)
    outputs = [cell.get("outputs") for cell in before.cells if cell.cell_type == "code"]
    assert outputs == [cell.get("outputs") for cell in after.cells if cell.cell_type == "code"]


def test_every_thread_of_the_story_that_names_a_place_leads_there() -> None:
    ids = {slug: {scene.id for scene in story(ROOT / f"chapters/{slug}/story.yml").scenes} for slug in TOLD}
    for slug in TOLD:
        chapter = story(ROOT / f"chapters/{slug}/story.yml")
        for link in [*chapter.before, *(thread for scene in chapter.scenes for thread in scene.threads)]:
            target = resolve(link.href, ROOT, f"chapters/{slug}")
            page, _, anchor = target.partition("#")
            assert target or link.href == "#", f"{slug}: {link}"
            assert not anchor or anchor in ids[page.removeprefix("chapters/")], f"{slug}: {link}"


def test_a_link_needs_neither_folder_nor_ending() -> None:
    for href in ("two-summits#fifteen-tonnes", "two-summits.html#fifteen-tonnes", "../two-summits.html#fifteen-tonnes"):
        assert resolve(href, ROOT, "documents/abe-2015") == "chapters/two-summits#fifteen-tonnes"
    assert (
        resolve("documents/abe-2015.html", ROOT, f"chapters/{ONE}")
        == resolve("abe-2015", ROOT, "")
        == "documents/abe-2015"
    )


def test_every_scene_has_a_map_and_every_map_a_scene() -> None:
    used = {scene.map for slug in TOLD for scene in story(ROOT / f"chapters/{slug}/story.yml").scenes}
    assert used == set(plan()["maps"])


@pytest.mark.parametrize("name", plan()["maps"])
def test_a_map_shows_all_its_places_within_its_frame(name: str) -> None:
    named = plan()["maps"][name]
    view = around([places()[id][1] for id in named])
    assert all(20 < x < WIDTH - 20 and 20 < y < HEIGHT - 20 for x, y in (view.place(places()[id][1]) for id in named))
    svg = locator(name)
    assert re.findall(r">([^<>]+)</text>", svg) == [places()[id][0] for id in named]
    assert svg.count('class="st main"') == 1 and len(svg) < 16_000


def test_north_is_up_and_east_is_right() -> None:
    view = around([(60, 40), (80, 50)])
    (x1, y1), (x2, y2) = view.place((65, 42)), view.place((75, 48))
    assert x1 < x2 and y1 > y2


def test_an_event_is_as_wide_as_its_date_is_known() -> None:
    events = between("2004-01-01", "2006-12-31", "KAZ", load("events"), also=["ev-2005-10"])
    spec = strip(events, {"ev-2004-05": "First table", "ev-2005-10": "The merger"}, turn="ev-2005-10").to_dict()
    frame = next(iter(spec["datasets"].values()))
    months = [row for row in frame if row["precision"] == "month"]
    assert months and all(row["start"][8:10] == row["end"][8:10] == "01" for row in months)
    assert [row["text"] for row in frame if row["turn"]] == ["The merger"]
    assert {row["line"] for row in frame} == {"First table", "The merger", "all other events"}


def test_the_strip_is_told_in_words_and_a_missing_event_is_named() -> None:
    events = between("2004-01-01", "2005-12-31", "UZB", load("events"))
    known = events["precision"].value_counts()
    assert told(events, {"ev-2004-05": "First table"}, "ev-2004-05").startswith(
        f"A strip of {len(events)} events: {known['day']} to the day"
    )
    with pytest.raises(ValueError, match="ev-1900-01 are not among the rows"):
        rows(events, {"ev-1900-01": "Nothing"})


def test_the_answer_of_a_card_gives_the_right_order_with_its_reasons() -> None:
    chapter = story(ROOT / f"chapters/{ONE}/story.yml")
    card = next(card for card in chapter.cards if card["kind"] == "order")
    answer = markdown(card).split(":::{dropdown} Answer\n")[1]
    named = {option["id"]: option["text"] for option in card["options"]}
    right = [card["answer"][0][0], *(after for _, after, _ in card["answer"])]
    assert re.findall(r"^\d\. ([^:\n]+)", answer, re.M) == [named[id].split(":")[0] for id in right]


@pytest.mark.parametrize("slug", TOLD)
def test_a_chapter_ends_with_a_question_to_argue_and_a_model_of_the_length_that_it_asks_for(slug: str) -> None:
    card = story(ROOT / f"chapters/{slug}/story.yml").card(story(ROOT / f"chapters/{slug}/story.yml").write)
    cells = {cell.id.removeprefix(f"{slug}-"): cell.source for cell in read(ROOT / f"chapters/{slug}.ipynb").cells}
    asked, answer = cells["write"].split(":::{dropdown} A model answer")
    least, most = card["words"]
    assert card["ask"] in asked and f"Write {least} to {most} words." in asked
    assert all(f"*{each['criterion']}*: {each['levels'][0]} → " in asked for each in card["rubric"])
    assert least <= words(card["model"]) <= most and re.sub("<[^>]+>", "", card["model"])[:40] in answer


def test_no_work_is_called_to_argue_in_two_chapters() -> None:
    called = {
        slug: {
            id
            for scene in story(ROOT / f"chapters/{slug}/story.yml").scenes
            for sentence in sentences(scene.historians)
            for id in sentence.sources
        }
        for slug in TOLD
    }
    assert [
        (one, two, called[one] & called[two]) for one, two in combinations(TOLD, 2) if called[one] & called[two]
    ] == []


def test_a_table_of_the_story_speaks_words_and_knows_of_a_date_what_is_known() -> None:
    cells = read(ROOT / "chapters/a-speech-and-its-heirs.ipynb").cells
    shown = next(cell for cell in cells if cell.id.endswith("figure-shown")).outputs[0]["data"]["text/plain"]
    journey = next(line for line in shown.splitlines() if "Sugiura" in line)
    assert "July 2002" in journey and "1 July" not in journey
    assert "to the region" in journey and "Uzbekistan" in journey and "JPN_to_CA" not in shown


def test_a_reader_sees_scene_turn_and_ring_and_follows_the_document(browser, address) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/chapters/{ONE}.html")
    scene = page.locator(".scene").first
    assert scene.locator("svg text", has_text="Astana").is_visible()
    assert (
        "An ambassador sits on the sixth chair" in scene.inner_text() and "26 and 28 August 2004" in scene.inner_text()
    )
    box = scene.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    turn = page.locator(".turn").first
    assert turn.inner_text().startswith("Then the club went away.")
    assert page.locator("sup.own").first.inner_text() == "(our reading)"
    card = page.locator(".ask").first
    card.get_by_text("Answer", exact=True).click()
    assert card.get_by_text("Kawaguchi speaks in Tashkent").last.is_visible()
    page.get_by_role("link", name="Read it like a historian").first.click()
    assert "joint statement" in page.get_by_role("heading", level=1).inner_text()
    page.close()
