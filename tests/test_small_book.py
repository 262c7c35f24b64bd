"""What an author may write, on a small book built for this: captions and headings of any script, formulas, prices, pictures."""

import base64
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import altair as alt
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import CHROMIUM, ROOT

from bookkit.in_page.runtime import CACHE
from bookkit.outputs.epub import write_epub
from caj import data, figures

RED = base64.b64decode(  # eight pixels by eight
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC"
)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40"><rect width="40" height="40" fill="red"/></svg>'
CAPTIONS = [
    "Грузы по коридору.",
    "Экспорт урана.",
    "日本の貿易",
    "日本の貿易",
    "Trade of Japan with Kazakhstan by year in 2021.",
    "Trade of Japan with Kazakhstan by year in 2022.",
    "🚢",
]
PAGES = {
    "index.md": "# A small book\n\nWords.\n",
    "guides/headings.md": "# Заголовки\n\n## Первая часть\n\nA.\n\n## 日本の道\n\nB. [](#первая-часть) and [](#日本の道)\n",
    "guides/formulas.md": r"""# Formulas

$$
x = 1
$$ (eq-one)

See {eq}`eq-one`.

$$
\begin{aligned} a &= b + c \\ &= d \end{aligned}
$$

$$
p &= q \\ &= r
$$

Inside a line, $\frac{u}{v}$. A price of $5 and another of $6; US$5 or US$6.
""",
    "guides/pictures.md": "# Pictures\n\n```{figure} red.png\n:alt: A red square\n\nA map.\n```\n\n![A drawn square](square.svg)\n",
}


def shown(number: int, caption: str, table: bool = False, subtitle: str = "") -> nbformat.NotebookNode:
    """A cell with the output that caj.show stores."""
    frame, caught = pd.DataFrame({"year": [2021, 2022], "n": [number, number + 1]}), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "_display", lambda bundle, metadata: caught.append((bundle, metadata)))
        thing = frame if table else alt.Chart(frame).mark_bar().encode(x="year:O", y="n:Q")
        about = {"caption": caption, "subtitle": subtitle, "source": "mofa-fm1"}
        figures.show(thing, alt="Two bars of two years, side by side.", **about)
    output = nbformat.v4.new_output("display_data", data=caught[0][0], metadata=caught[0][1])
    return nbformat.v4.new_code_cell(f"show({number})", outputs=[output], execution_count=1)


def notebook(title: str, *cells: nbformat.NotebookNode) -> str:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {title}"), *cells])
    made.metadata |= {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(made)


SUBTITLED = [
    shown(91, "Cargo of two years.", subtitle="In tonnes."),
    shown(92, "A count.", table=True, subtitle="Of ships."),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built with every warning an error."""
    book = tmp_path_factory.mktemp("small")
    (book / "guides").mkdir()
    for name in ("_config.yml", "_redirects", "CHANGELOG.md", "CITATION.cff", "LICENSE-DATA.md", "book.yml"):
        shutil.copy(ROOT / name, book / name)
    shutil.copytree(ROOT / "_static", book / "_static")
    shutil.copytree(data.folder(), book / "seeds")
    for name, text in PAGES.items():
        (book / name).write_text(text, "utf-8")
    (book / "guides/red.png").write_bytes(RED)
    (book / "guides/square.svg").write_text(SQUARE, "utf-8")
    drawn = nbformat.v4.new_output(
        "display_data", data={"image/png": base64.b64encode(RED).decode(), "text/plain": "a picture"}
    )
    cells = [shown(10 * number, caption) for number, caption in enumerate(CAPTIONS, start=1)]
    cells += [
        shown(80, "日本の援助", table=True),
        nbformat.v4.new_code_cell("draw()", outputs=[drawn], execution_count=1),
    ]
    (book / "guides/captions.ipynb").write_text(notebook("Captions", *cells), "utf-8")
    (book / "guides/other.ipynb").write_text(notebook("Other", shown(90, CAPTIONS[0]), *SUBTITLED), "utf-8")
    names = ["headings", "formulas", "pictures", "captions", "other"]
    files = "".join(f"      - file: guides/{name}\n" for name in names)
    (book / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nparts:\n  - caption: All\n    chapters:\n{files}", "utf-8"
    )
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return book


def build(book: Path) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("jupyter-book")
    surroundings = {
        **os.environ,
        "CAJ_RUNTIME": str(ROOT / CACHE),
    }  # with Python in the pages, where this machine has it
    return subprocess.run(
        [program, "build", book, "-n", "-W", "--keep-going", "-q"], capture_output=True, text=True, env=surroundings
    )


def page(book: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((book / f"_build/html/guides/{name}.html").read_text("utf-8"), "html.parser").select_one(
        "article.bd-article"
    )


def downloaded(book: Path, figure: BeautifulSoup) -> str:
    return (book / "_build/html/guides" / unquote(figure.select_one("a.download")["href"])).resolve().read_text("utf-8")


def test_captions_of_any_script_and_of_the_same_words_have_an_address_a_number_and_a_file_each(small: Path) -> None:
    found = page(small, "captions").select("figure.caj-chart")
    addresses = [figure["id"] for figure in found]
    assert addresses[:4] == ["грузы-по-коридору", "экспорт-урана", "日本の貿易", "日本の貿易-2"]
    assert addresses[4:] == [
        "trade-of-japan-with-kazakhstan-by-year",
        "trade-of-japan-with-kazakhstan-by-year-in",
        "figure",
    ]
    assert len({figure.select_one(".caption-number").get_text() for figure in found}) == len(CAPTIONS)
    for number, figure in enumerate(found, start=1):
        assert f"2021,{10 * number}\n" in downloaded(small, figure)


def test_two_pages_with_the_same_caption_have_a_file_each(small: Path) -> None:
    assert "2021,90\n" in downloaded(small, page(small, "other").select_one("figure.caj-chart"))
    assert "2021,10\n" in downloaded(small, page(small, "captions").select_one("figure.caj-chart"))


def test_a_subtitle_stands_below_the_title_and_the_divided_caption_keeps_its_address(small: Path) -> None:
    figure, table = (
        page(small, "other").select_one(f"#{name}") for name in ("cargo-of-two-years-in-tonnes", "a-count-of-ships")
    )
    assert figure.select_one("figcaption .head").get_text() == "Cargo of two years"
    assert figure.select_one("figcaption .head + .sub").get_text() == "In tonnes."
    assert table.select_one(".head + .sub").get_text() == "Of ships."


def test_a_table_has_an_address_in_its_script(small: Path) -> None:
    assert page(small, "captions").select_one(".tab#日本の援助 .caption-text").get_text() == "日本の援助"


def test_headings_of_any_script_keep_their_words_as_address_and_the_counted_one_beside(small: Path) -> None:
    article = page(small, "headings")
    assert (
        article.select_one("section#первая-часть > h2")
        and article.select_one("section#日本の道 > h2")
        and article.select_one("#id2")
    )
    assert [link["href"] for link in article.select("section section p a")] == ["#первая-часть", "#日本の道"]


def test_formulas_have_numbers_that_links_reach_and_lines_that_stand_below_each_other(small: Path) -> None:
    article = page(small, "formulas")
    first, *aligned = article.select("div.math-display")
    assert first["id"] == "equation-eq-one" and first.select_one(".eqno").get_text() == "(1)"
    assert article.select_one("a[href='#equation-eq-one']").get_text() == "(1)"
    assert [len(formula.select("mtr")) for formula in aligned] == [2, 2]
    assert article.select_one("mfrac") and "&" not in "".join(formula.get_text() for formula in aligned)
    assert "A price of $5 and another of $6; US$5 or US$6." in article.get_text()


@pytest.mark.parametrize(
    "text, said",
    [
        ("Far: $\\SI{5}{km}$", 'cannot be drawn (at character 0: Unknown command "\\SI".)'),
        ("Half: $\\frac{a$", "cannot be drawn"),
        ("Between $a lot of money$ and none.", "are words between two dollar signs: write \\$ for a price"),
        ("\\begin{align} a &= b \\end{align}", "is shown as text: a formula of its own stands between two lines of $$"),
        ("$$x \\eqref{eq-one}$$", "do that in the text, with {eq}`label`"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_line(text: str, said: str) -> None:
    from docutils.frontend import get_default_settings
    from docutils.utils import new_document
    from myst_parser.parsers.docutils_ import Parser

    from bookkit.site import mathml

    settings = get_default_settings(Parser)
    settings.myst_enable_extensions, settings.myst_dmath_allow_space, settings.myst_dmath_allow_digits = (
        ["dollarmath"],
        False,
        False,
    )
    document = new_document("page.md", settings)
    Parser().parse(f"# A\n\n{text}\n", document)
    heard = mathml.faults(document)
    assert len(heard) == 1 and said in heard[0][0] and heard[0][1].line == 3, heard


def test_a_pasted_picture_is_said_by_the_build_with_the_cell_and_what_to_do(small: Path, tmp_path: Path) -> None:
    book = shutil.copytree(small, tmp_path / "book", ignore=shutil.ignore_patterns("_build"))
    cell = nbformat.v4.new_markdown_cell(
        "![](attachment:image.png)",
        id="drawn",
        attachments={"image.png": {"image/png": base64.b64encode(RED).decode()}},
    )
    (book / "guides/other.ipynb").write_text(notebook("Other", cell), "utf-8")
    done = build(book)
    assert done.returncode != 0
    assert (
        "guides/other.ipynb, cell drawn: the picture image.png was pasted into the cell. Save it as a file beside the notebook"
        in done.stderr
    )


def test_pictures_of_all_kinds_are_in_the_epub_and_it_is_valid(small: Path) -> None:
    target = small / "book.epub"
    write_epub(small / "_build/html", small, target)
    with zipfile.ZipFile(target) as file:
        names = set(file.namelist())
        for name in ("pictures", "captions"):
            inside = BeautifulSoup(file.read(f"EPUB/guides/{name}.xhtml"), "html.parser")
            pictures = [picture["src"].replace("../", "EPUB/") for picture in inside.select("img")]
            assert pictures and set(pictures) <= names, pictures
        assert file.read("EPUB/_images/red.png") == RED
        words = "".join(file.read(name).decode() for name in names if name.endswith(".xhtml"))
    assert "Ways to run this page" not in words and "from a web address" not in words
    if not (program := shutil.which("epubcheck")):
        pytest.skip("epubcheck is not on this machine; on Debian: apt-get install epubcheck")
    done = subprocess.run(["java", "-jar", program, "--failonwarnings", target], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_pictures_of_all_kinds_are_in_the_pdf_and_no_line_for_the_screen(small: Path) -> None:
    if not CHROMIUM or not shutil.which("pdftotext"):
        pytest.skip("Chromium or pdftotext is not on this machine; on Debian: apt-get install chromium poppler-utils")
    target = small / "book.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "coursekit.cli", "book", "pdf", "--out", target],
        cwd=small,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = subprocess.run(["pdfimages", "-list", target], capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r" image +8 +8 ", listed)) >= 2, listed  # the file and the notebook's output
    words = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert "A map." in words and "A red square" not in words  # a missing picture shows its description instead
    assert "Ways to run this page" not in words and "from a web address" not in words
