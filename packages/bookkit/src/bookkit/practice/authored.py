"""The questions of a scene or a document, which are declared in YAML, as cards: what a reader sees without a script, and what the script needs."""

import hashlib
import html
import json
from typing import Any

from bookkit.practice.export import exported
from bookkit.practice.words import WORDS
from caj.arranged import Holding, Match, Order
from caj.question import Question

AS = {"choice": "choice", "several": "several"}


def question(card: dict) -> Question:
    """A card as the question that Python judges.

    >>> card = {"id": "x/where", "kind": "choice", "answer": "b", "mistakes": [{"value": "a", "say": "that is north."}]}
    >>> question(card).answer, question(card).mistakes
    ('b', [('a', 'that is north.')])
    """
    given = {key: card.get(key, "") for key in ("nudge", "hint", "praise", "unit")}
    name = card["id"].split("/")[1]
    return Question(name=name, answer=_answer(card), mistakes=_mistakes(card), within=card.get("within", 0), **given)


def _answer(card: dict) -> Any:
    options = {option["id"]: option["text"] for option in card.get("options", [])}
    match card["kind"]:
        case "open":
            return ...
        case "order":
            return Order(options, [(before, after, why) for before, after, why in card["answer"]])
        case "match":
            left = {each["id"]: each["text"] for each in card["left"]}
            told = {(wrong["left"], wrong["value"]): wrong["say"] for wrong in card.get("mistakes", [])}
            return Match(left, options, card["answer"], told)
        case "several":
            return set(card["answer"])
    return card["answer"]


def _mistakes(card: dict) -> list[tuple[Any, str]]:
    if card["kind"] not in ("choice", "several", "number", "word"):
        return []
    several = card["kind"] == "several"
    told = [(wrong["value"], wrong["say"]) for wrong in card.get("mistakes", [])]
    told += [(option["id"], option["say"]) for option in card.get("options", []) if option.get("say")]
    return [
        (set(value) if isinstance(value, list) else Holding(value) if several else value, say) for value, say in told
    ]


def entry(card: dict) -> dict[str, Any]:
    """What the script needs to know of a card."""
    chapter, name = card["id"].split("/")
    options = [option["text"] for option in [*card.get("left", []), *card.get("options", [])]]
    told = [card["kind"], card.get("answer"), card.get("within"), card["ask"], options]
    more = {
        "name": name,
        "title": card["title"],
        "ask": card["ask"],
        "key": hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:8],
    }
    if card["kind"] in AS:
        more |= {"as": AS[card["kind"]], "ids": [option["id"] for option in card["options"]]}
    if card["kind"] == "open":
        more |= {"id": card["id"], "kind": "open", "words": card.get("words"), "enough": card.get("try")}
    return exported(chapter, question(card)) | more


def markup(card: dict) -> str:
    """A card without its frame: question, what one chooses among, and drawers of help; its script fills the place `data-ask`."""
    title = html.escape(card["title"])
    steps = [(name, card[key]) for name, key in (("nudge", "nudge"), ("way", "hint")) if card.get(key)]
    if len(steps) == 1:
        steps = [("nudge", steps[0][1])]
    drawers = [_drawer(name, step, f"<p>{html.escape(text)}</p>") for step, (name, text) in enumerate(steps, start=1)]
    last = 0 if card["kind"] == "open" else 3  # to read an answer to compare with is no giving up
    return (
        f'<p class="lab">{title} <small>about {card["minutes"]} min</small></p><p class="q">{html.escape(card["ask"])}</p>'
        f'<div class="ask-card" id="ask-{card["id"].split("/")[1]}" data-ask="{card["id"]}">{choices(card)}</div>'
        f'<div class="aside">{"".join(drawers)}{_drawer("answer", last, answer(card))}</div>'
    )


def section(card: dict) -> str:
    """A card with its frame.

    >>> card = {"id": "x/y", "kind": "open", "title": "Write", "ask": "Why?", "minutes": 9, "model": "<p>So.</p>"}
    >>> section(card).count("<details"), "Why?" in section(card)
    (1, True)
    """
    name = html.escape(f"{card['title']}: {card['ask']}")
    return f'<section class="ask" aria-label="{name}">{markup(card)}</section>'


def _drawer(name: str, step: int, content: str) -> str:
    kind = f' data-step="{step}"' if step else ""
    return f'<details class="ask-{name}"{kind}><summary>{WORDS[name]}</summary><div class="drawer">{content}</div></details>'


def choices(card: dict) -> str:
    """What a reader chooses among, as lists."""
    groups = [card.get("left", []), card.get("options", [])]
    return "".join(f"<ul>{_items(group)}</ul>" for group in groups if group)


def _items(group: list[dict]) -> str:
    return "".join(f"<li>{html.escape(option['text'])}</li>" for option in group)


def answer(card: dict) -> str:
    """The right answer in words, why, and what a model text says."""
    said = {"open": _model, "match": _pairs, "order": _steps, "number": _value, "word": _value}.get(
        card["kind"], _chosen
    )
    praise = f"<p>{html.escape(card['praise'])}</p>" if card.get("praise") else ""
    return said(card) + praise + card.get("why", "")


def _value(card: dict) -> str:
    return f"<p>{html.escape(question(card).hints()[-1])}</p>"


def _model(card: dict) -> str:
    """A strong answer, and the levels by which one judges one's own."""
    rows = "".join(
        f'<tr><th scope="row">{html.escape(str(criterion["criterion"]))}</th>'
        + "".join(f"<td>{html.escape(str(level))}</td>" for level in criterion["levels"])
        + "</tr>"
        for criterion in card.get("rubric", [])
    )
    heads = (
        "".join(f'<th scope="col">{points}</th>' for points in range(len(card["rubric"][0]["levels"]))) if rows else ""
    )
    levels = (
        f'<table class="levels"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>' if rows else ""
    )
    return f"{card['model']}{levels}"


def _chosen(card: dict) -> str:
    right = card["answer"] if isinstance(card["answer"], list) else [card["answer"]]
    return "".join(f"<p><b>{html.escape(text)}</b></p>" for id, text in texts(card).items() if id in right)


def _pairs(card: dict) -> str:
    named = texts(card)
    items = "".join(
        f"<li>{html.escape(left['text'])} <b>{html.escape(named[card['answer'][left['id']]])}</b></li>"
        for left in card["left"]
    )
    return f"<ul>{items}</ul>"


def _steps(card: dict) -> str:
    named, steps = texts(card), card["answer"]
    order = [steps[0][0], *(after for _, after, _ in steps)]
    why = ["", *(reason for _, _, reason in steps)]
    items = "".join(f"<li><b>{html.escape(named[id])}</b> {_capital(reason)}</li>" for id, reason in zip(order, why))
    return f"<ol>{items}</ol>"


def _capital(text: str) -> str:
    return html.escape(text[:1].upper() + text[1:])


def texts(card: dict) -> dict[str, str]:
    """The words of each option."""
    return {option["id"]: option["text"] for option in card.get("options", [])}
