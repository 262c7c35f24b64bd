"""The curriculum holds together: objectives checked, notes and plans that fit their minutes, dates that exist."""

import re
from datetime import date, time
from pathlib import Path

import networkx
import pytest
from conftest import ROOT
from icalendar import Calendar

from bookkit.curriculum.chapters import auto_checked, chapters, sections_of
from bookkit.curriculum.days import class_days
from bookkit.curriculum.plans import plans, problems, read_plan
from bookkit.site import curriculum
from caj import data
from coursekit.cli import main
from coursekit.exercises import load, slugs
from coursekit.exercises.notebooks import source_path
from coursekit.exercises.rubrics import rubrics, table

BOOK = chapters(ROOT)
PLANS = plans(ROOT, BOOK)
COMMAND = ["--root", str(ROOT), "course", "plan", "--weeks", "6", "--start", "2027-01-11", "--timezone", "Asia/Almaty"]


@pytest.mark.parametrize("slug", BOOK)
def test_every_objective_is_checked_and_practised(slug: str) -> None:
    known = auto_checked(ROOT, slug)
    for goal in BOOK[slug].objectives:
        assert goal.checks and set(goal.checks) <= known, f"{slug}: objective {goal.id} needs a self-check that exists"
        assert goal.questions, f"{slug}: objective {goal.id} has no question"


@pytest.mark.parametrize("slug", BOOK)
def test_teaching_notes_follow_the_chapter(slug: str) -> None:
    chapter = BOOK[slug]
    assert list(chapter.sections) == sections_of(ROOT, slug)
    assert sum(chapter.sections.values()) == chapter.minutes
    assert 2 <= len(chapter.notes["misconceptions"]) <= 4 and 3 <= len(chapter.notes["discussion"]) <= 5
    assert chapter.notes["goal"] and chapter.notes["board"] and chapter.notes["cut"]
    assert chapter.review_by and chapter.figures_to


def test_chapters_need_each_other_without_circles() -> None:
    arrows = curriculum.graph()
    assert networkx.is_directed_acyclic_graph(arrows) and set(arrows) == set(BOOK)
    order = {slug: place for place, slug in enumerate(BOOK)}
    assert all(order[before] < order[after] for before, after in arrows.edges), "the contents must keep the order"


def test_plans_fit_their_minutes_and_name_each_length() -> None:
    assert {plan.weeks for plan in PLANS.values()} == {1, 6, 13}
    assert all(problems(plan) == [] for plan in PLANS.values())
    sessions = PLANS["thirteen-weeks"].sessions
    used = {activity.chapter for session in sessions for activity in (*session.in_class, *session.at_home)}
    assert used >= set(BOOK)


def test_a_plan_becomes_a_syllabus_and_a_calendar(tmp_path: Path, capsys) -> None:
    assert main([*COMMAND, "--out", str(tmp_path / "a")]) == 0 == main([*COMMAND, "--out", str(tmp_path / "b")])
    for name in ("syllabus.md", "syllabus.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    events = Calendar.from_ical((tmp_path / "a/calendar.ics").read_bytes()).walk("VEVENT")
    assert len(events) == len(PLANS["six-weeks"].sessions)
    assert events[0].decoded("dtstart").isoformat() == "2027-01-11T05:00:00+00:00", "10:00 in Almaty"
    page = (tmp_path / "a/syllabus.html").read_text("utf-8")
    assert "<table>" in page and "http" not in page and "Monday 11 January 2027" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (["--start", "2027-03-22"], "public holiday in KZ (Nowruz"),
        (["--start", "2027-01-10"], "is a Sunday"),
        (["--start", "11 January"], "is not a date such as 2027-01-11"),
        (["--weeks", "7"], "There is no plan of 7 weeks; there are plans of 1, 6, 13."),
        (["--weeks", "many"], "There is no plan of many weeks"),
        (["--timezone", "Asia/Almaati"], "Did you mean Asia/Almaty"),
        (["--days", "mon,someday"], '"someday" is not a weekday'),
        (["--days", "mon"], "The plan meets 2 times a week"),
        (["--time", "noon"], "is not a time such as 10:00"),
    ],
)
def test_bad_dates_and_numbers_get_a_sentence(change: list[str], sentence: str, tmp_path: Path, capsys) -> None:
    assert main([*COMMAND, "--out", str(tmp_path / "out"), *change]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("the-first-sumit", "the-first-summit", 'there is no chapter "the-first-sumit". Did you mean the-first-summit'),
        ("weight: 51", "weight: 50", "add up to 101"),
        ("minutes: 60}", "minutes: 25}", "takes 120 minutes in class; 90 are there"),
        ("questions: [no-such]", "questions: [regrading]", 'have no question "no-such"'),
        ("wks: 1", "weeks: 1", "the plan lacks weeks"),
        ("[: 1", "weeks: 1", "cannot be read"),
    ],
)
def test_a_wrong_plan_is_refused_with_its_file(wrong: str, right: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    text = (ROOT / "guides/courses/one-week.yml").read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ValueError, match=r"mine\.yml") as error:
        read_plan(path, BOOK)
    assert sentence in str(error.value)


def test_holidays_are_left_out_and_named() -> None:
    days = class_days(date(2027, 3, 1), 8, 2, "Asia/Tashkent", time(9))
    assert date(2027, 3, 8) in days.skipped and len(days.moments) == 8
    assert not {moment.date() for moment in days.moments} & set(days.skipped)
    assert class_days(date(2027, 3, 1), 2, 2, "UTC", time(9)).country is None


def test_every_open_question_has_its_rubric() -> None:
    known = rubrics(ROOT)
    asked = [(slug, question) for slug in slugs(ROOT) for question in load(source_path(ROOT, slug)).questions]
    opened = {f"{slug}/{question.name}": question for slug, question in asked if question.kind == "manual"}
    for place, question in opened.items():
        assert table(known["questions"][place]) in question.prompt, f"{place} shows no rubric"
    assert set(opened) == set(known["questions"])
    for rubric in [*known["questions"].values(), {name: about["levels"] for name, about in known["criteria"].items()}]:
        assert set(rubric) <= set(known["criteria"]) and all(len(levels) == 4 for levels in rubric.values())


def test_glossary_and_prefaces_agree() -> None:
    terms = data.load("glossary")
    assert len(terms) >= 60 and terms["definition"].str.split().str.len().max() <= 40
    verdicts = data.load("claims")["verdict"].value_counts()
    japanese = (ROOT / "guides/preface-ja.md").read_text("utf-8")
    russian = (ROOT / "guides/preface-ru.md").read_text("utf-8")
    for count in [len(data.load("claims")), *verdicts]:
        assert re.search(rf"(?<!\d){count}(?!\d)", japanese) and re.search(
            rf"(?<!\d){count}(?!\d)|\bдва\b|\bдве\b", russian
        ), count
