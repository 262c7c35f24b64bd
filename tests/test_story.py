"""The chapters of the story keep their rules; and the checker finds what breaks one, in small chapters made here."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from bookkit.prose.names import variants
from bookkit.prose.pages import Sentence
from bookkit.prose.words import british
from bookkit.story import cards, sentences
from bookkit.story.check import CHAPTER, SCENE, problems
from bookkit.story.reading import read, stories, story
from caj.errors import UserError
from coursekit.cli import main

SLUG = "a-small-table"
SOURCE = "mofa-fm1"  # any row of seeds/sources.csv
LINE = f"They sat down in the hall because the host had asked them to come on that day. [{SOURCE}]\n"
CARD = {
    "id": f"{SLUG}/who",
    "kind": "choice",
    "title": "Look back",
    "ask": "Who was the host?",
    "minutes": 1,
    "options": [{"id": "a", "text": "Astana"}, {"id": "b", "text": "Tashkent"}],
    "answer": "a",
    "mistakes": [{"value": "b", "say": "the speech was there."}],
}


def scene(number: int) -> dict:
    steps = ("place-and-day", "motives", "constraint", "event", "turn", "consequence")
    return {
        "id": f"scene-{number}",
        "title": "A table",
        "place": "Astana",
        "when": "28 August 2004",
        "map": "loc-astana",
        "phrase": "An ambassador sits on the sixth chair",
        "cast": [["Ask", "Who came?"]],
        "prose": dict.fromkeys(steps, LINE * 5),
        "historians": LINE * 2,
        "unknown": "What was said.",
        "document": {
            "title": "Joint statement",
            "place": "Astana",
            "seen": "Opening",
            "phrase": {"en": "a new frame"},
            "ask": "Who signs?",
            "link": {"text": "Full text", "href": "https://example.org"},
            "source": SOURCE,
        },
        "card": "who",
        "threads": [{"name": "The club", "text": "it goes away", "href": "#scene-0"}],
    }


def small() -> dict:
    """A chapter without faults."""
    return {
        "schema": "caj-story/1",
        "id": SLUG,
        "part": "The story",
        "number": 3,
        "years": [2004, 2010],
        "name": "A small table",
        "question": "Who comes?",
        "stand": "They come.",
        "minutes": {"read": 10, "practice": 5},
        "level": "Beginner, no code",
        "before": [],
        "strip": {"map": "strip-table", "credit": "Natural Earth"},
        "timeline": {
            "title": "Years",
            "sub": "Events",
            "from": 2004.5,
            "to": 2011,
            "countries": ["JPN", "KAZ"],
            "key": "ev-2004-05",
            "labels": [["ev-2004-05", "The first table", -54, "start"]],
        },
        "scenes": [scene(number) for number in range(5)],
        "take": LINE * 3,
        "next": {"prose": LINE, "text": "Rivals", "href": "rivals.md"},
        "cards": [copy.deepcopy(CARD)],
    }


@pytest.fixture
def said(tmp_path: Path) -> Callable[[dict], list[str]]:
    """What the checker says of a chapter, without the name of its file."""

    def check(chapter: dict) -> list[str]:
        path = tmp_path / "chapters" / SLUG / "story.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(chapter, allow_unicode=True, sort_keys=False), "utf-8")
        found = problems(tmp_path)
        assert all(each.place.startswith(f"chapters/{SLUG}/story.yml") for each in found)
        return [each.removeprefix(f"chapters/{SLUG}/story.yml")[2:] for each in found]

    return check


def test_all_stories_of_the_book_are_clean() -> None:
    assert problems(ROOT) == []


def test_a_chapter_without_faults_is_clean(said: Callable) -> None:
    assert said(small()) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("They met.", '"They met." has no mark'),
        ("[ours]", "is a mark without a sentence"),
        (f"{'word ' * 36}[{SOURCE}]", "has 36 words; at most 35"),
        (f"They met. They left. [{SOURCE}]", "holds two sentences"),
        (f"“We met.” “We left.” [{SOURCE}]", "holds two sentences"),
        (f"Они встретились. Они ушли. [{SOURCE}]", "holds two sentences"),
        (f"He said “{'word ' * 11}”. [{SOURCE}]", "quotes 11 words; at most 10"),
        (f'He said "{"word " * 12}". [{SOURCE}]', "quotes 12 words; at most 10"),
        ("They met. [nobody-1900]", 'names the source "nobody-1900", which is not in seeds/sources.csv'),
        (f"They met. [{SOURCE}; ours]", "Our reading and a bridge stand alone"),
        (f"{'word ' * 13}[bridge]", "is no bridge"),
        ("Then came 2005. [bridge]", "is no bridge"),
    ],
)
def test_a_sentence_that_breaks_a_rule_is_found_wherever_it_stands(said: Callable, line: str, fault: str) -> None:
    inside, taken = small(), small()
    inside["scenes"][1]["prose"]["turn"] += f"{line}\n"
    taken["take"] += f"{line}\n"
    for chapter, place in ((inside, "scene scene-1, turn: "), (taken, "take: ")):
        found = said(chapter)
        assert len(found) == 1 and found[0].startswith(place) and fault in found[0]


@pytest.mark.parametrize(
    "line",
    [
        f"At 7 p.m. on Friday they met in St Petersburg, J. Smith said. [{SOURCE}]",
        f"“{'word ' * 9}word” is what he said. [{SOURCE}; abc-unsc-2004]",
        "The answer came nine days later. [bridge]",
        "We think that it did, because nobody says so. [ours]",
    ],
)
def test_a_sentence_that_keeps_the_rules_is_left_alone(said: Callable, line: str) -> None:
    chapter = small()
    chapter["scenes"][0]["prose"]["event"] += f"{line}\n"
    assert said(chapter) == []


def changed(chapter: dict, path: str, value: object) -> dict:
    """The chapter with another value at a path such as `scenes.0.prose.turn`; None takes the key out."""
    *way, last = path.split(".")
    node = chapter
    for key in way:
        node = node[int(key)] if isinstance(node, list) else node[key]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return chapter


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("id", "another", "id: another, but the folder is a-small-table"),
        ("schema", "caj-story/9", "schema: caj-story/9"),
        ("question", None, "the key 'question' is missing"),
        ("qestion", "Who?", "the key 'qestion' is not known. Did you mean 'question'?"),
        ("minutes.read", "ten", "minutes, read: 'ten' should be a whole number"),
        ("years", "2004", "years: '2004' should be a list"),
        ("next", "the next chapter", "next: 'the next chapter' should be keys with values"),
        ("chairs", {"title": "T", "sub": "S"}, "chairs: the key 'meetings' is missing"),
        ("chairs", {"title": "T", "sub": "S", "meetings": [["mt-1999-99", "Nowhere"]]}, 'the meeting "mt-1999-99"'),
        ("timeline.key", "ev-1999-99", 'the event "ev-1999-99" is not in seeds/events.csv'),
        ("timeline.key", "ev-2006-05", "the key event ev-2006-05 has no label"),
        (
            "scenes.1.when",
            yaml.safe_load("2004-08-28"),
            "scenes scene-1, when: datetime.date(2004, 8, 28) should be text",
        ),
        ("scenes.1.threads", [{"text": "a minister", "href": "#", "later a president": None}], "A comma in a text"),
        ("scenes.1.threads", [{"name": "Graves", "text": "an emperor", "href": "two-summits"}], "leads to no scene"),
        ("scenes.1.threads", [{"name": "Graves", "text": "an emperor", "href": "#"}], "leads to no scene"),
        ("write", "who", "who is no open card"),
        ("write", "where", "where is no open card"),
        ("figure", {"title": "T", "sub": "S", "table": "visits", "query": "True"}, "the key 'columns' is missing"),
        ("scenes.1.prose.turn", None, "the step turn is missing"),
        ("scenes.1.prose.turn", "", "the step turn is empty"),
        ("scenes.1.prose.moral", LINE, "moral is no step of a scene"),
        ("scenes.1.historians", LINE * 3, "has 3 sentences; it has exactly two"),
        ("scenes.1.historians", LINE, "has 1 sentences; it has exactly two"),
        ("scenes.1.phrase", "one two three four five six seven eight nine", "the phrase has 9 words"),
        ("scenes.1.card", "where", "no card is called where"),
        ("scenes.1.unknown", f"What “{'word ' * 11}” means.", "quotes 11 words"),
        ("scenes.1.document.source", "nobody-1900", 'the document names the source "nobody-1900"'),
        ("scenes.1.document.id", "nothing-1900", 'the document "nothing-1900" is not in seeds/documents.csv'),
        ("scenes.1.document.phrase", {"en": "word " * 11}, "quotes 11 words"),
        ("cards.0.mistakes", [], 'nothing is said to who chooses "Tashkent"'),
        ("cards.0.mistakes", [{"value": "b", "say": ""}], 'nothing is said to who chooses "Tashkent"'),
        ("cards.0.answer", "c", "the answer 'c' is none of its options"),
        ("cards.0.id", "elsewhere/who", "the id should begin with a-small-table/"),
        ("cards.0.kind", "riddle", "'riddle' is no kind of card"),
        ("cards.0.options", [{"id": "a", "text": "Astana", "then Osh": None}], "option a has the key 'then Osh'"),
    ],
)
def test_a_chapter_that_breaks_a_rule_is_told_where_and_why(
    said: Callable, path: str, value: object, fault: str
) -> None:
    assert any(fault in each for each in said(changed(small(), path, value)))


def test_the_event_may_be_told_with_what_stood_in_the_way(said: Callable) -> None:
    chapter = small()
    chapter["scenes"][0]["prose"]["constraint"] += chapter["scenes"][0]["prose"].pop("event")
    assert said(chapter) == []


def test_steps_stand_in_their_order(said: Callable) -> None:
    chapter = small()
    chapter["scenes"][0]["prose"]["motives"] = chapter["scenes"][0]["prose"].pop("motives")
    assert any("the steps are not in order" in each for each in said(chapter))


@pytest.mark.parametrize(("lines", "fault"), [(1, f"at least {SCENE[0]}"), (12, f"at most {SCENE[1]}")])
def test_a_scene_has_its_length(said: Callable, lines: int, fault: str) -> None:
    chapter = small()
    chapter["scenes"][0]["prose"] = dict.fromkeys(chapter["scenes"][0]["prose"], LINE * lines)
    assert any("scene scene-0: the scene has" in each and fault in each for each in said(chapter))


@pytest.mark.parametrize(("scenes", "fault"), [(3, f"at least {CHAPTER[0]:,}"), (8, f"at most {CHAPTER[1]:,}")])
def test_a_chapter_has_its_length(said: Callable, scenes: int, fault: str) -> None:
    chapter = small() | {"scenes": [scene(number) for number in range(scenes)]}
    assert any("the chapter has" in each and fault in each for each in said(chapter))


OPTIONS = [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}, {"id": "c", "text": "Three"}]


@pytest.mark.parametrize(
    ("kind", "keys", "fault"),
    [
        ("several", {"answer": ["a"], "mistakes": [{"value": ["a", "b"], "say": "not b."}]}, 'chooses "Three"'),
        ("several", {"answer": ["a"], "mistakes": [{"value": ["b", "c"], "say": "only one."}]}, None),
        ("order", {"answer": [["a", "b", "first."], ["b", "c", ""]]}, "each step of the answer is"),
        ("order", {"answer": [["a", "b", "first."]]}, "does not lead through all options"),
        ("order", {"answer": [["a", "b", "first."], ["a", "c", "then."]]}, "does not lead through all options"),
        ("order", {"answer": [["a", "b", "first."], ["b", "c", "then."]]}, None),
        ("match", {"answer": {"l": "a"}, "left": [{"id": "l", "text": "Left"}]}, "has no hint"),
        ("open", {}, "has no model answer"),
    ],
)
def test_each_kind_of_card_answers_what_is_wrong(kind: str, keys: dict, fault: str | None) -> None:
    card = CARD | {"kind": kind, "options": OPTIONS, "mistakes": []} | keys
    found = list(cards.faults(card, SLUG))
    assert fault in found[0] if fault else not found


def test_a_file_that_is_no_chapter_is_told_and_not_a_crash(tmp_path: Path) -> None:
    for text, fault in (
        ("", "keys with values"),
        ("- a\n", "keys with values"),
        ("a: b: c\n", "line 1: this is not YAML"),
    ):
        path = tmp_path / "story.yml"
        path.write_text(text, "utf-8")
        chapter, found = read(path)
        assert chapter is None and fault in found[0]
        with pytest.raises(UserError, match=fault):
            story(path)


def test_the_check_of_the_book_tells_of_the_story(
    tmp_path: Path, said: Callable, capsys: pytest.CaptureFixture
) -> None:
    said(changed(small(), "question", None))  # leaves the chapter in the folder
    (tmp_path / "chapters").mkdir(exist_ok=True)
    (tmp_path / "chapters/lone.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    assert main(["--root", str(tmp_path), "notebooks", "check"]) == 1
    assert "story.yml: the key 'question' is missing. Add it." in capsys.readouterr().err


def test_each_story_is_read_into_the_model() -> None:
    for path in stories(ROOT):
        chapter = story(path)
        assert chapter.scenes and all(sentences.sentences(block) for _, block in chapter.blocks() if block)


@pytest.mark.parametrize("path", stories(ROOT), ids=lambda path: path.parent.name)
def test_stories_write_names_and_words_as_the_book_does(path: Path) -> None:
    told = [
        Sentence(path.parent.name, place, sentence.text)
        for place, block in story(path).blocks()
        for sentence in sentences.sentences(block)
    ]
    assert not [*variants(told), *british(told)]
