"""Open answers reach a person wherever they stand: no point is lost because of a cell's place, kind or picture."""

import base64
import struct
import zlib
from pathlib import Path

import pytest
from made import EXERCISE, SLUG, blank, cell, content, stripped

from coursekit.marking import written_answers
from coursekit.marking.cell_matching import repair
from coursekit.marking.execution_order import plan
from coursekit.marking.grader import Result
from coursekit.marking.hand_marks import Hand
from coursekit.marking.manual import ByHand, open_answers
from coursekit.marking.marking_page import marking_page
from coursekit.marking.marks import Mark
from coursekit.marking.notebook import read
from coursekit.marking.pictures import LARGEST, Album

NOTE = "The ministry wrote it for the press, on the day itself; that's why."
CHUNK = struct.pack(">IIBBBBB", 30, 20, 8, 2, 0, 0, 0)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + CHUNK + struct.pack(">I", zlib.crc32(b"IHDR" + CHUNK))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
LETTERS = base64.b64encode(PNG).decode()


def written(notebook: dict) -> dict[str, written_answers.Written]:
    return written_answers.written(EXERCISE, repair(EXERCISE, read(content(notebook))))


def beside(name: str, step: int, kind: str = "markdown", source: str = NOTE) -> dict:
    """A blank notebook with one more cell, so many places behind the cell called `name`."""
    notebook = blank()
    place = notebook["cells"].index(cell(notebook, name))
    notebook["cells"].insert(place + step, {"cell_type": kind, "id": "new", "metadata": {}, "source": source})
    return notebook


def turned(kind: str, source: str = NOTE, keep: tuple[str, ...] = ("id", "metadata")) -> dict:
    notebook = blank()
    own = cell(notebook, "source-note")
    own.update(cell_type=kind, source=source)
    if "metadata" not in keep:
        own["metadata"] = {}
    if "id" not in keep:
        own["id"] = "other"
    return notebook


def test_an_untouched_copy_holds_no_answer() -> None:
    assert set(written(blank()).values()) == {written_answers.Written()}


@pytest.mark.parametrize("step", [1, 0, -1])
@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
def test_an_answer_below_above_or_beside_its_cell_reaches_a_person(step: int, kind: str) -> None:
    found = written(beside("source-note", step, kind))
    assert NOTE in found["source-note"].text and not found["write-first"].text


@pytest.mark.parametrize("kind", ["raw", "code", "markdown"])
@pytest.mark.parametrize("keep", [("id", "metadata"), ("metadata",), ("id",), ()])
def test_an_answer_in_a_cell_of_another_kind_reaches_a_person(kind: str, keep: tuple[str, ...]) -> None:
    assert NOTE in written(turned(kind, keep=keep))["source-note"].text


def test_both_halves_of_a_split_answer_are_there_in_order() -> None:
    notebook = beside("source-note", 1, source="And the second half.")
    cell(notebook, "source-note")["source"] = "The first half."
    text = written(notebook)["source-note"].text
    assert text.index("The first half.") < text.index("And the second half.")


def test_an_answer_typed_into_the_question_reaches_a_person() -> None:
    notebook = blank()
    place = notebook["cells"].index(cell(notebook, "source-note"))
    prompt = next(one for one in reversed(notebook["cells"][:place]) if "## Question 8" in one["source"])
    prompt["source"] += f"\n\n{NOTE}"
    found = written(notebook)["source-note"].text
    assert NOTE in found and "Write a sourcing note" not in found


def test_an_answer_behind_the_stub_or_at_the_end_of_a_stripped_notebook() -> None:
    notebook = blank()
    cell(notebook, "source-note")["source"] += f"\n\n{NOTE}"
    assert written(notebook)["source-note"].text.strip() == NOTE
    lost = stripped(blank())
    lost["cells"] = [one for one in lost["cells"] if "Write your answer" not in one["source"]]
    lost["cells"].insert(3, {"cell_type": "markdown", "id": "x", "metadata": {}, "source": NOTE})
    assert NOTE in written(lost)["source-note"].text and NOTE in written(lost)["write-first"].text


def test_text_far_from_every_open_question_goes_to_those_without_an_answer() -> None:
    notebook = beside("meetings-in-tokyo", 1)
    cell(notebook, "write-first")["source"] = "It depends."
    found = written(notebook)
    assert NOTE in found["source-note"].text and "elsewhere in the notebook" in found["source-note"].text
    assert found["write-first"].text == "It depends."


def test_text_between_two_open_questions_may_belong_to_either() -> None:
    notebook = beside("source-note", 1)
    cell(notebook, "source-note")["source"] = "My note."
    found = written(notebook)
    assert NOTE in found["source-note"].text and NOTE in found["write-first"].text


def test_code_beside_an_answer_is_run_and_does_not_count_as_one_unless_nothing_else_stands_there() -> None:
    alone = beside("source-note", 1, "code", "my_table = 4711")
    assert "my_table" in written(alone)["source-note"].text
    cell(alone, "source-note")["source"] = "My note."
    assert written(alone)["source-note"].text == "My note."
    assert any("my_table" in step.source for step in plan(EXERCISE, repair(EXERCISE, read(content(alone)))))


@pytest.mark.parametrize("source", [NOTE, "C'est \\d'accord (", "1. First\n2. Second"])
def test_prose_in_a_code_cell_is_not_run(source: str) -> None:
    for notebook in (turned("code", source), beside("source-note", 1, "code", source)):
        repaired = repair(EXERCISE, read(content(notebook)))
        assert not any(source == step.source for step in plan(EXERCISE, repaired))
        assert source in written_answers.written(EXERCISE, repaired)["source-note"].text


@pytest.mark.parametrize("source", ["%matplotlib inline\nx = 1", "!ls", "await thing()", "%%time\nx = = 1"])
def test_magics_and_await_are_code(source: str) -> None:
    repaired = repair(EXERCISE, read(content(beside("source-note", 1, "code", source))))
    assert any(source == step.source for step in plan(EXERCISE, repaired))


def with_picture(source: str, kind: str = "image/png", letters: str = LETTERS, name: str = "chart.png") -> dict:
    notebook = blank()
    cell(notebook, "source-note").update(source=source, attachments={name: {kind: letters}})
    return notebook


@pytest.mark.parametrize(
    "source", ["See ![c](attachment:chart.png)", '<img src="attachment:chart.png">', "*Write your answer here.*", ""]
)
def test_a_pasted_picture_is_an_answer_and_is_shown(source: str) -> None:
    found = written(with_picture(source))["source-note"]
    assert found.pictures == (f"data:image/png;base64,{LETTERS}",) and "picture 1 below" in found.text


def test_a_picture_as_a_data_address_is_shown_and_its_letters_are_not() -> None:
    notebook = blank()
    cell(notebook, "source-note")["source"] = (
        f"Look: ![c](data:image/png;base64,{LETTERS}) and <img src='data:image/png;base64,{LETTERS}'>"
    )
    found = written(notebook)["source-note"]
    assert len(found.pictures) == 2 and LETTERS not in found.text and "Look:" in found.text


@pytest.mark.parametrize(
    "kind, letters",
    [
        ("image/svg+xml", base64.b64encode(SVG).decode()),
        ("image/png", base64.b64encode(SVG).decode()),
        ("text/html", LETTERS),
        ("image/png", "not base64!"),
        ("image/png", base64.b64encode(PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:]).decode()),
        ("image/png", base64.b64encode(PNG + b"0" * LARGEST).decode()),
        ("image/jpeg", base64.b64encode(b"\xff\xd8\xff").decode()),
    ],
)
def test_what_is_no_small_picture_is_named_and_never_put_on_the_page(kind: str, letters: str) -> None:
    found = written(with_picture("![c](attachment:chart.png)", kind, letters))["source-note"]
    assert found.pictures == () and "only in the notebook" in found.text and len(found.text) < 200


def test_another_picture_is_another_answer_and_many_are_bounded() -> None:
    first, second = (
        written(with_picture("![c](attachment:chart.png)", letters=letters))["source-note"].text
        for letters in (LETTERS, base64.b64encode(PNG + b"0").decode())
    )
    assert first != second
    album = Album()
    text = album.text(" ".join([f"data:image/png;base64,{LETTERS}"] * 50), {})
    assert len(album.shown) == 6 and text.count("only in the notebook") == 44


def test_a_jpeg_is_measured_at_its_frame() -> None:
    frame = (
        b"\xff\xd8"
        + b"\xff\xe0"
        + struct.pack(">H", 4)
        + b"ab"
        + b"\xff\xc0"
        + struct.pack(">HBHH", 11, 8, 20, 30)
        + b"\1\1\x11\0"
    )
    assert (
        len(_shown("image/jpeg", frame)) == 1
        and _shown("image/jpeg", frame.replace(struct.pack(">HH", 20, 30), b"\xff\xff\xff\xff")) == []
    )


def _shown(kind: str, picture: bytes) -> list[str]:
    album = Album()
    album.text(f"data:{kind};base64,{base64.b64encode(picture).decode()}", {})
    return album.shown


def test_the_picture_is_seen_on_the_marking_page_and_nothing_of_it_is_code(tmp_path: Path, browser) -> None:
    from PIL import Image

    Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
    letters = base64.b64encode((tmp_path / "red.png").read_bytes()).decode()
    found = written(with_picture('See ![c](attachment:chart.png) <svg onload="alert(1)">', letters=letters))[
        "source-note"
    ]
    results = [
        Result(
            "ann", SLUG, "x", True, [Mark("source-note", 6.0, None, [], "", found.text, pictures=list(found.pictures))]
        )
    ]
    given = ByHand(results, Hand(tmp_path))
    answers = open_answers(given, {SLUG: EXERCISE}, given.hand)
    (tmp_path / "manual.html").write_text(marking_page(answers, given, {SLUG: EXERCISE}, given.hand), "utf-8")
    page = browser.new_page()
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto((tmp_path / "manual.html").as_uri())
    picture = page.get_by_role("img", name="Picture 1 in the answer of ann")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('article img').complete")
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [30, 20]
    assert '<svg onload="alert(1)">' in page.locator("article").inner_text() and not said
    page.close()
