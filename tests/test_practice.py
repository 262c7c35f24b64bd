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

from bookkit.documents.reading import paths
from bookkit.documents.reading import read as read_lesson
from bookkit.practice import ARRANGED, CORE, FILES, TYPED, authored, given, script
from bookkit.practice.export import exported
from bookkit.story.reading import stories, story
from caj.checks import check, judge
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
            f"{int(day)}ноября {year} г.",
            f"{int(day)} МАРТА {year}",
            f"{year}-Aug-{day}",
            f"2сен{year}",
            f"Nov 1{year}",
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


def told() -> Iterator[dict]:
    """The cards of all scenes and all documents."""
    for path in stories(ROOT):
        yield from story(path).cards
    for path in paths(ROOT):
        yield from read_lesson(path)[0].cards


def arrangements(card: dict, chance: random.Random) -> Iterator[list[str] | str]:
    """The right answer, wrong ones, and such as lack something, as lists and as text."""
    ids = [option["id"] for option in card["options"]]
    if card["kind"] == "order":
        right = [card["answer"][0][0], *(after for _, after, _ in card["answer"])]
        mixed = [chance.sample(ids, len(ids)) for _ in range(6)]
        yield from (
            right,
            right[::-1],
            [*right[1:], right[0]],
            *mixed,
            right[1:],
            [*right, right[0]],
            [*right[1:], "x"],
        )
        yield from (
            ", ".join(right),
            " → ".join(mixed[0]),
            "\n".join(right[::-1]),
            "x" * 501,
            f" {right[0]} ;; {right[1]} ",
        )
    else:
        left = [each["id"] for each in card["left"]]
        tries = [card["answer"], *({each: chance.choice(ids) for each in left} for _ in range(8))]
        for pairs in tries:
            yield [f"{each}:{option}" for each, option in pairs.items()]
        last = [f"{each}: {option}" for each, option in tries[-1].items()]
        yield from (last[1:], ", ".join(last), "\n".join(last[:1]), [f"{left[0]}:nothing"], ["no pair"], "x" * 501)


def ticked(card: dict, chance: random.Random) -> Iterator[list[str] | str]:
    """Every choice alone, and of several each set that a mistake names and some that none names."""
    ids = [option["id"] for option in card["options"]]
    if card["kind"] == "choice":
        yield from ids
        return
    yield from ([id] for id in ids)
    yield from (wrong["value"] for wrong in card["mistakes"] if isinstance(wrong["value"], list))
    yield from (sorted(chance.sample(ids, chance.randint(1, len(ids)))) for _ in range(8))
    yield card["answer"]


@pytest.mark.skipif(not NODE, reason="no node on this machine")
def test_page_and_python_agree_on_the_questions_of_scenes_and_documents_too() -> None:
    chance = random.Random(1997)
    cards = [card for card in told() if card["kind"] != "open"]
    tries = [list((ticked if card["kind"] in ("choice", "several") else arrangements)(card, chance)) for card in cards]
    asked = [(authored.entry(card), tried) for card, tried in zip(cards, tries)]
    seen: dict[str, set[str]] = {}
    for card, tried, verdicts in zip(cards, tries, json.loads(node(JUDGE, json.dumps(asked)))):
        for answer, verdict in zip(tried, verdicts):
            said = judge(authored.question(card), answer, {})
            assert verdict == [said.status, said.sentence], (card["id"], answer)
            seen.setdefault(card["kind"], set()).add(said.status)
    wanted = {"correct", "wrong", "unread"}
    assert seen == {"choice": wanted - {"unread"}, "several": wanted - {"unread"}, "order": wanted, "match": wanted}


def test_a_wrong_order_is_told_by_its_first_wrong_pair_and_every_answer_below_a_card_is_right() -> None:
    for card in told():
        question = authored.question(card)
        match card["kind"]:
            case "order":
                right = [card["answer"][0][0], *(after for _, after, _ in card["answer"])]
                named = {option["id"]: option["text"].rstrip(".") for option in card["options"]}
                swapped = [right[1], right[0], *right[2:]]
                said = judge(question, swapped, {}).sentence
                assert f"“{named[right[0]]}” comes before “{named[right[1]]}”: {card['answer'][0][2]}" in said
                assert judge(question, right, {}).status == "correct", card["id"]
            case "match":
                assert judge(question, card["answer"], {}).status == "correct", card["id"]
            case "choice" | "several":
                assert judge(question, card["answer"], {}).sentence == f"Correct. {card['praise']}", card["id"]


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
        [NODE, "-e", given() + script((*TYPED, *ARRANGED, *CORE)) + program],
        input=given_in,
        capture_output=True,
        text=True,
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
