"""Pages of the curriculum: course map, coverage, prerequisites, teaching notes, plans and rubrics."""

import re

import networkx

from bookkit.curriculum import chapters as course
from bookkit.curriculum.plans import plans
from bookkit.curriculum.syllabus import markdown
from bookkit.site.arrows import draw
from caj import data
from coursekit.book import Book
from coursekit.exercises.notebooks import read
from coursekit.exercises.rubrics import rubrics, table


@data.cache
def book() -> dict[str, course.Chapter]:
    """The chapters of the book that is built."""
    return course.chapters(data.root())


def link(slug: str, up: str = "..") -> str:
    """A Markdown link to a chapter from a guide."""
    return f"[{book()[slug].title}]({up}/chapters/{slug}.ipynb)"


def course_map() -> str:
    """One row a chapter: part, time, level, what it needs, and until when it can be trusted."""
    lines = ["| Chapter | Part and level | Minutes | Read before | Review by |", "| --- | --- | --- | --- | --- |"]
    for chapter in book().values():
        needs = ", ".join(link(slug) for slug in chapter.requires) or "nothing"
        practice = sum(question.minutes for question in chapter.questions)
        time = f"{chapter.minutes}, exercises {practice}" if practice else str(chapter.minutes)
        lines.append(
            f"| {link(chapter.slug)} | {chapter.part}, {chapter.level} | {time} | {needs} | {chapter.review_by} |"
        )
    return "\n".join(lines)


def coverage() -> str:
    """For each chapter its objectives, where they are taught, and how they are checked."""
    return "\n\n".join(_coverage(chapter) for chapter in book().values())


def _coverage(chapter: course.Chapter) -> str:
    lines = [
        f"### {chapter.title}",
        "",
        "| Objective | Sections | Self-checks | Questions |",
        "| --- | --- | --- | --- |",
    ]
    for goal in chapter.objectives:
        sections = "; ".join(goal.sections) or "exercises"
        lines.append(f"| {goal.text} | {sections} | {_code(goal.checks)} | {_code(goal.questions)} |")
    return "\n".join(lines)


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def graph() -> networkx.DiGraph:
    """The chapters, with an arrow from each to those that need it."""
    needed = networkx.DiGraph()
    for chapter in book().values():
        needed.add_node(chapter.slug)
        needed.add_edges_from((before, chapter.slug) for before in chapter.requires)
    return needed


def prerequisites() -> str:
    """A drawing of what needs what, and the same as a list."""
    arrows = graph()
    titles = {slug: chapter.name for slug, chapter in book().items()}
    label = "Drawing: the chapters in columns; lines lead from a chapter to those that need it. The same stands in the list below."
    drawn = (
        f'```{{raw}} html\n<div class="caj-drawing" role="img" aria-label="{label}">{draw(arrows, titles)}</div>\n```'
    )
    lines = [
        f"- {link(slug)}: {', '.join(link(after) for after in arrows.successors(slug)) or 'nothing'}" for slug in arrows
    ]
    return drawn + "\n\nEach chapter, and what needs it:\n\n" + "\n".join(lines)


def reading_order() -> str:
    """For each chapter, what to read first, in order, with the time it takes."""
    arrows, rank = graph(), list(book())
    lines = ["| To read | Read first, in this order | Minutes in all |", "| --- | --- | --- |"]
    for slug, chapter in book().items():
        before = networkx.ancestors(arrows, slug)
        order = [name for name in networkx.lexicographical_topological_sort(arrows, key=rank.index) if name in before]
        minutes = chapter.minutes + sum(book()[name].minutes for name in order)
        lines.append(f"| {link(slug)} | {', then '.join(link(name) for name in order) or 'nothing'} | {minutes} |")
    return "\n".join(lines)


def teaching_page(slug: str) -> str:
    """The page of the teaching notes of one chapter."""
    return f"# Teaching: {book()[slug].name}\n\n{teaching(slug)}"


def teaching(slug: str) -> str:
    """The teaching notes of one chapter."""
    chapter, notes = book()[slug], book()[slug].notes
    rows = "\n".join(f"| {part['title']} | {part['minutes']} | {part['do']} |" for part in notes["sections"])
    beliefs = "\n\n".join(f"**{item['belief']}**\n: {item['answer']}" for item in notes["misconceptions"])
    return (
        f"{link(slug, '../..')}: {chapter.minutes} minutes."
        f' <a href="../../slides/{slug}.html">Slides</a> with speaker notes (press S).'
        f"{_exercises(chapter)}\n\n"
        f"## Goal\n\n{notes['goal']}\n\n"
        f"## Plan of the hour\n\n| Section | Minutes | What the class does |\n| --- | --- | --- |\n{rows}\n\n"
        f"## Likely misconceptions\n\n{beliefs}\n\n"
        "## To discuss\n\n" + "\n".join(f"- {text}" for text in notes["discussion"]) + "\n\n"
        f"## On the board\n\n{notes['board'].strip()}\n\n## What to cut\n\n{notes['cut'].strip()}"
    )


def _exercises(chapter: course.Chapter) -> str:
    minutes = sum(question.minutes for question in chapter.questions)
    return f" [Exercises](../../exercises/{chapter.slug}.ipynb): {minutes} minutes." if minutes else ""


def bibliography() -> str:
    """What the authors of each chapter recommend, and why."""
    return "\n\n".join(f"## {chapter.title}\n\n{_further_reading(slug)}" for slug, chapter in book().items())


def _further_reading(slug: str) -> str:
    text = "\n\n".join(cell.source for cell in read(Book.current().chapter(slug)).cells)
    section = re.search(r"^## Further reading\n(.*?)(?=^## |\Z)", text, re.M | re.S)[1].strip()
    return re.sub(r"\]\(([\w-]+\.ipynb)", r"](../chapters/\1", section)


def plan_list() -> str:
    """The course plans, one line each."""
    found = plans(data.root(), book()).values()
    rows = [
        f"| [{plan.title}](courses/{plan.name}.md) | {plan.weeks} | {len(plan.sessions)} of {plan.minutes} minutes | {plan.audience} |"
        for plan in found
    ]
    return "\n".join(["| Plan | Weeks | Sessions | For whom |", "| --- | --- | --- | --- |", *rows])


def plan(name: str) -> str:
    """One course plan, without dates."""
    text = markdown(plans(data.root(), book())[name], book())
    return text.split("\n", 1)[1].strip()


def rubric_pages() -> str:
    """The general criteria, then the rubric of each open question."""
    known = rubrics(data.root())
    general = known["criteria"]
    asks = "\n".join(f"- **{name.capitalize()}**: {about['asks']}" for name, about in general.items())
    parts = [asks, table({name: about["levels"] for name, about in general.items()})]
    for slug, chapter in book().items():
        own = {key.split("/")[1]: value for key, value in known["questions"].items() if key.startswith(f"{slug}/")}
        if own:
            parts.append(f"## {chapter.title}")
            parts += [f"### {name.replace('-', ' ').capitalize()}\n\n{table(value)}" for name, value in own.items()]
    return "\n\n".join(parts)
