"""The commands `caj course list` and `caj course plan`."""

import argparse
from datetime import date, time
from pathlib import Path

from caj.errors import UserError


def add_commands(groups) -> None:
    """Add the commands to the parser of `caj`."""
    course = groups.add_parser("course", help="list, plan").add_subparsers(required=True)
    course.add_parser("list", help="the course plans of the book").set_defaults(command=_list)
    plan = course.add_parser("plan", help="syllabus and calendar for your dates")
    plan.add_argument("--weeks", help="length of one of the book's plans")
    plan.add_argument("--plan", type=Path, help="a plan file of your own instead")
    plan.add_argument("--start", required=True, help="first day, as 2027-01-11")
    plan.add_argument("--timezone", required=True, help="for example Europe/Oslo")
    plan.add_argument("--time", default="10:00", help="beginning of each session (default 10:00)")
    plan.add_argument("--days", help="weekdays, as mon,thu (default: spread from the first day)")
    plan.add_argument("--out", type=Path, help="folder for the files (default: course-PLAN)")
    plan.set_defaults(command=_plan)


def _list(options: argparse.Namespace) -> list[str]:
    from bookkit.curriculum.chapters import chapters
    from bookkit.curriculum.plans import plans

    for plan in plans(options.root, chapters(options.root)).values():
        print(f"{plan.name}: {plan.title} ({len(plan.sessions)} sessions of {plan.minutes} minutes)")
    return []


def _plan(options: argparse.Namespace) -> list[str]:
    from bookkit.curriculum.calendar import write_calendar
    from bookkit.curriculum.chapters import chapters
    from bookkit.curriculum.days import class_days
    from bookkit.curriculum.syllabus import markdown, page

    book = chapters(options.root)
    plan = _chosen(options, book)
    days = class_days(
        _read(date.fromisoformat, options.start, "a date such as 2027-01-11"),
        len(plan.sessions),
        plan.sessions_a_week,
        options.timezone,
        _read(time.fromisoformat, options.time, "a time such as 10:00"),
        _weekdays(options.days, plan.sessions_a_week),
    )
    out = options.out or Path(f"course-{plan.name}")
    out.mkdir(parents=True, exist_ok=True)
    (out / "syllabus.md").write_text(markdown(plan, book, days), "utf-8")
    (out / "syllabus.html").write_text(page(plan, book, days), "utf-8")
    write_calendar(out / "calendar.ics", plan, days)
    print(f"{plan.title}: {len(plan.sessions)} sessions, {days.moments[0]:%d %B %Y} to {days.moments[-1]:%d %B %Y}.")
    for day, name in days.skipped.items():
        print(f"No class on {day:%d %B %Y}: {name}.")
    print(f"Written: syllabus.md, syllabus.html and calendar.ics in {out}")
    return []


def _chosen(options: argparse.Namespace, book: dict):
    from bookkit.curriculum.plans import plans, read_plan

    if options.plan:
        return read_plan(options.plan, book)
    known = {str(plan.weeks): plan for plan in plans(options.root, book).values()}
    if options.weeks not in known:
        raise UserError(
            f"There is no plan of {options.weeks} weeks; there are plans of {', '.join(known)}."
            " Choose one of them with --weeks, or write your own and name it with --plan."
        )
    return known[options.weeks]


def _read(reader, text: str, expected: str):
    try:
        return reader(text)
    except ValueError:
        raise UserError(f'"{text}" is not {expected}.') from None


def _weekdays(text: str | None, a_week: int) -> list[int] | None:
    from bookkit.curriculum.days import WEEKDAYS

    if text is None:
        return None
    names = text.lower().split(",")
    if wrong := [name for name in names if name not in WEEKDAYS]:
        raise UserError(f'"{wrong[0]}" is not a weekday; write {", ".join(WEEKDAYS)}.')
    if len(set(names)) != a_week:
        raise UserError(f"The plan meets {a_week} times a week; {text} names {len(set(names))} days.")
    return [WEEKDAYS.index(name) for name in names]
