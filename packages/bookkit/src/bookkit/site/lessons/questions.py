"""The questions of a lesson in its page: each a card with its options and a folded answer, which needs no script."""

import html

from bookkit.documents.model import Lesson


def questions(lesson: Lesson) -> str:
    """All cards; `data-ask` is the id under which a script finds the question."""
    return "".join(_card(card) for card in lesson.cards)


def _card(card: dict) -> str:
    title = html.escape(card["title"])
    return (
        f'<section class="ask" aria-label="{title}" data-ask="{card["id"]}"><p class="lab">{title} <small>about {card["minutes"]} min</small></p>'
        f'<p class="q">{html.escape(card["ask"])}</p>{choices(card)}'
        f"<details><summary>Answer</summary>{answer(card)}</details></section>"
    )


def choices(card: dict) -> str:
    """What a reader chooses among, as lists."""
    groups = [card.get("left", []), card.get("options", [])]
    return "".join(f"<ul>{_items(group)}</ul>" for group in groups if group)


def _items(group: list[dict]) -> str:
    return "".join(f"<li>{html.escape(option['text'])}</li>" for option in group)


def answer(card: dict) -> str:
    """The right answer in words, why, and what a model text says."""
    said = {"open": _model, "match": _pairs, "order": _steps}.get(card["kind"], _chosen)(card)
    praise = f"<p>{html.escape(card['praise'])}</p>" if card.get("praise") else ""
    return said + praise + card.get("why", "")


def _model(card: dict) -> str:
    return str(card["model"])


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
