"""Cards in the page judge as Python does: the same verdict and the same words for every question, however an answer is written."""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from bookkit.practice import given, script
from bookkit.practice.export import exported
from caj.checks import check
from caj.question import declared

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
    return ", ".join(map(str, answer)) if isinstance(answer, list) else repr(answer) if isinstance(answer, float) else str(answer)


def answers(entry: dict, chance: random.Random) -> list[str]:
    """The answer, all declared mistakes, and some of the many ways of writing these and others."""
    plain = [written(entry["answer"]), *(written(mistake["value"]) for mistake in entry.get("mistakes", []))]
    dressed = sorted({*forms(entry, plain, chance)} - {*plain})
    return plain + chance.sample(dressed, min(14, len(dressed)))


def forms(entry: dict, plain: list[str], chance: random.Random) -> Iterator[str]:
    answer = entry["answer"]
    yield from ["   ", "abc", "東京", "Токио", "1,2,3", "12 miles", "x" * 501, "31.02.2012", "three", "-", "None", "05/05/2012", "11/05/2012", "5.11.12"]
    for text in plain:
        yield from (f"“{text}”", f"({text})", f" {text}. ", text.upper(), text.translate(str.maketrans("aceopxy0123456789.-", "асеорху０１２３４５６７８９．－")))
    if entry["kind"] == "number":
        for number in (answer, *(mistake["value"] for mistake in entry.get("mistakes", []) if "kind" not in mistake)):
            factor = chance.choice([0.01, 100, -1, 1000, 1e-6, 1.01, 0.9, 3.7])
            yield from (f"{number:,.2f}", f"{number:.2f}".replace(".", ","), f"{number:,.1f}".replace(",", " "), f"{number:.1f}".replace(".", ",") + " %", f"{number:_}")
            yield from (f"about {number:.3f}", f"{number:e}", f"{round(number)}", f"{number:.1f} {entry.get('unit', 'km')}", f"{number:.0f} per cent a year", f"$ {number:.1f} bn")
            yield from (repr(number * factor), f"{number * factor:.4g}", repr(number + entry.get("within", 0) * chance.uniform(-1.4, 1.4)), f"{round(number)}/1", f"−{number:.1f}")
    if entry["kind"] == "set":
        items = [str(item) for item in answer]
        yield from (" and ".join(items), "; ".join(reversed(items)), "{" + ", ".join(f"'{item}'" for item in items) + "}", "\n".join(items), " ".join(items), ", ".join(items[1:]), "、".join(items))
    if entry["kind"] == "date":
        year, month, day = str(answer).split("-")
        yield from (f"{year}年{month}月{day}日", f"{day}.{month}.{year}", f"{day}/{month}/{year}", f"{year}{month}{day}", f"{day} Nov {year}", f"November {int(day)}, {year}", f"Nov {year}", year, f"{year}-{month}", f"{answer}T00:00:00")


@pytest.mark.skipif(not NODE, reason="no node on this machine")
def test_page_and_python_give_every_answer_the_same_verdict() -> None:
    chance = random.Random(2026)
    asked = [(entry, answers(entry, chance)) for entry in entries()]
    done = subprocess.run([NODE, "-e", given(ROOT) + script() + JUDGE], input=json.dumps(asked), capture_output=True, text=True, check=True)
    tries = differ = 0
    for (entry, tried), verdicts in zip(asked, json.loads(done.stdout)):
        for answer, verdict in zip(tried, verdicts):
            tries += 1
            said = check(entry["id"], answer)
            expected = [said.status, said.sentence] if said.status != "open" else ["open", "Not answered yet."]
            if verdict != expected:
                differ += 1
                print(entry["id"], repr(answer), "\n  page  ", verdict, "\n  python", expected)
    assert len(asked) > 190 and tries > 3000
    assert not differ, f"{differ} of {tries} verdicts differ"


def test_the_right_answer_is_right_and_every_mistake_is_named() -> None:
    for entry in entries():
        assert check(entry["id"], written(entry["answer"])).status == "correct", entry["id"]
