"""Honest work that does something more, or something by accident, loses nothing."""

import pytest
from conftest import ROOT
from made import ANSWERS, FULL, SLUG, answered, cell, content
from shared import grader, key, sandboxed

from coursekit import exercises
from coursekit.marking.grader import Grader
from coursekit.marking.notebook import read
from coursekit.marking.run import Outcome, grade

IMPORTS = "import-pandas-as-pd-import"
GIVEN = "import pandas as pd\n\nimport caj"


def outcome(grader: Grader, notebook: dict, slug: str = SLUG) -> Outcome:
    return grade(grader._sandbox, key(slug), read(content(notebook)))


def earned(done: Outcome) -> float:
    return sum(mark.earned or 0 for mark in done.marks)


def changed(source: str, name: str = IMPORTS) -> dict:
    """All answers right, and one given cell as the student left it."""
    notebook = answered()
    cell(notebook, name)["source"] = source
    return notebook


@pytest.mark.parametrize(
    "source",
    [
        f"import matplotlib.pyplot as plt\n{GIVEN}",
        f"import seaborn as sns, no_such_package\nfrom no_such.other import *\n{GIVEN}\nsns.set_theme()",
        f"%matplotlib inline\n{GIVEN}",
        f"!pip install seaborn\n%pip install seaborn\n{GIVEN}",
        "import pandas as pd\nimport ca\nimport caj",
        f"import math\nraise KeyboardInterrupt\n{GIVEN}",
        "import pandas as pd\nimport = caj",
        "import sys\nsys.exit()",
        "import os\nos._exit(0)",
        "# import pandas as pd",
        "",
    ],
    ids=[
        "matplotlib",
        "seaborn",
        "magic",
        "pip",
        "slip",
        "interrupted",
        "syntax",
        "exit",
        "ends-its-process",
        "commented",
        "emptied",
    ],
)
def test_a_given_cell_that_was_changed_costs_nothing(source: str, grader: Grader) -> None:
    assert earned(outcome(grader, changed(source))) == FULL


def test_what_a_student_adds_to_a_given_cell_counts(grader: Grader) -> None:
    own = cell(answered(), "meetings-caj-load-meetings")["source"]
    notebook = changed(f"{own}\nmine = (meetings['city'] == 'Tokyo').sum()", "meetings-caj-load-meetings")
    cell(notebook, "meetings-in-tokyo")["source"] = "meetings_in_tokyo = mine"
    assert earned(outcome(grader, notebook)) == FULL


@pytest.mark.parametrize("slug", exercises.slugs(ROOT))
def test_every_given_cell_of_the_book_can_run_twice(slug: str, grader: Grader) -> None:
    """A changed one does: as given, and as it came."""
    notebook = answered(slug)
    solution = {own.id: own for own in key(slug).exercise.cells}
    for each in notebook["cells"]:
        own = solution[each["id"]]
        each["source"] = f"# mine\n{own.source}" if own.role == "given" and own.kind == "code" else own.source
    done = outcome(grader, notebook, slug)
    assert earned(done) == sum(mark.points for mark in done.marks if mark.earned is not None) and done.notes == []


SKIPPED = [
    ("%matplotlib inline", ""),
    ("%config InlineBackend.figure_format = 'svg'", ""),
    ("%load_ext autoreload\n%autoreload 2", ""),
    ("%no_such_magic at all", "%no_such_magic was skipped"),
    ("!pip install seaborn", "the line !pip install seaborn was skipped"),
    ("files = !ls\nassert files == []", "the line !ls was skipped"),
    ("%pip install seaborn", "%pip was skipped"),
    (
        "import matplotlib.pyplot as plt\nfigure, (left, right) = plt.subplots(1, 2)\nleft.plot([1]); plt.show()",
        "matplotlib is not here",
    ),
    ("import seaborn as sns\nwith sns.axes_style('white'):\n    sns.lineplot(x=[1], y=[2])", "seaborn is not here"),
    ("pd.Series([1, 2]).plot(title='mine').set_ylabel('n')", ""),
    ("?pd.Series", ""),
]


@pytest.mark.parametrize("source, says", SKIPPED, ids=range(len(SKIPPED)))
def test_magics_shell_lines_and_drawings_beside_an_answer_cost_nothing(source: str, says: str, grader: Grader) -> None:
    done = outcome(grader, answered(meetings_in_tokyo=f"{source}\n{ANSWERS['meetings-in-tokyo']}"))
    assert earned(done) == FULL, done.notes
    assert any(says in note for note in done.notes) if says else done.notes == []


@pytest.mark.parametrize("magic", ["%%time", "%%timeit", "%%capture"])
def test_a_magic_around_an_answer_keeps_it(magic: str, grader: Grader) -> None:
    assert earned(outcome(grader, answered(meetings_in_tokyo=f"{magic}\n{ANSWERS['meetings-in-tokyo']}"))) == FULL


@pytest.mark.parametrize("magic", ["%%bash", "%%sql", "%%html"])
def test_a_cell_in_another_language_costs_nothing_else(magic: str, grader: Grader) -> None:
    notebook = answered()
    extra = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": f"{magic}\nselect 1",
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"].insert(3, extra)
    assert earned(outcome(grader, notebook)) == FULL


def test_an_answer_made_by_a_package_that_is_not_here_cannot_be_graded(grader: Grader) -> None:
    done = outcome(grader, answered(meetings_in_tokyo="import statsmodels.api as sm\nmeetings_in_tokyo = sm.count()"))
    assert earned(done) == FULL - 2 and "cannot be graded" in done.marks[1].said
