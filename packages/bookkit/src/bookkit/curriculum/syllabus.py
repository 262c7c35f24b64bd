"""A course on paper: the syllabus as Markdown and HTML."""

import html

from markdown_it import MarkdownIt

from bookkit.curriculum.chapters import Chapter
from bookkit.curriculum.days import Days
from bookkit.curriculum.plans import Activity, Plan, Session

STYLE = """
body { font: 11pt/1.45 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #999; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; } @page { margin: 2cm; }
"""


def markdown(plan: Plan, book: dict[str, Chapter], days: Days | None = None) -> str:
    """The syllabus; without days, the plan as the book prints it."""
    parts = [
        f"# {plan.title}",
        plan.outcome.strip(),
        f"For: {plan.audience.strip()}",
        _frame(plan, days),
        "## Sessions",
        *(_session(number, session, days) for number, session in enumerate(plan.sessions, 1)),
        "## What you will be able to do",
        _objectives(plan, book),
        "## Assessment",
        _assessment(plan),
    ]
    return "\n\n".join(parts) + "\n"


def _frame(plan: Plan, days: Days | None) -> str:
    home = sum(session.home_minutes for session in plan.sessions) / 60 / plan.weeks
    weeks = "1 week" if plan.weeks == 1 else f"{plan.weeks} weeks"
    lines = [
        f"- {weeks}, {len(plan.sessions)} sessions of {plan.minutes} minutes, {plan.sessions_a_week} a week.",
        f"- Work at home: about {home:.0f} hours a week.",
    ]
    if days:
        lines.append(
            f"- From {days.moments[0]:%d %B %Y} to {days.moments[-1]:%d %B %Y}, time zone {days.moments[0].tzinfo}."
        )
        lines += [f"- No class on {day:%A, %d %B %Y}: {name}." for day, name in days.skipped.items()]
        if days.country is None:
            lines.append("- Public holidays of this time zone are not known here: check the dates.")
    return "\n".join(lines)


def _session(number: int, session: Session, days: Days | None) -> str:
    when = f", {days.moments[number - 1]:%A %d %B %Y, %H:%M}" if days else ""
    home = f"\n\nAt home ({session.home_minutes} minutes):\n\n{listed(session.at_home)}" if session.at_home else ""
    return f"### {number}. {session.title}{when}\n\nIn class ({session.minutes} minutes):\n\n{listed(session.in_class)}{home}"


def listed(activities: tuple[Activity, ...]) -> str:
    return "\n".join(f"- {activity.text} ({activity.minutes} min)" for activity in activities)


def _objectives(plan: Plan, book: dict[str, Chapter]) -> str:
    used = {activity.chapter for session in plan.sessions for activity in session.in_class + session.at_home}
    return "\n".join(
        f"- {goal.text} (*{chapter.title}*)"
        for slug, chapter in book.items()
        if slug in used
        for goal in chapter.objectives
    )


def _assessment(plan: Plan) -> str:
    rows = "\n".join(f"| {part['what']} | {part['weight']} % | {part['how']} |" for part in plan.assessment)
    return f"| part | weight | how |\n| --- | --- | --- |\n{rows}"


def page(plan: Plan, book: dict[str, Chapter], days: Days) -> str:
    """The syllabus as one HTML file to print; it loads nothing."""
    body = MarkdownIt("commonmark").enable("table").render(markdown(plan, book, days))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(plan.title)}</title><style>{STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
