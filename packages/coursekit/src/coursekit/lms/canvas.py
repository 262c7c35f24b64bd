"""QTI for Canvas: a quiz as the text that text2qti reads, and the archive that it makes."""

import io
import re
import zipfile

from caj.errors import UserError
from coursekit.archive import archive
from coursekit.lms.quiz import QuizItem
from coursekit.marking.page import number

FINEST = 0.0005  # text2qti writes four decimals
# What text2qti writes and we mean otherwise: the day of the export, the licence, and results that no student ever sees.
MENDED = (
    (rb"\s*<imsmd:lifeCycle>.*?</imsmd:lifeCycle>", b""),
    (rb"Private \(Copyrighted\)[^<]*", b"CC BY 4.0 - https://creativecommons.org/licenses/by/4.0/"),
    (rb"<hide_results>always</hide_results>", b"<hide_results></hide_results>"),
)


def qti(title: str, questions: list[QuizItem]) -> bytes:
    """The QTI 1.2 archive of a quiz; UserError when text2qti is missing or refuses a question."""
    try:
        from text2qti.config import Config
        from text2qti.err import Text2qtiError
        from text2qti.qti import QTI
        from text2qti.quiz import Quiz
    except ImportError:
        raise UserError(
            "text2qti is not installed: pip install text2qti, or install this package with its extra [grade]."
        ) from None
    try:
        content = QTI(Quiz(quiz_text(title, questions), config=Config(), source_name=title)).zip_bytes()
    except Text2qtiError as error:
        raise UserError(f"text2qti refuses the quiz: {error}") from None
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return archive({entry.filename: _mended(made.read(entry)) for entry in made.infolist()})


def _mended(content: bytes) -> bytes:
    for found, meant in MENDED:
        content = re.sub(found, meant, content, flags=re.S)
    return content


def unfit(question: QuizItem) -> str:
    """Why text2qti cannot say this question, as the end of a sentence; empty when it can."""
    if question.kind == "number" and question.within and question.within < FINEST:
        return f"it needs a tolerance of {question.within:g}, and text2qti writes four decimals"
    if question.kind == "number" and abs(float(question.answer)) - question.within < 1e-4:
        return "its answer may be near zero, which text2qti does not take"
    if not (question.points * 2).is_integer():
        return "text2qti takes whole and half points only"
    return ""


def quiz_text(title: str, questions: list[QuizItem]) -> str:
    """The quiz in text2qti's format; wrong numbers and texts have one feedback, the hint, because QTI for Canvas has no more."""
    parts = [f"Quiz title: {_line(title)}\nshuffle answers: false\nshow correct answers: false\n"]
    parts += [_question(place, question) for place, question in enumerate(questions, 1)]
    return "\n".join(parts)


def _question(place: int, question: QuizItem) -> str:
    lines = [
        f"Title: {_line(question.title)}",
        f"Points: {number(question.points)}",
        _block(f"{place}.", question.text),
    ]
    if question.kind == "essay":
        lines += [_block("...", question.rubric)] if question.rubric else []
        return "\n".join([*lines, "____", ""])
    lines += [_block(mark, words) for mark, words in (("+", question.praise), ("-", question.hint)) if words]
    for choice in question.choices:
        lines.append(_block(f"{'*' if choice.right else ''}{choice.letter})", choice.text))
        lines += [_block("...", choice.feedback)] if choice.feedback and not choice.right else []
    if question.kind == "number":
        lines.append(f"= {question.answer} +- {question.within:g}" if question.within else f"= {question.answer}")
    if question.kind == "text":
        lines.append(f"* {_line(question.answer)}")
    return "\n".join([*lines, ""])


def _block(mark: str, words: str) -> str:
    """A mark and its text; further lines are indented, which keeps them from being marks themselves."""
    first, *rest = _escaped(words).strip().split("\n")
    indent = " " * (max(len(mark), 3) + 1)
    return "\n".join([f"{mark} {first}", *(f"{indent}{line}".rstrip() for line in rest)])


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _escaped(words: str) -> str:
    """Dollars are prices here, not formulas."""
    return re.sub(r"(?<!\\)\$", r"\\$", words)
