"""Quizzes agree with `caj grade`: QTI and Moodle XML are read back by readers of our own that follow each format's rules."""

import io
import re
import xml.etree.ElementTree as xml
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from conftest import ROOT
from shared_export import SLUGS, full_marks, key, quiz_of

from caj.checks import find, value
from coursekit.cli import main
from coursekit.lms.canvas import qti, quiz_text, unfit
from coursekit.lms.moodle import moodle_xml
from coursekit.lms.quiz import QuizItem

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
MANIFEST = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
CANVAS = "{http://canvas.instructure.com/xsd/cccv1p0}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_is_exported_or_named_with_a_reason(slug: str) -> None:
    fitting, left = quiz_of(slug)
    named = {question.name for question in fitting} | {re.match(rf"{slug}, ([\w-]+): ", line)[1] for line in left}
    assert named == {question.name for question in key(slug).exercise.questions}
    assert sum(q.points for q in fitting) <= key(slug).exercise.points and fitting


@pytest.mark.parametrize("slug", SLUGS)
def test_a_quiz_takes_the_numbers_that_the_hidden_tests_take(slug: str) -> None:
    for question in [question for question in quiz_of(slug)[0] if question.kind == "number"]:
        answer = float(question.answer)
        kind = int if not question.within else float
        assert full_marks(slug, question, kind(answer)), question.name
        for way in (1, -1):
            assert full_marks(slug, question, kind(answer + way * question.within * 0.999))
        wider = question.within * 1.15 or 1
        assert not all(full_marks(slug, question, kind(answer + way * wider)) for way in (1, -1)), question.name
        for mistake in question.mistakes:
            assert abs(float(mistake.answer) - answer) > question.within + mistake.within
            assert not full_marks(slug, question, kind(float(mistake.answer)))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_of_a_quiz_has_an_unfilled_name(slug: str) -> None:
    for question in quiz_of(slug)[0]:
        sentences = [
            question.praise,
            question.hint,
            *(mistake.sentence for mistake in question.mistakes),
            *(choice.feedback for choice in question.choices),
        ]
        assert not [said for said in sentences if re.search(r"\{\w+\}", said)], question.name


def test_a_quiz_carries_the_cells_that_its_texts_speak_of() -> None:
    texts = {question.name: question.text for question in quiz_of("the-first-summit")[0]}
    assert (
        'attendance = caj.load("attendance")' in texts["row-of-attendance"]
        and "mt-2004-01     JPN  foreign_minister" in texts["row-of-attendance"]
    )
    assert 'first_day = "Monday"' in texts["wpr-earliest"] and '"2012-' not in texts["wpr-earliest"].split("```")[0], (
        "quotation marks would cost the mark"
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_choices_and_texts_agree_with_the_hidden_tests(slug: str) -> None:
    for question in quiz_of(slug)[0]:
        for choice in question.choices:
            assert full_marks(slug, question, choice.letter) is choice.right
            assert choice.feedback and choice.text
        if question.kind == "choice":
            assert [choice.letter for choice in question.choices] == list("abcdef"[: len(question.choices)])
        if question.kind == "text" and not re.match(r"\d{4}-", question.answer):
            assert full_marks(slug, question, question.answer)
        assert "quotation marks" not in question.text and not question.text.startswith("#")


# --- QTI -------------------------------------------------------------------------------------------------------------


class QtiQuiz:
    """A reader of a Canvas quiz: the manifest leads to the files, the items are scored by their conditions."""

    def __init__(self, content: bytes) -> None:
        self.files = zipfile.ZipFile(io.BytesIO(content))
        assert self.files.testzip() is None
        manifest = xml.fromstring(self.files.read("imsmanifest.xml"))
        resources = manifest.findall(f".//{MANIFEST}resource")
        self.hrefs = [file.get("href") for resource in resources for file in resource.findall(f"{MANIFEST}file")]
        identifiers = {resource.get("identifier") for resource in resources}
        assert {one.get("identifierref") for one in manifest.iter(f"{MANIFEST}dependency")} <= identifiers
        quiz = next(href for href in self.hrefs if not href.endswith("assessment_meta.xml"))
        self.meta = xml.fromstring(self.files.read(next(href for href in self.hrefs if href != quiz)))
        self.items = xml.fromstring(self.files.read(quiz)).findall(f".//{QTI}item")

    def field(self, item: xml.Element, name: str) -> str:
        fields = item.findall(f".//{QTI}qtimetadatafield")
        return next(
            field.findtext(f"{QTI}fieldentry") for field in fields if field.findtext(f"{QTI}fieldlabel") == name
        )

    def score(self, item: xml.Element, given: str) -> tuple[float, list[str]]:
        """Score of a response in per cent and the feedback shown, as QTI 1.2 processes it."""
        score, shown = 0.0, []
        for condition in item.findall(f".//{QTI}respcondition"):
            tests = list(condition.find(f"{QTI}conditionvar"))
            if all(self.holds(test, given) for test in tests):
                score = float(condition.findtext(f"{QTI}setvar", str(score)))
                shown += [
                    self.feedback(item, one.get("linkrefid")) for one in condition.findall(f"{QTI}displayfeedback")
                ]
                if condition.get("continue") == "No":
                    break
        return score, shown

    def holds(self, test: xml.Element, given: str) -> bool:
        kind = test.tag.removeprefix(QTI)
        if kind in ("and", "or", "not"):
            inner = [self.holds(one, given) for one in test]
            return {"and": all(inner), "or": any(inner), "not": not any(inner)}[kind]
        if kind == "other":
            return True
        if kind == "varequal":
            return given.casefold() == test.text.casefold()
        return float(given) >= float(test.text) if kind == "vargte" else float(given) <= float(test.text)

    def feedback(self, item: xml.Element, name: str) -> str:
        found = [one for one in item.findall(f"{QTI}itemfeedback") if one.get("ident") == name]
        assert len(found) == 1, f"{name} is shown and not there"
        return "".join(found[0].itertext()).strip()


@pytest.fixture(scope="module", params=SLUGS)
def canvas(request: pytest.FixtureRequest) -> tuple[str, list[QuizItem], QtiQuiz]:
    pytest.importorskip("text2qti")
    questions = [question for question in quiz_of(request.param)[0] if not unfit(question)]
    return request.param, questions, QtiQuiz(qti(key(request.param).exercise.title, questions))


def test_the_archive_for_canvas_is_whole(canvas: tuple[str, list[QuizItem], QtiQuiz]) -> None:
    slug, questions, quiz = canvas
    assert {name for name in quiz.files.namelist() if not name.endswith("/")} == {"imsmanifest.xml", *quiz.hrefs}
    assert quiz.meta.findtext(f"{CANVAS}title") == key(slug).exercise.title
    assert float(quiz.meta.findtext(f"{CANVAS}points_possible")) == sum(question.points for question in questions)
    assert not quiz.meta.findtext(f"{CANVAS}hide_results")
    assert quiz.meta.findtext(f"{CANVAS}show_correct_answers") == "false"
    idents = [item.get("ident") for item in quiz.items]
    assert len(idents) == len(set(idents)) == len(questions)
    manifest = quiz.files.read("imsmanifest.xml").decode()
    assert "CC BY 4.0" in manifest and "Copyrighted)" not in manifest and "dateTime" not in manifest
    assert quiz.files.getinfo("imsmanifest.xml").date_time == (1980, 1, 1, 0, 0, 0)


def test_canvas_scores_as_the_quiz_says(canvas: tuple[str, list[QuizItem], QtiQuiz]) -> None:
    _, questions, quiz = canvas
    kinds = {
        "choice": "multiple_choice_question",
        "number": "numerical_question",
        "text": "short_answer_question",
        "essay": "essay_question",
    }
    for question, item in zip(questions, quiz.items, strict=True):
        assert item.get("title") == question.title
        assert quiz.field(item, "question_type") == kinds[question.kind]
        assert float(quiz.field(item, "points_possible")) == question.points
        if question.kind == "choice":
            labels = item.findall(f".//{QTI}response_label")
            for choice, label in zip(question.choices, labels, strict=True):
                score, shown = quiz.score(item, label.get("ident"))
                assert score == (100 if choice.right else 0)
                assert any(words(choice.feedback)[:60] in words(one) for one in shown)
        if question.kind == "number":
            answer = float(question.answer)
            near = [answer, answer + question.within * 0.9, answer - question.within * 0.9]
            assert {quiz.score(item, f"{number:.4f}")[0] for number in near} == {100.0}
            for mistake in question.mistakes:
                score, shown = quiz.score(item, mistake.answer)
                assert score == 0 and any(words(question.hint) in words(one) for one in shown)
        if question.kind == "text":
            assert quiz.score(item, question.answer.upper())[0] == 100
            assert {quiz.score(item, mistake.answer)[0] for mistake in question.mistakes} <= {0.0}
        if question.kind == "essay":
            assert question.model[:60] not in "".join(item.itertext()), "Canvas would show the model answer"
            assert not question.rubric or words("Criterion") in words("".join(item.itertext()))


def words(text: str) -> str:
    """Letters and digits only: text2qti makes its quotation marks round."""
    return re.sub(r"[\W_]+", "", re.sub(r"<[^>]+>|&\w+;|&#\d+;", "", text)).casefold()


def test_nothing_in_a_text_becomes_a_mark_of_text2qti() -> None:
    pytest.importorskip("text2qti")
    odd = "It costs $5 and $6.\n\n1. first\n*a) no choice\n... no feedback\n= 5\n____\nGROUP\nTitle: x\n\n% no comment\n```\ncode\n```"
    question = QuizItem(
        "odd", "A title: with $", "number", 2.0, odd, "5", 0.5, praise="! Yes\n! yes", hint="- No\n- no"
    )
    quiz = QtiQuiz(qti("Odd <&> title", [question, QuizItem("b", "B", "essay", 1.5, "Why?")]))
    assert len(quiz.items) == 2 and quiz.score(quiz.items[0], "5.2")[0] == 100
    said = "".join(quiz.items[0].find(f".//{QTI}presentation").itertext())
    assert "no choice" in said and "GROUP" in said and "costs $5 and $6" in said and "equation_images" not in said


def test_what_text2qti_cannot_say_is_named() -> None:
    number = QuizItem("n", "N", "number", 1.0, "?", "0.5", 0.0001)
    assert "four decimals" in unfit(number)
    assert "near zero" in unfit(QuizItem("n", "N", "number", 1.0, "?", "0.01", 0.5))
    assert "half points" in unfit(QuizItem("n", "N", "essay", 1.25, "?"))
    assert quiz_text("T", [number]).startswith("Quiz title: T\n")


# --- Moodle XML ------------------------------------------------------------------------------------------------------


class MoodleQuestion:
    """A reader of one question that follows Moodle's importer: fields by path, the first answer that fits counts."""

    FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}

    def __init__(self, node: xml.Element) -> None:
        self.node, self.kind = node, node.get("type")
        for text in [
            child for child in node.iter() if child.find("text") is not None and child.tag not in ("name", "category")
        ]:
            assert text.get("format") in self.FORMATS, text.tag
        self.name = node.findtext("name/text")
        self.points = float(node.findtext("defaultgrade", "0"))
        self.answers = node.findall("answer")
        if self.answers:
            assert max(float(answer.get("fraction")) for answer in self.answers) == 100

    def answer(self, given: str) -> tuple[float, str]:
        for answer in self.answers:
            said = answer.findtext("text")
            if self.kind == "numerical":
                fits = said == "*" or abs(float(given) - float(said)) <= float(answer.findtext("tolerance")) + 1e-9
            else:
                pattern = said.replace("\\*", "\0").replace("[", "[[]")
                fits = (
                    fnmatchcase(given.casefold(), pattern.casefold())
                    if "\0" not in pattern
                    else given == pattern.replace("\0", "*")
                )
            if fits:
                return float(answer.get("fraction")), answer.findtext("feedback/text") or ""
        return 0.0, ""


@pytest.mark.parametrize("slug", SLUGS)
def test_moodle_scores_and_answers_as_the_quiz_says(slug: str) -> None:
    questions = quiz_of(slug)[0]
    content = moodle_xml(slug, key(slug).exercise.title, questions)
    assert content.startswith(b"<?xml") and content == moodle_xml(slug, key(slug).exercise.title, questions)
    root = xml.fromstring(content)
    assert root.tag == "quiz" and root[0].get("type") == "category"
    assert root[0].findtext("category/text") == f"$course$/top/{key(slug).exercise.title}"
    read = [MoodleQuestion(node) for node in root[1:]]
    numbers = [question.node.findtext("idnumber") for question in read]
    assert len(set(numbers)) == len(numbers) and max(map(len, numbers)) <= 100
    for question, one in zip(questions, read, strict=True):
        assert (
            one.kind
            == {"choice": "multichoice", "number": "numerical", "text": "shortanswer", "essay": "essay"}[question.kind]
        )
        assert (one.name, one.points) == (question.title, question.points)
        assert "<p>" in one.node.findtext("questiontext/text")
        if question.kind == "choice":
            assert [float(answer.get("fraction")) == 100 for answer in one.answers] == [
                choice.right for choice in question.choices
            ]
            assert all(answer.findtext("feedback/text") for answer in one.answers)
        if question.kind in ("number", "text"):
            assert one.answer(question.answer)[0] == 100
            for mistake in question.mistakes:
                fraction, feedback = one.answer(mistake.answer)
                assert fraction == 0 and words(mistake.sentence) in words(feedback)
            assert words(one.answer("-77777")[1]) == words(question.hint)
        if question.kind == "essay":
            notes = one.node.findtext("graderinfo/text")
            assert "A model answer" in notes and ("<table>" in notes) is bool(question.rubric)
            assert question.model[:40] not in one.node.findtext("questiontext/text")


def test_titles_and_texts_cannot_break_moodle_xml() -> None:
    odd = QuizItem("x", "a < b & c", "text", 1.0, "<script>alert(1)</script> ]]> &amp;", "1*2", hint="*not* <b>")
    root = xml.fromstring(moodle_xml("s", "Trade/rates", [odd]))
    assert root[0].findtext("category/text") == "$course$/top/Trade//rates"
    assert "<script" not in root[1].findtext("questiontext/text")
    assert MoodleQuestion(root[1]).answer("1*2")[0] == 100 and MoodleQuestion(root[1]).answer("1342")[0] == 0


def test_each_listed_mistake_reaches_moodle_once() -> None:
    for slug in SLUGS:
        for question in [question for question in quiz_of(slug)[0] if question.kind == "number"]:
            listed = [value(wrong) for wrong, _ in find(f"{slug}/{question.name}").mistakes]
            assert len(question.mistakes) == len(listed), f"{slug}/{question.name}"


def test_the_commands_write_files_and_say_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    pytest.importorskip("text2qti")
    for kind in ("canvas", "moodle"):
        assert main(["--root", str(ROOT), "export", kind, "six-power-systems", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "japan-nuclear: its answer is a Series" in said and "7 questions" in said
    assert {path.name for path in tmp_path.iterdir()} == {
        "six-power-systems-canvas.zip",
        "six-power-systems-moodle.xml",
    }
    assert main(["--root", str(ROOT), "export", "moodle", "six-power-sistems"]) == 1
    assert "Did you mean six-power-systems?" in capsys.readouterr().err
    assert main(["--root", str(tmp_path), "export", "moodle", "x"]) == 1
