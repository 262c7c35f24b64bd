"""The class report: who has which mark, how marks are spread, which questions were hard, what needs a person."""

import base64
from collections.abc import Iterable

import pandas as pd

from caj.charts import GREY, PALETTE, THEME
from caj.exercises import Exercise
from caj.grading.grader import Result
from caj.grading.page import items, page, table, text
from caj.grading.similarity import Borrowed, pairs
from caj.grading.submissions import RULE


def report(results: list[Result], exercises: dict[str, Exercise], mode: str, faults: Iterable[str] = (), copied: list[Borrowed] | None = None) -> str:
    """The page for the instructor; `mode` says in one sentence how students' code was kept in."""
    graded = [result for result in results if result.graded]
    waiting = sum(result.waiting > 0 for result in results)
    parts = [f"<p>{len(results)} submissions, {len(graded)} graded, {len(results) - len(graded)} without a mark; {waiting} have open questions that wait.</p>"]
    parts += [f"<p>{text(mode)}</p>", f"<p>{text(RULE)}</p>"]
    parts += [_attention(results, list(faults)), _copied(copied)]
    for slug, exercise in exercises.items():
        own = [result for result in graded if result.slug == slug]
        if own:
            parts.append(f"<h2>{text(exercise.title)}</h2>\n{_spread(own)}{_hardest(own, exercise)}{_time(own)}")
    columns = ["student", "exercise", "points", "of", "waiting", "notes"]
    rows = ([r.student, r.slug, r.earned, r.points, r.waiting, " ".join(r.notes)] for r in results)
    parts.append("<h2>All submissions</h2>\n" + table("Marks", columns, rows))
    return page("Class report", "\n".join(parts))


def _attention(results: list[Result], faults: list[str]) -> str:
    lines = [f"{r.student}, {r.slug or r.attempt}: {' '.join(r.notes)}" for r in results if not r.graded] + faults
    return f"<h2>Needs a person</h2>\n{items(lines)}" if lines else ""


def _copied(copied: list[Borrowed] | None) -> str:
    if copied is None:
        return ""
    if not copied:
        return "<h2>Right for somebody else</h2>\n<p>No answer is wrong for its own variant and right for another.</p>"
    about = "<p>These answers are wrong for the student's variant and right for another student's. That may be chance; talk first.</p>"
    return f"<h2>Right for somebody else</h2>\n{about}" + table("Answers that fit another variant", ["student", "variant of", "answers"], pairs(copied))


def _spread(results: list[Result]) -> str:
    """How many submissions have how large a share of the points that are decided."""
    shares = [100 * result.earned / max(result.points - result.waiting, 1e-9) for result in results]
    bins = pd.cut(pd.Series(shares).clip(0, 100), range(0, 101, 10), include_lowest=True, labels=[f"{low}-{low + 10}" for low in range(0, 100, 10)])
    counts = bins.value_counts(sort=False).rename_axis("share").rename("submissions").reset_index()
    said = f"Bars of the number of submissions by share of points; the median is {pd.Series(shares).median():.0f} per cent."
    return _figure("How marks are spread: submissions by share of the marked points, per cent", counts, "share", "submissions", said, upright=True)


def _hardest(results: list[Result], exercise: Exercise) -> str:
    marks = [(mark.question, 100 * mark.earned / mark.points) for result in results for mark in result.marks if mark.earned is not None and mark.points]
    means = pd.DataFrame(marks, columns=["question", "mean"]).groupby("question", sort=False)["mean"].mean().round(1)
    frame = means.sort_values(kind="stable").reset_index()
    levels = {question.name: question.level for question in exercise.questions}
    frame.insert(1, "level", frame["question"].map(levels))
    if frame.empty:
        return ""
    said = f"Bars of the mean share of points by question; the hardest is {frame['question'][0]} with {frame['mean'][0]:.0f} per cent."
    return _figure("The hardest questions first: mean share of points, per cent", frame, "question", "mean", said)


def _time(results: list[Result]) -> str:
    seconds = pd.Series([result.seconds for result in results])
    edges = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, float("inf")]
    names = [f"up to {edge:g}" for edge in edges[1:-1]] + ["longer"]
    counts = pd.cut(seconds, edges, labels=names, include_lowest=True).value_counts(sort=False).rename_axis("seconds").rename("submissions").reset_index()
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
