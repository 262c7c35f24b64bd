"""Python in the page, tried without a browser: results as plain values, errors in few lines."""

import asyncio
import json
import subprocess
import sys

import pytest
from conftest import ROOT

from caj.page import Session
from coursekit.exercises import notebooks

SCRIPT = """
import json, sys
from caj.page import start
cells = json.load(sys.stdin)
session = start()
lazy = "altair.vegalite" not in sys.modules
print(json.dumps([lazy, *(json.loads(session.run(code, number)) for number, code in enumerate(cells, 1))]))
"""


def in_page(*cells: str) -> list:
    """Results of cells in a fresh process, which start() may change as it likes."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=json.dumps(cells), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lazy, *results = json.loads(done.stdout)
    assert lazy, "Altair is read before anybody draws"
    return results


def run(code: str) -> list[dict]:
    return json.loads(Session().run(code, 1))


def test_results_come_in_order_and_printed_text_in_one_piece() -> None:
    assert run("print('a')\nprint('b')\ndisplay(1)\n2 + 2") == [
        {"kind": "printed", "text": "a\nb\n"},
        {"kind": "value", "text": "1"},
        {"kind": "value", "text": "4"},
    ]
    assert run("3;") == run("None") == run("") == run("x = 1") == []


def test_endless_text_is_cut() -> None:
    [printed] = run("for i in range(300_000): print('x')")
    assert len(printed["text"]) < 110_000 and printed["text"].endswith("the rest is left out.")
    [value] = run("'x' * 300_000")
    assert len(value["text"]) < 110_000 and value["text"].endswith("characters are not shown. Show a part of it.")
    shown = run("for i in range(5_000): display(i)")
    assert len(shown) == 301 and "the rest is left out" in shown[-1]["text"]


def test_printed_text_is_told_line_by_line_while_the_cell_runs() -> None:
    heard: list[str] = []
    told = lambda text: heard.append(json.loads(text)["text"])
    code = "print('one')\nprint('t', end='')\nprint('wo')\nprint('.', end='', flush=True)\n6 * 7\n1 / 0"
    asyncio.run(Session().answer(code.replace("6 * 7", "display(6 * 7)"), 1, told))
    assert heard[:4] == ["one\n", "two\n", ".", "42"] and "ZeroDivisionError" in heard[4]


def printed(session: Session, number: int, code: str) -> str:
    return "".join(shown["text"] for shown in json.loads(session.run(code, number)))


@pytest.mark.parametrize(
    "first",
    [
        "x = 1",
        "import math as x",
        "def x(): pass",
        "for x in range(3): pass",
        "def f():\n    global x\n    x = 1\nf()",
        "globals()['x'] = 1",
        "class x: pass",
    ],
)
def test_what_a_cell_no_longer_sets_is_gone(first: str) -> None:
    session = Session()
    assert printed(session, 3, first) == "" and printed(session, 4, "x;") == ""
    printed(session, 3, "y = 1")
    assert "→ Cell 3 set x when it ran before; as its code stands now, it does not." in printed(session, 4, "x")
    printed(session, 3, "x = 2")
    assert printed(session, 4, "x") == "2"


def test_a_name_of_two_cells_has_the_value_of_the_one_that_is_left() -> None:
    session = Session()
    printed(session, 1, "x = 1")
    assert [printed(session, 2, "x = x + 1\nx") for _ in range(2)] == ["2", "2"], (
        "a cell builds on what it has set itself"
    )
    printed(session, 1, "x = 2")  # the very value that stands already
    assert printed(session, 2, "x = x + 1\nx") == "3"
    printed(session, 2, "")
    assert printed(session, 3, "x") == "2"
    assert printed(session, 2, "del x") == "" and "NameError" in printed(session, 3, "x")
    assert "earlier" not in printed(session, 3, "nobody") and "→" not in printed(session, 3, "nobody")
    printed(session, 2, "display = print = 1")
    printed(session, 2, "")
    assert printed(session, 3, "display('shown')\nprint('said')") == "'shown'said\n"


CHART = "import altair as alt, pandas as pd\nframe = pd.DataFrame({'a': ['A', 'B'], 'b': [28, 55]})\n"


@pytest.mark.parametrize(
    "code",
    [
        CHART + "alt.Chart(frame).mark_bar().encode(x='a', y=alt.Y('b', scale=alt.Scale(domain=[0, float('nan')])))",
        CHART
        + "alt.Chart(alt.Data(values=[{'x': float('nan'), 'y': float('inf')}])).mark_point().encode(x='x:Q', y='y:Q')",
        CHART + "import numpy\nalt.Chart(frame).mark_bar(size=numpy.float64('nan')).encode(x='a', y='b')",
    ],
)
def test_numbers_that_are_none_still_give_a_chart(code: str) -> None:
    [chart] = in_page(code)[0]
    assert chart["kind"] == "chart"
    json.dumps(chart, allow_nan=False)  # what JSON.parse of the page can read


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("input('Name? ')", "Write the answer into the code instead of input()"),
        ("import getpass, sys\nsys.stdin.readline()", "Nobody can be asked in a page"),
        ("breakpoint()", "Nobody can be asked in a page"),
        ("%timeit 1 + 1", "a command of Jupyter, not Python"),
        ("%%time\nx = 1", "a command of Jupyter, not Python"),
        ("x = 1\n!pip install pandas", "a command for a terminal"),
        ("files = !ls", "a command for a terminal"),
        ("?print", "Write help(name) here"),
        ("print?", "Write help(name) here"),
        ("x = \u201cb\u201d", "straight quotation marks"),
        ("print（'a'、'b')", "Type ( for “（”, , for “、”"),
        ("x＝10", "Type = for “＝”"),
        ("x = 5 − 3", "Type - for “−”"),
        ("print(1)\u3000", "Type a blank for"),
        ("c\u0430j", "Type a for “\u0430”"),
        ("10**6000", "math.log10(number)"),
        ("2.5**10_000", "Use larger units"),
        ("x = " + "(" * 250 + ")" * 250, "Build it in steps"),
        ("import seaborn", "has no package seaborn"),
        ("import sys\nsys.exit('enough')", "the page goes on"),
        ("def f():\n    return f()\nf()", "RecursionError"),
        ("x = []\nfor i in range(100_000):\n    x = [x]\nx", "RecursionError"),
        (
            "display({'application/vnd.vegalite.v5+json': {'a': {1, 2}}}, raw=True)",
            "cannot hold a value of the kind set",
        ),
        (
            "x = 1\nfor i in range(500):\n    x = [x]\ndisplay({'application/vnd.vegalite.v5+json': {'a': x}}, raw=True)",
            "Flatten it first",
        ),
        ("class Odd:\n    def __repr__(self):\n        return 7\nOdd()", "__repr__ returned non-string"),
        ("raise ValueError('x' * 10**6)", "(shortened)"),
        ("x = '\\ud800'\nraise ValueError(x)", "ValueError"),
    ],
)
def test_what_a_page_cannot_do_ends_in_a_sentence_that_helps(code: str, said: str) -> None:
    [*_, error], after = in_page(code, "'and goes on'")
    assert error["kind"] == "error" and said in error["text"] and len(error["text"]) < 6_000
    assert after == [{"kind": "value", "text": "'and goes on'"}]


def test_await_stands_where_it_does_in_a_notebook() -> None:
    code = "import asyncio\nawait asyncio.sleep(0)\nasync def two():\n    return 2\nawait two()"
    assert run(code) == [{"kind": "value", "text": "2"}]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("total = 1\ntotle", "Cell 1, line 2: totle\nNameError: name 'totle' is not defined"),
        (
            "import caj\ncaj.load('event')",
            "Cell 1, line 2: caj.load('event')\nDataError: There is no table \"event\". Did you mean events?",
        ),
        ("raise SystemExit(3)", "Cell 1, line 1: raise SystemExit(3)\nSystemExit: 3"),
        (
            "def f():\n    return 1 / 0\nf()",
            "Cell 1, line 3: f()\nCell 1, line 2: return 1 / 0\nZeroDivisionError: division by zero",
        ),
    ],
)
def test_an_error_names_the_readers_lines_and_nothing_else(code: str, said: str) -> None:
    [error] = run(code)
    assert error["kind"] == "error" and error["text"].startswith(said)


def test_a_slip_of_syntax_shows_its_place() -> None:
    [error] = run("x = 1\nif x\n    print(x)")
    assert error["text"] == "Cell 1, line 2:\n    if x\n        ^\nSyntaxError: expected ':'"


def test_figures_tables_and_checks_reach_the_page() -> None:
    make = "import altair as alt, pandas as pd, caj\nframe = pd.DataFrame({'year': [2023, 2024], 'n': [1.5, 2]})\nchart = alt.Chart(frame).mark_bar().encode(x='year:O', y='n')"
    words = "caption='Two bars.', subtitle='In tonnes.', source='mofa-fm1'"
    results = in_page(
        make,
        f"caj.show(chart, {words}, alt='Two bars, the second is taller.')",
        f"caj.show(frame, {words})",
        "chart",
        "caj.check('the-middle-corridor/growth-2023', ...)",
        "frame",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))",
        "from caj.widgets import what_if\nwhat_if(lambda n: chart, caption='One.', source='mofa-fm1', alt=lambda n: 'Two bars, the second is taller.', n=(1, 0, 2, 1))",
    )
    _, [figure], [table], [bare], [check], [frame], [markup], [control] = results
    credit = [["mofa-fm1", "Ministry of Foreign Affairs of Japan 2004"]]
    assert figure["kind"] == "chart" and figure["alt"].startswith("Two bars") and "title" not in figure["spec"]
    assert (
        figure["data"]["rows"] == [["2023", "1.5"], ["2024", "2.0"]] and figure["credit"] == table["credit"] == credit
    )
    assert figure["subtitle"] == table["subtitle"] == "In tonnes." and bare["subtitle"] == ""
    assert bare["data"]["rows"] == [["2023", "1.5"], ["2024", "2.0"]], "an undescribed chart has its rows too"
    assert table["kind"] == "table" and table["caption"] == "Two bars." and table["data"]["columns"] == ["year", "n"]
    assert bare["kind"] == "chart" and bare["caption"] == "" and bare["spec"]["config"]["font"]
    assert "Not answered yet" in check["html"] and "<table" in frame["html"] and markup["html"] == "<b>x</b>"
    assert control["kind"] == "chart", "sliders need a kernel: in the page the figure stands"


UNUSUAL = [
    CHART + "alt.Chart(frame).mark_bar().encode(x='a', y='b', tooltip=alt.value(None))",
    CHART
    + "from caj.figures import CHART_MIME\ndisplay({CHART_MIME: {'mark': 'bar', 'config': None, 'encoding': {'tooltip': None}}}, raw=True)",
    CHART
    + "from caj.figures import CHART_MIME\ndisplay({CHART_MIME: {'layer': [{'encoding': None}, None], 'encoding': {'tooltip': [None, {'field': {'repeat': 'layer'}}]}}}, raw=True)",
]


def test_a_chart_made_in_the_page_is_as_readable_as_the_stored_one() -> None:
    mark = (
        "alt.Chart(frame.rename(columns={'b': 'share_of_gdp'})).mark_bar().encode(x='a', tooltip=['a', 'share_of_gdp'])"
    )
    [chart], [layered] = in_page(CHART + mark, CHART + f"({mark}) + alt.Chart(frame).mark_rule()")
    words = [
        {"field": "a", "type": "nominal", "title": "a"},
        {"field": "share_of_gdp", "type": "quantitative", "title": "share of gdp", "format": ",d"},
    ]
    assert chart["spec"]["encoding"]["tooltip"] == layered["spec"]["layer"][0]["encoding"]["tooltip"] == words
    for result in (chart, layered):
        config = result["spec"]["config"]
        assert (
            config["mark"] == {"tooltip": {"content": "encoding"}}
            and config["axis"]["labelFlush"] is False
            and config["tooltipFormat"]
        )


@pytest.mark.parametrize("code", UNUSUAL)
def test_a_chart_without_words_for_its_tooltip_stays_a_chart(code: str) -> None:
    assert in_page(code)[0][0]["kind"] == "chart"


@pytest.mark.parametrize("slug", ["the-middle-corridor", "auditing-the-news"])
def test_a_chapter_gives_what_is_stored(slug: str) -> None:
    cells = [cell for cell in notebooks.read(ROOT / f"chapters/{slug}.ipynb").cells if cell.cell_type == "code"]
    for cell, results in zip(cells, in_page(*(cell.source for cell in cells)), strict=True):
        kinds = [
            {"display_data": ("chart", "table"), "execute_result": ("html", "value"), "stream": ("printed",)}[
                o.output_type
            ]
            for o in cell.outputs
        ]
        assert len(results) == len(kinds) and all(r["kind"] in kind for r, kind in zip(results, kinds)), cell.source
        for output, result in zip(cell.outputs, results):
            stored = (
                output.text
                if output.output_type == "stream"
                else output.data.get("text/html") or output.data["text/plain"]
            )
            assert result.get("text", result.get("html", stored)) == stored
