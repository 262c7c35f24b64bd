"""Open questions: all answers on one page with their rubric, points in a CSV file, merged back into the results."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from caj.exercises import Exercise, Question
from caj.files import write
from caj.grading.files import table
from caj.grading.grader import Result
from caj.grading.marks import Mark
from caj.grading.page import number, page, text
from caj.spreadsheet import quoted, read

Place = tuple[str, str, str]  # student, exercise, question
COLUMNS = ["student", "exercise", "question", "answer", "of", "points", "comment", "levels"]
SCRIPT = """
const rows=[...document.querySelectorAll('article')];
const points=row=>row.querySelector('.points');
for(const row of rows){row.addEventListener('change',event=>{if(event.target.type!=='radio')return;
 const groups=[...row.querySelectorAll('tbody tr')],chosen=groups.map(g=>g.querySelector('input:checked'));
 if(chosen.every(Boolean)){row.dataset.levels=groups.map((g,i)=>g.querySelector('th').textContent+'='+chosen[i].value).join('; ');
  const mean=chosen.reduce((s,c)=>s+Number(c.value),0)/chosen.length;
  points(row).value=Math.round(mean*Number(row.dataset.of)*2/Number(row.dataset.top))/2}})}
document.getElementById('save').addEventListener('click',()=>{
 const quote=v=>'"'+String(v).replaceAll('"','""')+'"';
 const lines=rows.map(r=>[r.dataset.student,r.dataset.exercise,r.dataset.question,r.dataset.answer,r.dataset.of,points(r).value,r.querySelector('textarea').value,r.dataset.levels].map(quote).join(','));
 const link=document.createElement('a');link.download='manual.csv';
 link.href='data:text/csv;charset=utf-8,'+encodeURIComponent('student,exercise,question,answer,of,points,comment,levels\\n'+lines.join('\\n')+'\\n');link.click()})
"""


class Given(Sequence[Result]):
    """Results with the points of `manual.csv` in them; `faults` has a sentence for every line that does not fit.

    A line counts only for the answer it was given for: an answer that changed since waits again.
    """

    def __init__(self, results: Sequence[Result], path: Path) -> None:
        self._results = results
        rows = [(line, row) for line, row in read_rows(path) if _points(row)] if path.exists() else []
        self._rows = {_place(row): row for _, row in rows}
        waiting = {place: mark for result in results for place, mark in _waiting(result) if place in self._rows} if rows else {}
        found = ((line, _fault(row, waiting.get(_place(row)))) for line, row in rows)
        self.faults = [f"{path.name}, line {line}: {fault}" for line, fault in found if fault]

    def __len__(self) -> int:
        return len(self._results)

    def __getitem__(self, number: int) -> Result:
        return self._merged(self._results[number])

    def __iter__(self) -> Iterator[Result]:
        return map(self._merged, self._results)

    def _merged(self, result: Result) -> Result:
        marks = {mark.question: mark for mark in result.marks}
        for place, mark in _waiting(result):
            row = self._rows.get(place)
            if row and not _fault(row, mark):
                said = (row.get("comment") or "").strip() or "Marked by a person."
                marks[mark.question] = replace(mark, earned=float(_points(row)), said=said)
        return replace(result, marks=list(marks.values()))


def _waiting(result: Result) -> Iterator[tuple[Place, Mark]]:
    return (((result.student, result.slug, mark.question), mark) for mark in result.marks if mark.earned is None)


def _place(row: dict[str, str]) -> Place:
    return row.get("student") or "", row.get("exercise") or "", row.get("question") or ""


def _points(row: dict[str, str]) -> str:
    return (row.get("points") or "").strip().replace(",", ".")


def _fault(row: dict[str, str], mark: Mark | None) -> str:
    """Why a line cannot be used for this answer; nothing when it can."""
    given = _points(row)
    if mark is None:
        return "there is no such open answer; the points are not used."
    if row.get("answer") != fingerprint(mark.answer):
        return "the answer has changed since it was marked; mark it again."
    if not re.fullmatch(r"\d+(\.\d+)?", given) or float(given) > mark.points:
        return f'"{given}" is no number from 0 to {number(mark.points)}.'
    return ""


def write_manual(results: Sequence[Result], exercises: dict[str, Exercise], folder: Path) -> None:
    """Write `manual.html`, the page to mark on, and `manual.csv` with every open answer; points given before stay."""
    path = folder / "manual.csv"
    before = {(*_place(row), row.get("answer")): row for _, row in read_rows(path)} if path.exists() else {}
    answers = _answers(results, exercises)
    rows = [_row(answer, before) for answer in answers]
    if rows:
        write(path, table(COLUMNS, rows))
        about = "<p>Choose a level in every row of the rubric, or type points. Then save the file over <code>manual.csv</code> and run <code>caj grade</code> again.</p>"
        save = '<p><button id="save" type="button">Save manual.csv</button></p>'
        articles = (_article(answer, row, place) for place, (answer, row) in enumerate(zip(answers, rows), 1))
        write(folder / "manual.html", page("Open questions", f"{about}{save}{''.join(articles)}", SCRIPT))


def fingerprint(answer: str) -> str:
    """Short name of an answer's text, to notice when it changes."""
    return sha256(str(answer).encode("utf-8", "replace")).hexdigest()[:12]


def rubric(prompt: str) -> list[list[str]]:
    """Rows of the rubric table in a question's text, its head first; an empty list when there is none.

    >>> rubric("| Criterion | 1 weak | 2 strong |\\n|---|---|---|\\n| Context | none | dates |")
    [['Criterion', '1 weak', '2 strong'], ['Context', 'none', 'dates']]
    """
    rows: list[list[str]] = []
    for line in (line.strip() for line in prompt.splitlines()):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if rows and not cells:
            break
        if cells and (rows or cells[0].lower().startswith("criteri")) and not set("".join(cells)) <= set("-: "):
            rows.append(cells)
    return rows


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows with their lines, in whatever encoding and with whatever separator; ValueError with the line when it cannot be read."""
    return read(path, ("student", "exercise", "question", "answer", "points")).rows


@dataclass(frozen=True)
class _Answer:
    """An open answer with its question; `text` is what the student wrote."""

    student: str
    slug: str
    question: Question
    text: str


def _answers(results: Sequence[Result], exercises: dict[str, Exercise]) -> list[_Answer]:
    """Open answers, question by question, so that one is marked for everybody before the next."""
    found = [
        _Answer(result.student, result.slug, exercises[result.slug].question(mark.question), mark.answer)
        for result in results
        for mark in result.marks
        if isinstance(mark.answer, str)
    ]
    order = {(slug, question.name): place for slug, exercise in exercises.items() for place, question in enumerate(exercise.questions)}
    return sorted(found, key=lambda answer: (answer.slug, order[answer.slug, answer.question.name], answer.student))


def _row(answer: _Answer, before: dict[tuple, dict[str, str]]) -> list[str]:
    place = answer.student, answer.slug, answer.question.name, fingerprint(answer.text)
    known = before.get(place, {})
    return [*place, number(answer.question.points), *(known.get(name) or "" for name in ("points", "comment", "levels"))]


def _article(answer: _Answer, row: list[str], place: int) -> str:
    question = answer.question
    levels = rubric(question.prompt)
    top = max(len(levels[0]) - 1, 1) if levels else 1
    names = zip(("student", "exercise", "question", "answer", "of", "levels"), [*row[:5], row[7]])
    attributes = " ".join(f'data-{name}="{text(quoted(value))}"' for name, value in names)
    return (
        f'<article {attributes} data-top="{top}">\n<h2>{text(question.prompt.splitlines()[0].lstrip("# "))}: {text(answer.student)}</h2>\n'
        f"<pre>{text(answer.text)}</pre>\n<details><summary>Model answer</summary><pre>{text(question.answer.source)}</pre></details>\n"
        f'{_choices(levels, place)}<p><label>Points of {number(question.points)}: <input class="points" inputmode="decimal" value="{text(row[5])}"></label></p>\n'
        f'<p><label>Comment for the student:<br><textarea rows="2" cols="60">{text(row[6])}</textarea></label></p>\n</article>\n'
    )


def _choices(levels: list[list[str]], place: int) -> str:
    if not levels:
        return ""
    head = "".join(f'<th scope="col">{text(cell)}</th>' for cell in levels[0])
    body = ""
    for number_, row in enumerate(levels[1:]):
        cells = "".join(
            f'<td><label><input type="radio" name="a{place}c{number_}" value="{level}"> {text(cell)}</label></td>' for level, cell in enumerate(row[1:], 1)
        )
        body += f'<tr><th scope="row">{text(row[0])}</th>{cells}</tr>\n'
    return f"<table><caption>Rubric</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>\n"
