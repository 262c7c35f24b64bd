"""The class report: who has which mark, how marks are spread, which questions were hard, what needs a person."""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from caj.charts import GREY, PALETTE, THEME
from coursekit.exercises import Exercise
from coursekit.marking.grader import Result
from coursekit.marking.marks import Mark
from coursekit.marking.page import items, page, table, text
from coursekit.marking.similarity import Borrowed
from coursekit.marking.submissions import MISSING, RULE


def report(
    results: Iterable[Result],
    exercises: dict[str, Exercise],
    mode: str,
    faults: Sequence[str] = (),
    copied: list[Borrowed] | None = None,
    names: Mapping[str, str] = {},
) -> str:
    """The page for the instructor; `mode` says in one sentence how students' code was kept in, `names` who is who."""
    rows, without, people, changed, missing, tallies = (
        [],
        0,
        {},
        [],
        [],
        {slug: _Tally(exercise) for slug, exercise in exercises.items()},
    )
    for result in results:
        rows.append(
            [
                _who(result.student, names),
                result.slug,
                result.earned,
                result.points,
                result.waiting,
                result.standing,
                " ".join(result.notes),
            ]
        )
        if reasons := result.for_a_person:
            people.setdefault(_who(result.student, names), {}).setdefault(result.slug or result.attempt, []).extend(
                reasons
            )
        changed += [
            [_who(result.student, names), result.slug, *_change(mark)]
            for mark in result.marks
            if mark.automatic is not None
        ]
        if result.graded:
            tallies[result.slug].add(result)
        elif result.status == MISSING:
            missing.append(f"{_who(result.student, names)}, {result.slug}")
        else:
            without += 1
    waiting = sum(row[4] > 0 for row in rows)
    handed = len(rows) - len(missing)
    absent = f" {len(missing)} {'is' if len(missing) == 1 else 'are'} missing." if missing else ""
    parts = [
        f"<p>{handed} submissions, {handed - without} graded, {without} without a mark; {waiting} have open questions that wait.{absent}</p>"
    ]
    parts += [f"<p>{text(mode)}</p>", f"<p>{text(RULE)}</p>"]
    parts += [_attention(people, faults, waiting), _absent(missing), _changed(changed), _copied(copied, names)]
    parts += [tally.pictures() for tally in tallies.values() if tally.shares]
    parts.append(
        "<h2>All submissions</h2>\n"
        + table("Marks", ["student", "exercise", "points", "of", "waiting", "status", "notes"], rows)
    )
    return page("Class report", "\n".join(parts))


def _attention(people: Mapping[str, Mapping[str, list[str]]], faults: Sequence[str], waiting: int) -> str:
    """Whom a person has to look at: each student once, with every exercise and the reasons."""
    link = f'<p><a href="manual.html">Mark the open answers</a> of {waiting} submissions.</p>\n' if waiting else ""
    students = "".join(f"<li>{text(who)}\n{items(_reasons(of))}</li>\n" for who, of in sorted(people.items()))
    listed = f"<ul>\n{students}</ul>\n" if students else ""
    return f"<h2>Needs a person</h2>\n{link}{listed}{items(faults)}" if listed or link or faults else ""


def _reasons(of: Mapping[str, list[str]]) -> Iterable[str]:
    """A line for each exercise and reason; questions with the same reason share one.

    >>> list(_reasons({"x": ["question a: took too long.", "question b: took too long.", "Nothing."]}))
    ['x: questions a, b: took too long.', 'x: Nothing.']
    """
    for exercise, sentences in of.items():
        questions: dict[str, list[str]] = {}
        for sentence in dict.fromkeys(sentences):
            found = re.fullmatch(r"question ([\w-]+): (.*)", sentence, re.DOTALL)
            questions.setdefault(found[2] if found else sentence, []).extend([found[1]] if found else [])
        for reason, names in questions.items():
            asked = f"question{'s' * (len(names) > 1)} {', '.join(names)}: " if names else ""
            yield f"{exercise}: {asked}{reason}"


def _change(mark: Mark) -> list[Any]:
    return [mark.question, mark.automatic, mark.earned, mark.comment]


def _changed(rows: list[list[Any]]) -> str:
    columns = ["student", "exercise", "question", "by itself", "now", "reason"]
    return "<h2>Changed by a person</h2>\n" + table("Marks that a person changed", columns, rows) if rows else ""


def _absent(lines: list[str]) -> str:
    return f"<h2>Not handed in</h2>\n{items(lines)}" if lines else ""


def _copied(copied: list[Borrowed] | None, names: Mapping[str, str]) -> str:
    if copied is None:
        return ""
    if not copied:
        return "<h2>Right for somebody else</h2>\n<p>No answer is wrong for its own variant and right for another.</p>"
    about = "<p>These answers are wrong for the student's variant and right for another student's. That may be chance; talk first.</p>"
    rows = (
        [_who(one.student, names), one.slug, len(one.questions), ", ".join(one.questions), _others(one, names)]
        for one in copied
    )
    columns = ["student", "exercise", "answers", "questions", "right for"]
    return f"<h2>Right for somebody else</h2>\n{about}" + table(
        "Answers that fit another variant, most first", columns, rows
    )


def _others(one: Borrowed, names: Mapping[str, str]) -> str:
    return ", ".join(_who(student, names) for student in one.others) + (f" and {one.more:,} more" if one.more else "")


def _who(student: str, names: Mapping[str, str]) -> str:
    return f"{student} {names[student]}" if names.get(student) else student


class _Tally:
    """What the pictures of one exercise need, added up result by result."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.shares: list[float] = []
        self.seconds: list[float] = []
        self.parts: dict[str, list[float]] = {}  # of each question the sum of shares, and how many

    def add(self, result: Result) -> None:
        self.shares.append(100 * result.earned / max(result.points - result.waiting, 1e-9))
        self.seconds.append(result.seconds)
        for mark in result.marks:
            if mark.earned is not None and mark.points:
                part = self.parts.setdefault(mark.question, [0.0, 0.0])
                part[0] += 100 * mark.earned / mark.points
                part[1] += 1

    def pictures(self) -> str:
        return f"<h2>{text(self.exercise.title)}</h2>\n{_spread(self.shares)}{_hardest(self.parts, self.exercise)}{_time(self.seconds)}"


def _spread(shares: list[float]) -> str:
    """How many submissions have how large a share of the points that are decided."""
    bins = pd.cut(
        pd.Series(shares).clip(0, 100),
        range(0, 101, 10),
        include_lowest=True,
        labels=[f"{low}-{low + 10}" for low in range(0, 100, 10)],
    )
    counts = bins.value_counts(sort=False).rename_axis("share").rename("submissions").reset_index()
    said = f"Bars of the number of submissions by share of points; the median is {pd.Series(shares).median():.0f} per cent."
    return _figure(
        "How marks are spread: submissions by share of the marked points, per cent",
        counts,
        "share",
        "submissions",
        said,
        upright=True,
    )


def _hardest(parts: dict[str, list[float]], exercise: Exercise) -> str:
    if not parts:
        return ""
    means = pd.Series({question: total / count for question, (total, count) in parts.items()}).round(1)
    frame = means.sort_values(kind="stable").rename_axis("question").rename("mean").reset_index()
    levels = {question.name: question.level for question in exercise.questions}
    frame.insert(1, "level", frame["question"].map(levels))
    said = f"Bars of the mean share of points by question; the hardest is {frame['question'][0]} with {frame['mean'][0]:.0f} per cent."
    return _figure("The hardest questions first: mean share of points, per cent", frame, "question", "mean", said)


def _time(taken: list[float]) -> str:
    seconds = pd.Series(taken)
    edges = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, float("inf")]
    names = [f"up to {edge:g}" for edge in edges[1:-1]] + ["longer"]
    counts = (
        pd.cut(seconds, edges, labels=names, include_lowest=True)
        .value_counts(sort=False)
        .rename_axis("seconds")
        .rename("submissions")
        .reset_index()
    )
    said = f"Bars of the number of submissions by seconds needed to run; the median is {seconds.median():.2f} seconds, the longest {seconds.max():.1f}."
    return _figure("Time to run: submissions by seconds", counts, "seconds", "submissions", said, upright=True)


def _figure(caption: str, frame: pd.DataFrame, category: str, value: str, alt: str, upright: bool = False) -> str:
    """A bar chart as a picture, with its numbers as a table below."""
    numbers = table(caption, frame.columns, frame.itertuples(index=False))
    return (
        f'<figure><img alt="{text(alt)}" src="{_picture(frame, category, value, upright)}">\n<figcaption>{text(caption)}</figcaption>\n'
        f"<details><summary>The numbers</summary>{numbers}</details></figure>\n"
    )


def _picture(frame: pd.DataFrame, category: str, value: str, upright: bool) -> str:
    import altair as alt
    import vl_convert

    name, size = (alt.X, alt.Y) if upright else (alt.Y, alt.X)
    bars = alt.Chart(frame.astype({category: "str"})).mark_bar(color=PALETTE[0], stroke=GREY)
    chart = bars.encode(name(f"{category}:N", sort=None), size(f"{value}:Q")).properties(width=520)
    spec = {**chart.to_dict(), "config": THEME}
    drawn = vl_convert.vegalite_to_svg(spec)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
