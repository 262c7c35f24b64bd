"""The prose is fit for readers in a second language; and each check finds the fault that it is for."""

import re
from pathlib import Path

import nbformat
import pytest

from bookkit.prose import (
    acronyms,
    british,
    idioms,
    long_chapters,
    long_sentences,
    pages,
    problems,
    signs,
    spelling,
    variants,
)
from bookkit.prose.pages import Sentence, sentences, split
from bookkit.story.reading import stories
from coursekit.cli import main
from coursekit.exercises.notebooks import text


def page(markdown: str) -> list:
    return list(sentences(markdown, "chapters/x.ipynb", "cell a"))


def test_the_book_reads_well(root: Path) -> None:
    read = pages(root)
    told = {f"chapters/{path.parent.name}/story.yml" for path in stories(root)}
    notebooks = {f"chapters/{path.name}" for path in (root / "chapters").glob("*.ipynb")}
    assert told <= set(read) and {file for file in read if Path(file).parent.name == "chapters"} == {
        file for file in notebooks if file.replace(".ipynb", "/story.yml") not in told
    }
    assert {"index.md", "guides/students.md", "guides/criteria.yml", "chapters/tokyo-2025/rubrics.yml"} <= set(read)
    assert problems(root) == []


def test_no_line_that_begins_with_a_year_becomes_a_list(root: Path) -> None:
    files = [*root.glob("chapters/*.ipynb"), *root.glob("chapters/*/exercise.ipynb")]
    texts = {
        path: [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"] for path in files
    }
    texts |= {path: [path.read_text("utf-8")] for path in root.glob("guides/**/*.md")}
    lists = {
        str(path): found
        for path, sources in texts.items()
        if (found := re.findall(r"^\d{2,}[.)](?=\s|$).*", "\n".join(sources), re.M))
    }
    assert {path: lines for path, lines in lists.items() if not all(line.startswith("10") for line in lines)} == {}


@pytest.mark.parametrize(
    "check, markdown, says",
    [
        (long_sentences, "The corridor " + "is long and " * 10 + "ends.", "33 words; at most 30. Make two sentences"),
        (idioms, "The plan paved the way for trade.", '"paved the way" is an idiom. Write for instance "prepare"'),
        (idioms, "They put it on the\nback burner.", '"on the back burner" is an idiom'),
        (signs, "Oʻzbekiston is right, O‘zbekiston is not.", "Write Oʻzbekiston with U+02BB"),
        (spelling, "The coridorr grew.", '"coridorr" is no known word. Mend it, or add it to dictionary.txt'),
        (spelling, "President Mirziyoev came.", "looks like Mirziyoyev, as seeds/names.csv spells it"),
        (spelling, "They met in Tashkant.", "looks like Tashkent"),
        (british, "Trade in color and labor.", '"labor": the book writes labour'),
        (british, "They recieve aid.", '"recieve": the book writes receive'),
        (variants, "Ryutaro Hashimoto spoke.", 'the book writes Hashimoto Ryutaro, not "Ryutaro Hashimoto"'),
        (variants, "Kazakstan agreed.", 'the book writes Kazakhstan, not "Kazakstan"'),
        (acronyms, "The XYZ agreed. It grew.", '"XYZ" is not spelt out here. Write its full name at this first use'),
        (acronyms, "## On XYZ\n\nIt grew. The XYZ agreed.", '"XYZ" is not spelt out here'),
    ],
)
def test_each_check_names_its_fault_once(check, markdown: str, says: str) -> None:
    found = list(check(page(markdown)))
    assert any(says in fault and fault.startswith("chapters/x.ipynb, cell a: ") for fault in found), found
    assert len(found) <= 2


@pytest.mark.parametrize(
    "check, markdown",
    [
        (
            long_sentences,
            "Short [(A long label of a source that nobody reads aloud and that has very many words in it)](#source-a) one.",
        ),
        (spelling, "See `coridorr` at <https://exampel.org>, in data_tabel or exampel.csv, and Dadabaev's text."),
        (british, "The Japan Center and Aso Taro."),
        (variants, 'The source writes "Kazakstan".'),
        (signs, "He said ‘yes’."),
        (acronyms, "The International Energy Agency (IEA) counts. The IEA is old."),
        (acronyms, "EBRD is the European Bank for Reconstruction and Development."),
        (acronyms, "TITR carries goods."),  # the glossary has it, and a chapter links it
        (acronyms, "Part II begins."),
    ],
)
def test_what_is_right_passes(check, markdown: str) -> None:
    assert list(check(page(markdown))) == []


def test_a_chapter_has_an_end() -> None:
    """Its words count, but not those of figures, citations and the card, nor those of other pages."""
    words = "It grew [(Somebody and others 2024)](#source-a). "
    assert list(long_chapters(page(words * 1750))) == []
    (fault,) = long_chapters(page(words * 1750 + "So."))
    assert fault.startswith("chapters/x.ipynb: 3,501 words; at most 3,500")
    card, guide = sentences(words * 2000, "chapters/x.ipynb", "cell card"), sentences(words * 2000, "guides/x.md")
    figure = [Sentence("chapters/x.ipynb", "cell a", "It grew.", "figure")] * 2000
    assert list(long_chapters([*card, *guide, *figure])) == []


def test_a_glossary_term_needs_a_page_that_links_it() -> None:
    assert list(acronyms(list(sentences("TITR carries goods.", "guides/x.md"))))


def test_sentences_end_where_they_end() -> None:
    assert split("It cost 2.5 billion. (More?) Yes\nand no.\n3 of them stayed") == [
        "It cost 2.5 billion.",
        "(More?",
        "Yes and no.",
        "3 of them stayed",
    ]


def test_a_box_and_a_list_are_read_too() -> None:
    box = page(":::{admonition} Disputed\n:class: disputed\n\n- One.\n- Two.\n:::")
    assert [each.text for each in box] == ["Disputed", "One.", "Two."]


def test_model_answers_and_other_languages_stay_out(tmp_path: Path) -> None:
    """Model answers imitate a student; a page with `lang: ru` is not English."""
    cells = [
        nbformat.v4.new_markdown_cell("Why?", id="ask"),
        nbformat.v4.new_markdown_cell("So.", id="answer", metadata={"nbgrader": {"solution": True}}),
    ]
    for folder in ("chapters/x", "guides"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "chapters/x/exercise.ipynb").write_text(text(nbformat.v4.new_notebook(cells=cells)), "utf-8")
    (tmp_path / "guides/preface-ru.md").write_text("---\nlang: ru\n---\n\nКнига.\n", "utf-8")
    read = pages(tmp_path)
    assert [each.text for each in read["chapters/x/exercise.ipynb"]] == ["Why?"] and read["guides/preface-ru.md"] == []


def test_the_command_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "index.md").write_text("# Book\n\nThe goverment agreed.\n", "utf-8")
    assert main(["--root", str(tmp_path), "notebooks", "prose"]) == 1
    assert 'index.md, line 3: "The goverment agreed."' in capsys.readouterr().err


def test_an_exercise_may_use_what_its_chapter_spells_out(tmp_path: Path) -> None:
    (tmp_path / "chapters/x").mkdir(parents=True)
    for name, prose in (
        ("x.ipynb", "The Example Data Office (EDO) counts."),
        ("x/exercise.ipynb", "What does EDO count? And XYZ?"),
    ):
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(prose, id="ask")])
        (tmp_path / "chapters" / name).write_text(text(made), "utf-8")
    (fault,) = problems(tmp_path)
    assert fault.startswith('chapters/x/exercise.ipynb, cell ask: "And XYZ?": "XYZ" is not spelt out here')


def test_captions_and_alt_texts_are_read(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    cell = nbformat.v4.new_code_cell(
        'caj.show(chart, caption=f"Tonnes to {year}.", alt="A line climbs in the harbuor.")', id="show"
    )
    (tmp_path / "chapters/x.ipynb").write_text(text(nbformat.v4.new_notebook(cells=[cell])), "utf-8")
    assert all('"harbuor"' in fault and "cell show" in fault for fault in problems(tmp_path)) and problems(tmp_path)
