"""The card of a scene as text: the question, what one chooses among, and the answer folded away."""

import html
import re

TAG = re.compile(r"</?p>")


def markdown(card: dict) -> str:
    """A card; a script finds it by its id."""
    parts = [f"**{card['title']}.** {card['ask']}", _choices(card), _length(card), _levels(card)]
    parts.append(f":::{{dropdown}} {'A model answer' if card['kind'] == 'open' else 'Answer'}\n{_answer(card)}\n:::")
    inside = "\n\n".join(filter(None, parts))
    return f"::::{{container}} ask\n:name: ask-{card['id'].split('/')[1]}\n\n{inside}\n::::"


def _choices(card: dict) -> str:
    groups = [card.get("left", []), card.get("options", [])]
    return "\n\n".join("\n".join(f"- {option['text']}" for option in group) for group in groups if group)


def _length(card: dict) -> str:
    """How long a text is to be.

    >>> _length({"words": [120, 180]}), _length({})
    ('Write 120 to 180 words.', '')
    """
    return "Write {} to {} words.".format(*card["words"]) if "words" in card else ""


def _levels(card: dict) -> str:
    """What makes a text better, criterion by criterion, the weakest level first."""
    lines = [f"- *{each['criterion']}*: {' → '.join(each['levels'])}" for each in card.get("rubric", [])]
    return "\n".join(["What makes it better:\n", *lines]) if lines else ""


def _answer(card: dict) -> str:
    said = {"open": _model, "order": _steps, "match": _pairs}.get(card["kind"], _chosen)(card)
    after = [card.get("praise", ""), html.unescape(TAG.sub("", card.get("why", "")))]
    return "\n\n".join(filter(None, [said, *after]))


def _model(card: dict) -> str:
    return html.unescape(TAG.sub("\n", card["model"])).strip()


def _chosen(card: dict) -> str:
    right = card["answer"] if isinstance(card["answer"], list) else [card["answer"]]
    return "\n".join(f"- {option['text']}" for option in card["options"] if option["id"] in right)


def _pairs(card: dict) -> str:
    named = {option["id"]: option["text"] for option in card["options"]}
    return "\n".join(f"- {left['text']} → {named[card['answer'][left['id']]]}" for left in card["left"])


def _steps(card: dict) -> str:
    named, steps = {option["id"]: option["text"] for option in card["options"]}, card["answer"]
    lines = [named[steps[0][0]], *(f"{named[after]}: {reason}" for _, after, reason in steps)]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
