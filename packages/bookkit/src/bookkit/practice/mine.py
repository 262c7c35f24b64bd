"""The page "My work": all chapters with how far one is, what is due to be asked again, and the file of all answers."""

import html
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from bookkit.practice.cards import STUB
from caj.question import Question, declared
from coursekit.exercises import load

PAGE = "guides/my-work"


def places(folder: Path) -> Iterator[tuple[Question, str, str]]:
    """Each question of a chapter that a card can ask, the folder of its page, and what it is called."""
    source = folder / "exercise.ipynb"
    exercise = {question.name: question for question in load(source).questions} if source.is_file() else {}
    inside = 0
    for question in declared(folder):
        if question.name in exercise and not question.open and STUB.search(exercise[question.name].answer.given):
            yield question, "exercises", exercise[question.name].prompt.partition("\n")[0].lstrip("# ")
        elif not question.in_exercise:
            inside += 1
            yield question, "chapters", f"Check yourself {inside}"


def lay_out(doctree: nodes.document, titles: dict[str, nodes.title], source: Path) -> dict[str, list[str]]:
    """Write the table of chapters; the page and name of every question, by its id."""
    pages, rows = {}, []
    for path in sorted((source / "chapters").glob("*/questions.py")):
        slug = path.parent.name
        if f"chapters/{slug}" not in titles:
            continue
        title = titles[f"chapters/{slug}"].astext()
        for question, folder, name in places(path.parent):
            pages[f"{slug}/{question.name}"] = [f"{folder}/{slug}", f"{title}: {name}"]
        link = f'<a href="../chapters/{slug}.html">{html.escape(title)}</a>'
        rows.append(f'<tr data-chapter="{slug}"><th scope="row">{link}</th><td>–</td><td>–</td></tr>')
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Chapter", "Answered", "Right at first try"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    heading = '<h2 id="due-again">Due again</h2>'
    home = doctree.next_node(nodes.section) or doctree
    home.append(
        nodes.raw("", f'{heading}<div class="ask-due"></div><h2 id="by-chapter">By chapter</h2>{table}', format="html")
    )
    return pages
