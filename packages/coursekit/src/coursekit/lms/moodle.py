"""Moodle XML: the questions of a quiz for Moodle's question bank."""

import xml.etree.ElementTree as xml

from coursekit.lms.quiz import QuizItem
from coursekit.markdown import html
from coursekit.marking.page import number

KINDS = {"choice": "multichoice", "number": "numerical", "text": "shortanswer", "essay": "essay"}
ANYTHING = "*"


def moodle_xml(slug: str, title: str, questions: list[QuizItem]) -> bytes:
    """One category with all questions, as UTF-8."""
    root = xml.Element("quiz")
    category = xml.SubElement(root, "question", type="category")
    _text(category, "category", f"$course$/top/{title.replace('/', '//')}")
    for question in questions:
        root.append(_question(slug, question))
    xml.indent(root, " ")
    return xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _question(slug: str, question: QuizItem) -> xml.Element:
    node = xml.Element("question", type=KINDS[question.kind])
    _text(node, "name", question.title)
    _html(node, "questiontext", question.text)
    _html(node, "generalfeedback", "")
    _plain(node, "defaultgrade", number(question.points))
    _plain(node, "penalty", "0.3333333")
    _plain(node, "hidden", "0")
    _plain(node, "idnumber", f"{slug}/{question.name}")
    {"choice": _choice, "number": _number, "text": _words, "essay": _essay}[question.kind](node, question)
    return node


def _choice(node: xml.Element, question: QuizItem) -> None:
    for name, value in (("single", "true"), ("shuffleanswers", "false"), ("answernumbering", "abc")):
        _plain(node, name, value)
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _html(node, name, question.hint if name == "incorrectfeedback" else "")
    for choice in question.choices:
        answer = _html(node, "answer", choice.text, fraction="100" if choice.right else "0")
        _html(answer, "feedback", choice.feedback)


def _number(node: xml.Element, question: QuizItem) -> None:
    """The right number first: Moodle takes the first answer that fits."""
    _plain(_answer(node, question.answer, "100", question.praise), "tolerance", f"{question.within:.10g}")
    for mistake in question.mistakes:
        _plain(_answer(node, mistake.answer, "0", mistake.sentence), "tolerance", f"{mistake.within:.10g}")
    _plain(_answer(node, ANYTHING, "0", question.hint), "tolerance", "0")
    for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0.1000000"), ("showunits", "3"), ("unitsleft", "0")):
        _plain(node, name, value)


def _words(node: xml.Element, question: QuizItem) -> None:
    _plain(node, "usecase", "0")
    _answer(node, _literal(question.answer), "100", question.praise)
    for mistake in question.mistakes:
        _answer(node, _literal(mistake.answer), "0", mistake.sentence)
    _answer(node, ANYTHING, "0", question.hint)


def _essay(node: xml.Element, question: QuizItem) -> None:
    for name, value in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("responsefieldlines", "15"),
        ("attachments", "0"),
        ("attachmentsrequired", "0"),
    ):
        _plain(node, name, value)
    _html(node, "graderinfo", f"{question.rubric}\n\n**A model answer**\n\n{question.model}")
    _html(node, "responsetemplate", "")


def _answer(node: xml.Element, words: str, fraction: str, feedback: str) -> xml.Element:
    answer = _text(node, "answer", words, fraction=fraction, format="moodle_auto_format")
    _html(answer, "feedback", feedback)
    return answer


def _literal(words: str) -> str:
    """In a short answer of Moodle a star stands for anything, unless a backslash precedes it."""
    return words.replace("*", "\\*")


def _html(node: xml.Element, name: str, markdown: str, **attributes: str) -> xml.Element:
    return _text(node, name, html(markdown) if markdown else "", **attributes, format="html")


def _text(node: xml.Element, name: str, words: str, **attributes: str) -> xml.Element:
    child = xml.SubElement(node, name, attributes)
    _plain(child, "text", words)
    return child


def _plain(node: xml.Element, name: str, words: str) -> None:
    xml.SubElement(node, name).text = words
