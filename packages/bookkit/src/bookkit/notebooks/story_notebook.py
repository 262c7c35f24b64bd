"""The notebook of a chapter of the story, made from its data: text cells from the scenes, a few code cells from the tables."""

import textwrap
from datetime import date, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bookkit.notebooks import story_cards as cards
from bookkit.notebooks import story_text as text
from bookkit.story.links import resolve
from bookkit.story.model import Chairs, Figure, Story
from bookkit.story.sentences import sentences
from coursekit.book import CHAPTERS

SET_UP = "import pandas as pd\n\nimport caj\nfrom caj.strip import between, dated, rows, strip, told"
WIDTH = 84  # of a line of code
RANKS = {
    "foreign_minister": "● minister",
    "deputy_prime_minister": "◐ deputy prime minister",
    "deputy_minister": "◐ deputy minister",
    "ambassador": "◐ ambassador",
    "absent": "○ nobody",
}


def notebook(chapter: Story, root: Path) -> NotebookNode:
    """The whole notebook, before it is cleaned and run."""
    cells = [
        _text(
            f"# {chapter.name}\n\n{chapter.stand}", id="stand"
        ),  # its question stands in the metadata, and in the head of the page
        _text("", id="card"),
        _code(SET_UP, id="set-up"),
        *([_text(text.opening(chapter), id="opening")] if chapter.opening else []),
        _text(f"## {chapter.timeline.title}\n\n{chapter.timeline.sub}\n{text.MARKS}", id="timeline"),
        *_strip(chapter),
    ]
    for scene in chapter.scenes:
        cells += [_text(part, id=f"{scene.id}{end}") for end, part in text.scene(scene, chapter, root).items()]
    cells += _chairs(chapter.chairs) if chapter.chairs else []
    cells += _figure(chapter.figure) if chapter.figure else []
    cells += [
        _text(f"## Summary\n\n{text.bullets(chapter.take)}\n\n{text.paragraph(chapter.next.prose)}", id="summary"),
        _text(f"## Exercises\n\n{text.exercises(chapter.id, root)}", id="exercises"),
        *([_text(cards.markdown(chapter.card(chapter.write)), id="write")] if chapter.write else []),
        _text(f"## Further reading\n\n{text.reading(chapter)}", id="further-reading"),
        _text("", id="data-and-sources"),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"book": about(chapter, root)})


def about(chapter: Story, root: Path) -> dict:
    """The metadata of the chapter."""
    needed = [resolve(link.href, root, f"{CHAPTERS}/{chapter.id}").partition("#")[0] for link in chapter.before]
    return {
        "id": chapter.id,
        "minutes": chapter.minutes.read,
        "level": chapter.level.split(",")[0].lower(),
        "objectives": [{"id": goal.id, "text": goal.text} for goal in chapter.objectives],
        "requires": [page.removeprefix(f"{CHAPTERS}/") for page in needed if page],
        "figures_to": chapter.figures_to,
        "review_by": chapter.review_by,
        "question": chapter.question,
    }


def _strip(chapter: Story) -> list[NotebookNode]:
    """The events of the chapter's years: which have a label, then their strip, each as wide as its date is known."""
    line = chapter.timeline
    labels = "\n".join(f"    {_quoted(id)}: {_quoted(words)}," for id, words, *_ in line.labels)
    states = "|".join(line.countries[1:])
    chosen = (
        f'events = between(\n    "{_day(line.from_)}", "{_day(line.to, -1)}", "{states}", caj.load("events"), labels\n)\n'
        f'named = events[events["id"].isin(labels)]'
    )
    shown = (
        f"caj.show(\n    strip(events, labels, turn={_quoted(line.key)}),\n    caption={_wrapped(line.title)},\n    source=named,\n"
        f"    alt=told(events, labels, turn={_quoted(line.key)}),\n    table=rows(events, labels),\n)"
    )
    return [
        _code(f"labels = {{\n{labels}\n}}", id="labels", tags=["hide-input"]),
        _code(chosen, id="events"),
        _code(shown, id="strip", tags=["hide-input", "slide"]),
    ]


def _chairs(chairs: Chairs) -> list[NotebookNode]:
    """Who sat at which meeting, as a table from `attendance`."""
    cities = "\n".join(f"    {_quoted(id)}: {_quoted(city)}," for id, city in chairs.meetings)
    ranks = "\n".join(f"    {_quoted(rank)}: {_quoted(words)}," for rank, words in RANKS.items())
    rows = (
        f"cities = {{\n{cities}\n}}\n"
        'chairs = caj.load("attendance")\nchairs = chairs[chairs["meeting_id"].isin(cities) & (chairs["country"] != "AFG")]\n'
        'seats = chairs.assign(rank=chairs["delegate_level"].astype("str").replace(ranks))\n'
        'seats = seats.pivot(index=["date", "meeting_id"], columns="country", values="rank")'
    )
    shown = (
        'by_meeting = seats.reset_index(level="date").rename(index=cities)\n'
        'by_meeting["date"] = by_meeting["date"].dt.strftime("%-d %B %Y")\n'
        f'caj.show(\n    by_meeting.rename_axis("meeting").reset_index(),\n    caption={_wrapped(chairs.title)},\n    source=chairs,\n)'
    )
    return [
        _text(f"## {chairs.title}\n\n{chairs.sub}", id="chairs"),
        _code(f"ranks = {{\n{ranks}\n}}", id="ranks", tags=["hide-input"]),
        _code(rows, id="seats", tags=["hide-input"]),
        _code(shown, id="seats-shown", tags=["hide-input", "slide"]),
    ]


def _figure(figure: Figure) -> list[NotebookNode]:
    """The rows of a table that answer a query, and one of another table."""
    code = f'rows_of_table = caj.load("{figure.table}").query(\n    {_quoted(figure.query)}\n)'
    if figure.plus:
        added = {key: value for key, value in figure.plus.items() if key not in ("table", "id")}
        named = ", ".join(f"{key}={_quoted(value)}" for key, value in added.items())
        table, id = figure.plus["table"], figure.plus["id"]
        code += (
            f'\nown = caj.load("{table}").query("id == \'{id}\'").assign(\n    {named}\n)'
            "\nrows_of_table = pd.concat([rows_of_table, own])"
        )
    columns = "\n".join(f"    {_quoted(name)}: {_quoted(heading)}," for name, heading in figure.columns.items())
    first = next(iter(figure.columns))
    shown = f"shown = rows_of_table.sort_values({_quoted(first)})"
    if "date" in figure.columns:
        shown += "\nshown = shown.assign(date=dated(shown))"
    shown += "\nshown = shown[list(headings)]"
    if figure.say:
        shown += '\ntexts = list(shown.select_dtypes(exclude="number"))'
        shown += '\nshown = shown.assign(**shown[texts].astype("str").replace(words, regex=True))'
    shown += f"\ncaj.show(\n    shown.rename(columns=headings),\n    caption={_wrapped(figure.title)},\n    source=rows_of_table,\n)"
    said = "\n".join(f"    {_quoted(part)}: {_quoted(word)}," for part, word in figure.say.items())
    return [
        _text(f"## {figure.title}\n\n{figure.sub}", id="figure"),
        _code(code, id="figure-rows", tags=["hide-input"]),
        _code(f"headings = {{\n{columns}\n}}", id="figure-headings", tags=["hide-input"]),
        *([_code(f"words = {{\n{said}\n}}", id="figure-words", tags=["hide-input"])] if said else []),
        _code(shown, id="figure-shown", tags=["hide-input", "slide"]),
    ]


def _day(year: float, later: int = 0) -> str:
    """The day on which a year with a fraction begins, or some days later.

    >>> _day(2004.5), _day(2011.0, -1)
    ('2004-07-01', '2010-12-31')
    """
    return str(date(int(year), int(year % 1 * 12) + 1, 1) + timedelta(days=later))


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '\\"') + '"'


def _wrapped(words: str) -> str:
    """A text as a literal that fits the lines of code."""
    lines = textwrap.wrap(f"{words.rstrip('.')}.", WIDTH - 14, drop_whitespace=False)
    return (
        _quoted(lines[0])
        if len(lines) == 1
        else "(\n" + "\n".join(f"        {_quoted(line)}" for line in lines) + "\n    )"
    )


def _text(source: str, id: str = "") -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, **({"id": id} if id else {}))


def _code(source: str, id: str, tags: list[str] | None = None) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=id, metadata={"tags": tags} if tags else {})


def sources(chapter: Story) -> list[str]:
    """The ids of all sources that the prose names, in the order of reading."""
    told = [id for _, block in chapter.blocks() for sentence in sentences(block) for id in sentence.sources]
    return list(dict.fromkeys(told))
