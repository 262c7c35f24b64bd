"""Course plans: sessions made of chapters, exercises and tasks, whose minutes come from the book itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bookkit.curriculum.chapters import Chapter
from caj.errors import Finding, UserError
from caj.nearest import nearest
from coursekit.settings import read_yaml

FOLDER = Path("guides/courses")
SPARE = 10
FIELDS = ("title", "weeks", "sessions_a_week", "minutes", "for", "outcome", "assessment", "sessions")


@dataclass(frozen=True)
class Activity:
    """Something a class or a student does: its text, minutes, and the chapter it belongs to, if any."""

    text: str
    minutes: int
    chapter: str | None = None
    kind: str = "task"


@dataclass(frozen=True)
class Session:
    """One meeting of a class, and the work at home after it."""

    title: str
    in_class: tuple[Activity, ...]
    at_home: tuple[Activity, ...]

    @property
    def minutes(self) -> int:
        """Minutes in class."""
        return sum(activity.minutes for activity in self.in_class)

    @property
    def home_minutes(self) -> int:
        """Minutes of work at home."""
        return sum(activity.minutes for activity in self.at_home)


@dataclass(frozen=True)
class Plan:
    """A course: its sessions, for whom, with what outcome and how it is assessed."""

    name: str
    title: str
    weeks: int
    sessions_a_week: int
    minutes: int
    audience: str
    outcome: str
    assessment: tuple[dict, ...]
    sessions: tuple[Session, ...]


def plans(root: Path, book: dict[str, Chapter]) -> dict[str, Plan]:
    """All plans of the book by name, the shortest first."""
    found = [read_plan(path, book) for path in sorted((root / FOLDER).glob("*.yml"))]
    return {plan.name: plan for plan in sorted(found, key=lambda plan: plan.weeks)}


def read_plan(path: Path, book: dict[str, Chapter]) -> Plan:
    """A plan from its file; UserError with one sentence that names the file and what to change."""
    about = read_yaml(path)
    if not isinstance(about, dict) or (missing := [name for name in FIELDS if name not in about]):
        lacking = ", ".join(missing) if isinstance(about, dict) else "everything"
        raise UserError(f"{path}: the plan lacks {lacking}.")
    try:
        sessions = tuple(_session(entry, book) for entry in about["sessions"])
    except UserError as error:
        raise error.at(path) from None
    plan = Plan(
        path.stem,
        about["title"],
        about["weeks"],
        about["sessions_a_week"],
        about["minutes"],
        about["for"],
        about["outcome"],
        tuple(about["assessment"]),
        sessions,
    )
    if faults := problems(plan):
        raise UserError(faults[0], place=path)
    return plan


def problems(plan: Plan) -> list[Finding]:
    """Each way in which a plan does not fit its own numbers."""
    found = []
    if len(plan.sessions) != plan.weeks * plan.sessions_a_week:
        needed = (
            f"{plan.weeks} weeks of {plan.sessions_a_week} sessions need {plan.weeks * plan.sessions_a_week} sessions"
        )
        found.append(Finding("", f"{needed}; there are {len(plan.sessions)}."))
    if (total := sum(part["weight"] for part in plan.assessment)) != 100:
        found.append(Finding("", f"the weights of the assessment add up to {total}, not to 100."))
    for number, session in enumerate(plan.sessions, 1):
        if not plan.minutes - SPARE <= session.minutes <= plan.minutes:
            takes = f"takes {session.minutes} minutes in class; {plan.minutes} are there."
            found.append(Finding("", f'session {number}, "{session.title}", {takes}'))
    return found


def unknown(sentence: str, name: object, known: Iterable[str]) -> str:
    """The sentence, and the names nearest to the wrong one."""
    return f"{sentence} {nearest(str(name), known, 'There are: ' + ', '.join(known) + '.')}"


def _session(entry: dict, book: dict[str, Chapter]) -> Session:
    in_class = tuple(_activity(item, book) for item in entry["class"])
    return Session(entry["title"], in_class, tuple(_activity(item, book) for item in entry.get("home", [])))


def _activity(item: dict, book: dict[str, Chapter]) -> Activity:
    if "task" in item:
        return Activity(item["task"], item["minutes"])
    kind = "chapter" if "chapter" in item else "exercises"
    slug = item.get(kind)
    if slug not in book:
        raise UserError(unknown(f'there is no chapter "{slug}".', slug, book))
    return (_part if kind == "chapter" else _questions)(book[slug], item)


def _part(chapter: Chapter, item: dict) -> Activity:
    titles = item.get("sections")
    if titles is None:
        return Activity(f"Chapter: {chapter.title}", chapter.minutes, chapter.slug, "chapter")
    for title in titles:
        if title not in chapter.sections:
            raise UserError(unknown(f'chapter {chapter.slug} has no section "{title}".', title, chapter.sections))
    minutes = sum(chapter.sections[title] for title in titles)
    return Activity(f"{chapter.title}: {'; '.join(titles)}", minutes, chapter.slug, "chapter")


def _questions(chapter: Chapter, item: dict) -> Activity:
    known = {question.name: question for question in chapter.questions}
    names = item.get("questions", list(known))
    for name in names:
        if name not in known:
            raise UserError(unknown(f'the exercises of {chapter.slug} have no question "{name}".', name, known))
    what = "all questions" if len(names) == len(known) else ", ".join(names)
    text = f"Exercises of {chapter.title}: {what}"
    return Activity(text, sum(known[name].minutes for name in names), chapter.slug, "exercises")
