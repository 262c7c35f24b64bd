"""The commands `caj course list` and `caj course plan`."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from caj.errors import UserError
from coursekit.commands.answer import TEACH, Json, example, group

if TYPE_CHECKING:
    from bookkit.curriculum.plans import Plan


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `caj`."""
    course = group("Course plans of the book, and a syllabus and calendar for your dates.")
    course.command("list", epilog=example("caj course list"))(_list)
    course.command("plan", epilog=example("caj course plan --weeks 6 --start 2027-01-11 --timezone Asia/Almaty"))(_plan)
    app.add_typer(course, name="course", rich_help_panel=TEACH)


def _list(ctx: typer.Context, as_json: Json = False) -> None:
    """List the course plans of the book."""
    from bookkit.curriculum.chapters import chapters
    from bookkit.curriculum.plans import plans

    found = plans(ctx.obj.root, chapters(ctx.obj.root)).values()
    if as_json:
        ctx.obj.data["plans"] = [
            {
                "name": plan.name,
                "title": plan.title,
                "weeks": plan.weeks,
                "sessions": len(plan.sessions),
                "minutes": plan.minutes,
            }
            for plan in found
        ]
        return
    for plan in found:
        print(f"{plan.name}: {plan.title} ({len(plan.sessions)} sessions of {plan.minutes} minutes)")


def _plan(
    ctx: typer.Context,
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="First day, as 2027-01-11.")],
    timezone: Annotated[str, typer.Option("--timezone", metavar="ZONE", help="For example Europe/Oslo.")],
    weeks: Annotated[
        str | None, typer.Option("--weeks", metavar="N", help="Length of one of the book's plans.")
    ] = None,
    own: Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="A plan file of your own instead.")] = None,
    at: Annotated[str, typer.Option("--time", metavar="TIME", help="Beginning of each session.")] = "10:00",
    weekdays: Annotated[
        str | None,
        typer.Option("--days", metavar="DAYS", show_default="spread from the first day", help="Weekdays, as mon,thu."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", show_default="course-PLAN", help="Folder for the files.")
    ] = None,
) -> None:
    """Write syllabus and calendar for your dates."""
    from bookkit.curriculum.calendar import write_calendar
    from bookkit.curriculum.chapters import chapters
    from bookkit.curriculum.days import class_days
    from bookkit.curriculum.syllabus import markdown, page

    book = chapters(ctx.obj.root)
    plan = _chosen(ctx.obj.root, weeks, own, book)
    days = class_days(
        _read(date.fromisoformat, start, "a date such as 2027-01-11"),
        len(plan.sessions),
        plan.sessions_a_week,
        timezone,
        _read(time.fromisoformat, at, "a time such as 10:00"),
        _weekdays(weekdays, plan.sessions_a_week),
    )
    out = out or Path(f"course-{plan.name}")
    out.mkdir(parents=True, exist_ok=True)
    (out / "syllabus.md").write_text(markdown(plan, book, days), "utf-8")
    (out / "syllabus.html").write_text(page(plan, book, days), "utf-8")
    write_calendar(out / "calendar.ics", plan, days)
    print(f"{plan.title}: {len(plan.sessions)} sessions, {days.moments[0]:%d %B %Y} to {days.moments[-1]:%d %B %Y}.")
    for day, name in days.skipped.items():
        print(f"No class on {day:%d %B %Y}: {name}.")
    print(f"Written: syllabus.md, syllabus.html and calendar.ics in {out}")


def _chosen(root: Path, weeks: str | None, own: Path | None, book: dict) -> "Plan":
    from bookkit.curriculum.plans import plans, read_plan

    if own:
        return read_plan(own, book)
    known = {str(plan.weeks): plan for plan in plans(root, book).values()}
    if weeks not in known:
        raise UserError(
            f"There is no plan of {weeks} weeks; there are plans of {', '.join(known)}."
            " Choose one of them with --weeks, or write your own and name it with --plan."
        )
    return known[weeks]


def _read(reader: Callable[[str], Any], text: str, expected: str) -> Any:
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
