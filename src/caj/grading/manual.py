"""Open questions: all answers on one page with their rubric, points in a CSV file, merged back into the results."""

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from caj.exercises import Exercise, Question
from caj.files import write
from caj.grading.files import harmless, table
from caj.grading.grader import Result
from caj.grading.marks import Mark
from caj.grading.page import number, page, text

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


def merge(results: list[Result], path: Path) -> list[str]:
    """Take the points of `manual.csv` into the results; returns a sentence for every line that does not fit.

    A line counts only for the answer it was given for: an answer that changed since waits again.
    """
    if not path.exists():
        return []
    open_marks = {(result.student, result.slug, mark.question): mark for result in results for mark in result.marks if mark.earned is None}
    faults = []
    for line, row in read_rows(path):
        mark = open_marks.get((_plain(row.get("student")), row.get("exercise"), row.get("question")))
        given = (row.get("points") or "").strip().replace(",", ".")
        if not given:
            continue
        if mark is None:
            faults.append(f"{path.name}, line {line}: there is no such open answer; the points are not used.")
        elif row.get("answer") != fingerprint(mark.answer):
            faults.append(f"{path.name}, line {line}: the answer has changed since it was marked; mark it again.")
        elif not re.fullmatch(r"\d+(\.\d+)?", given) or float(given) > mark.points:
            faults.append(f'{path.name}, line {line}: "{given}" is no number from 0 to {number(mark.points)}.')
        else:
            mark.earned = float(given)
            mark.said = (row.get("comment") or "").strip() or "Marked by a person."
    return faults


def write_manual(results: list[Result], exercises: dict[str, Exercise], folder: Path) -> None:
    """Write `manual.html`, the page to mark on, and `manual.csv` with every open answer; points given before stay."""
    path = folder / "manual.csv"
    before = {(_plain(row.get("student")), row.get("exercise"), row.get("question"), row.get("answer")): row for _, row in read_rows(path)} if path.exists() else {}
    rows, articles = [], []
    for result, mark, question in _answers(results, exercises):
        known = before.get((result.student, result.slug, mark.question, fingerprint(mark.answer)), {})
        given = [known.get("points") or "", known.get("comment") or "", known.get("levels") or ""]
        rows.append([result.student, result.slug, mark.question, fingerprint(mark.answer), number(mark.points), *given])
        articles.append(_article(result, mark, question, rows[-1], len(rows)))
    if rows:
        write(path, table(COLUMNS, rows))
        about = "<p>Choose a level in every row of the rubric, or type points. Then save the file over <code>manual.csv</code> and run <code>caj grade</code> again.</p>"
        save = '<p><button id="save" type="button">Save manual.csv</button></p>'
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


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their lines; spreadsheets may have changed encoding or separator."""
    content = path.read_bytes()
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    head = words.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(words, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    for row in reader:
        yield reader.line_num, row


def _plain(name: str | None) -> str:
    """A name without the apostrophe that keeps spreadsheets from computing it."""
    return name[1:] if name and name[0] == "'" and name[1:2] in ("=", "+", "-", "@") else name or ""


def _answers(results: list[Result], exercises: dict[str, Exercise]) -> Iterator[tuple[Result, Mark, Question]]:
    """Open answers, question by question, so that one is marked for everybody before the next."""
    open_marks = [(result, mark, exercises[result.slug].question(mark.question)) for result in results for mark in result.marks if isinstance(mark.answer, str)]
    order = {(slug, question.name): place for slug, exercise in exercises.items() for place, question in enumerate(exercise.questions)}
    return iter(sorted(open_marks, key=lambda item: (item[0].slug, order[item[0].slug, item[1].question], item[0].student)))


def _article(result: Result, mark: Mark, question: Question, row: list, place: int) -> str:
    levels = rubric(question.prompt)
    top = max(len(levels[0]) - 1, 1) if levels else 1
    names = zip(("student", "exercise", "question", "answer", "of", "levels"), [*row[:5], row[7]])
    attributes = " ".join(f'data-{name}="{text(harmless(value))}"' for name, value in names)
    return (
        f'<article {attributes} data-top="{top}">\n<h2>{text(question.prompt.splitlines()[0].lstrip("# "))}: {text(result.student)}</h2>\n'
        f"<pre>{text(mark.answer)}</pre>\n<details><summary>Model answer</summary><pre>{text(question.answer.source)}</pre></details>\n"
        f'{_choices(levels, place)}<p><label>Points of {number(mark.points)}: <input class="points" inputmode="decimal" value="{text(row[5])}"></label></p>\n'
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
