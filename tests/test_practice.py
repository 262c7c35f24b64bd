"""Cards in the page judge as Python does: the same verdict and the same words for every question, however an answer is written."""

import csv
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.practice import FILES, given, script
from bookkit.practice.export import exported
from caj.checks import check
from caj.question import declared
from coursekit.exercises import load

SOURCES = sorted((ROOT / "chapters").glob("*/exercise.ipynb"))
NODE = shutil.which("node")
JUDGE = """
const { judge } = globalThis.cajPractice;
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([question, answers]) => answers.map((answer) => { const { status, say } = judge(question, answer); return [status, say]; }))));
"""


def entries() -> Iterator[dict]:
    for path in sorted((ROOT / "chapters").glob("*/questions.py")):
        yield from filter(None, (exported(path.parent.name, question) for question in declared(path.parent)))


def written(answer: object) -> str:
    return (
        ", ".join(map(str, answer))
        if isinstance(answer, list)
        else repr(answer)
        if isinstance(answer, float)
        else str(answer)
    )


def answers(entry: dict, chance: random.Random) -> list[str]:
    """The answer, all declared mistakes, and some of the many ways of writing these and others."""
    plain = [written(entry["answer"]), *(written(mistake["value"]) for mistake in entry.get("mistakes", []))]
    dressed = sorted({*forms(entry, plain, chance)} - {*plain})
    return plain + chance.sample(dressed, min(14, len(dressed)))


def forms(entry: dict, plain: list[str], chance: random.Random) -> Iterator[str]:
    answer = entry["answer"]
    yield from [
        "   ",
        "abc",
        "東京",
        "Токио",
        "1,2,3",
        "12 miles",
        "x" * 501,
        "31.02.2012",
        "three",
        "-",
        "None",
        "05/05/2012",
        "11/05/2012",
        "5.11.12",
    ]
    for text in plain:
        yield from (
            f"“{text}”",
            f"({text})",
            f" {text}. ",
            text.upper(),
            text.translate(str.maketrans("aceopxy0123456789.-", "асеорху０１２３４５６７８９．－")),
        )
    if entry["kind"] == "number":
        for number in (answer, *(mistake["value"] for mistake in entry.get("mistakes", []) if "kind" not in mistake)):
            factor = chance.choice([0.01, 100, -1, 1000, 1e-6, 1.01, 0.9, 3.7])
            yield from (
                f"{number:,.2f}",
                f"{number:.2f}".replace(".", ","),
                f"{number:,.1f}".replace(",", " "),
                f"{number:.1f}".replace(".", ",") + " %",
                f"{number:_}",
            )
            yield from (
                f"about {number:.3f}",
                f"{number:e}",
                f"{round(number)}",
                f"{number:.1f} {entry.get('unit', 'km')}",
                f"{number:.0f} per cent a year",
                f"$ {number:.1f} bn",
            )
            yield from (
                repr(number * factor),
                f"{number * factor:.4g}",
                repr(number + entry.get("within", 0) * chance.uniform(-1.4, 1.4)),
                f"{round(number)}/1",
                f"−{number:.1f}",
            )
    if entry["kind"] == "set":
        items = [str(item) for item in answer]
        yield from (
            " and ".join(items),
            "; ".join(reversed(items)),
            "{" + ", ".join(f"'{item}'" for item in items) + "}",
            "\n".join(items),
            " ".join(items),
            ", ".join(items[1:]),
            "、".join(items),
        )
    if entry["kind"] == "date":
        year, month, day = str(answer).split("-")
        yield from (
            f"{year}年{month}月{day}日",
            f"{day}.{month}.{year}",
            f"{day}/{month}/{year}",
            f"{year}{month}{day}",
            f"{day} Nov {year}",
            f"November {int(day)}, {year}",
            f"Nov {year}",
            year,
            f"{year}-{month}",
            f"{answer}T00:00:00",
        )


@pytest.mark.skipif(not NODE, reason="no node on this machine")
def test_page_and_python_give_every_answer_the_same_verdict() -> None:
    chance = random.Random(2026)
    asked = [(entry, answers(entry, chance)) for entry in entries()]
    tries = differ = 0
    for (entry, tried), verdicts in zip(asked, json.loads(node(JUDGE, json.dumps(asked)))):
        for answer, verdict in zip(tried, verdicts):
            tries += 1
            said = check(entry["id"], answer)
            expected = [said.status, said.sentence] if said.status != "open" else ["open", "Not answered yet."]
            if verdict != expected:
                differ += 1
                print(entry["id"], repr(answer), "\n  page  ", verdict, "\n  python", expected)
    assert len(asked) > 190 and tries > 3000
    assert not differ, f"{differ} of {tries} verdicts differ"


def test_every_question_has_a_nudge_and_its_answer_is_right_as_the_help_tells_it() -> None:
    for path in sorted((ROOT / "chapters").glob("*/questions.py")):
        for question in declared(path.parent):
            if exported(path.parent.name, question):
                nudge, way, told = question.hints()
                answer = told.removeprefix("The answer is ").removesuffix(".")
                assert nudge != way and (len(answer) == 1 or answer not in nudge.split()), question.name
                assert check(f"{path.parent.name}/{question.name}", answer).status == "correct", told


def node(program: str, given_in: str) -> str:
    """What a program prints that knows the scripts of the cards."""
    done = subprocess.run(
        [NODE, "-e", given(ROOT) + script() + program], input=given_in, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def graded(folder: Path) -> list[dict]:
    """The points of what lies in the folder `class`, a row for each question."""
    program = [sys.executable, "-m", "coursekit.cli", "grade", folder / "class", "--out", folder / "marks"]
    done = subprocess.run([*program, "--trust", "--workers", "1"], cwd=ROOT, capture_output=True, text=True)
    assert (folder / "marks/questions.csv").is_file(), done.stdout + done.stderr
    with (folder / "marks/questions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FILL = """
const { filled } = globalThis.cajPractice, fs = require("fs");
const [questions, answers, from, to] = JSON.parse(fs.readFileSync(0, "utf8"));
for (const chapter of Object.keys(questions)) {
  const notebook = JSON.parse(fs.readFileSync(`${from}/${chapter}.ipynb`, "utf8"));
  const mine = filled(notebook, questions[chapter], (question) => answers[question.id]).notebook;
  fs.mkdirSync(`${to}/${chapter}`);
  fs.writeFileSync(`${to}/${chapter}/${chapter}.ipynb`, JSON.stringify(mine, null, 1));
}
"""


@pytest.mark.skipif(not NODE, reason="no node on this machine")
def test_what_the_cards_hand_in_earns_every_point_of_every_exercise(tmp_path: Path) -> None:
    stubs = {
        f"{path.parent.name}/{question.name}": question.answer.given
        for path in SOURCES
        for question in load(path).questions
    }
    asked: dict[str, list[dict]] = {}
    for entry in entries():
        chapter, name = entry["id"].split("/")
        if "= ..." in stubs.get(entry["id"], ""):
            asked.setdefault(chapter, []).append(entry | {"name": name, "title": name})
    answers = {entry["id"]: written(entry.get("shown") or entry["answer"]) for part in asked.values() for entry in part}
    (tmp_path / "class").mkdir()
    handed = json.dumps([asked, answers, str(ROOT / "exercises"), str(tmp_path / "class")])
    node(script(FILES) + FILL, handed)
    marks = graded(tmp_path)
    wanted = {(chapter, entry["name"]) for chapter, part in asked.items() for entry in part}
    lost = [row for row in marks if (row["exercise"], row["question"]) in wanted and row["points"] != row["of"]]
    assert not lost, lost
    assert len(wanted) > 105 and wanted <= {(row["exercise"], row["question"]) for row in marks}
