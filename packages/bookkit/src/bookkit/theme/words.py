"""The words of the interface: one file a language with the same keys, for the templates and for the scripts of a page."""

import html
import json
from functools import cache
from pathlib import Path

from caj.errors import UserError
from coursekit.settings import read_yaml

FOLDER = Path(__file__).with_name("words")
NAME = "words.js"
SCRIPT = Path(__file__).with_name("static") / NAME
LANGUAGES = ("en", "ru", "ja")  # the first is the one of the pages


@cache
def words(language: str) -> dict[str, str]:
    """The words of a language by their keys.

    >>> words("en")["door.read"], words("ru")["door.read"], words("ja")["door.read"]
    ('Read', 'Читать', '読む')
    """
    path = FOLDER / f"{language}.yml"
    read = {str(key): str(word) for key, word in read_yaml(path).items()}
    if language != LANGUAGES[0] and (other := set(read) ^ set(words(LANGUAGES[0]))):
        raise UserError(f"not in both languages: {', '.join(sorted(other))}.", "Give each key in every file.", path)
    return read


def spoken(key: str, **values: object) -> str:
    """Markup of a word that a script puts into the reader's language; values stand for the {names} in it.

    >>> spoken("door.read"), spoken("code.lines", count=4)
    ('<span data-w="door.read">Read</span>', '<span data-w="code.lines" data-count="4">4 lines</span>')
    """
    given = "".join(f' data-{name}="{html.escape(str(value))}"' for name, value in values.items())
    return f'<span data-w="{key}"{given}>{html.escape(words(LANGUAGES[0])[key].format(**values))}</span>'


def names() -> dict[str, str]:
    """What each language calls itself."""
    return {language: words(language)["language-name"] for language in LANGUAGES}


def script() -> str:
    """The script that puts the reader's language on the page, with all words in it: pages open from files too."""
    every = {language: words(language) for language in LANGUAGES}
    return SCRIPT.read_text("utf-8").replace("/* WORDS */ {}", json.dumps(every, ensure_ascii=False, sort_keys=True))
