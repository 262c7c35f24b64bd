"""Markdown of exercises as HTML; HTML inside it is shown, never used."""

from collections.abc import Callable
from functools import cache


def html(markdown: str) -> str:
    """The text as HTML, tables included.

    >>> html("Is **it** <i>so</i>?")
    '<p>Is <strong>it</strong> &lt;i&gt;so&lt;/i&gt;?</p>'
    """
    return _renderer()(markdown).strip()


@cache
def _renderer() -> Callable[[str], str]:
    import mistune

    rendered = mistune.create_markdown(escape=True, plugins=["table"])
    return lambda text: str(rendered(text))
