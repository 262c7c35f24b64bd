"""The commands `caj questions ...`: what all questions of the book are like."""

import typer

from coursekit.commands.answer import WRITE, Json, example, group


def add_commands(app: typer.Typer) -> None:
    """Add the group to `caj`."""
    questions = group("All questions of the book: guessing, help, letters, mistakes.")
    questions.command("audit", epilog=example("caj questions audit"))(_audit)
    app.add_typer(questions, name="questions", rich_help_panel=WRITE)


def _audit(ctx: typer.Context, as_json: Json = False) -> list[str]:
    """What a blind guesser earns in each chapter, where right letters stand, and what an author should mend."""
    from coursekit.exercises.audit import audited, findings, guessed, places

    chapters = audited(ctx.obj.root)
    if not chapters:
        return [f"{ctx.obj.root} has no questions. Is it the folder of a book?"]
    rows = []
    for slug, questions in chapters.items():
        earned, points = guessed(questions)
        levels = dict.fromkeys(("recall", "compute", "interpret", "argue"), 0)
        for question in questions:
            if question.level in levels:
                levels[question.level] += 1
        rows.append({"chapter": slug, "questions": len(questions), **levels, "tested": points, "guessed": earned})
    everything = [question for questions in chapters.values() for question in questions]
    letters = dict(sorted(places(everything).items()))
    ctx.obj.data = {"chapters": rows, "letters": letters}
    for line in _table(rows):
        print(line)
    print("Right letters:", ", ".join(f"{letter} {count}" for letter, count in letters.items()))
    return [str(finding) for finding in findings(chapters)]


def _table(rows: list[dict]) -> list[str]:
    """The rows as aligned text; points with one digit, and what guessing earns as a share."""
    width = max(len(row["chapter"]) for row in rows)
    head = f"{'chapter':{width}}  questions  recall  compute  interpret  argue  tested points  blind guesses earn"
    return [head] + [
        f"{row['chapter']:{width}}  {row['questions']:9}  {row['recall']:6}  {row['compute']:7}  {row['interpret']:9}  {row['argue']:5}"
        f"  {row['tested']:13g}  {row['guessed'] / row['tested'] if row['tested'] else 0:18.0%}"
        for row in rows
    ]
