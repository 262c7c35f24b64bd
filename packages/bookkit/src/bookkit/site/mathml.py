"""Formulas as MathML: the browser draws them, no script is needed; what cannot be drawn is said by the build."""

import html
import re
from functools import cache
from typing import Any

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

# Words in a formula: as text they would count as space, and the sign between two of them would get no air.
TEXT = re.compile(r"<mtext>([^<]*\w[^<]*)</mtext>")
CONVERTER = LatexToMathML(xml_namespace=True, fancy_error=False)
NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation|multline)\}")  # the book numbers formulas by their labels
IN_WORDS = re.compile(r"\\(?:text|mathrm|mathit|mathbf|operatorname|mbox)[a-z]*\*?\s*\{[^{}]*\}|\\[a-zA-Z]+\*?")
PROSE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}|[^\W\d_]{4,}")
SKIPPED = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


class CheckFormulas(SphinxTransform):
    """Warn of formulas that cannot be drawn, of prices that were read as formulas, and of formulas that stay text."""

    default_priority = 890

    def apply(self, **kwargs: Any) -> None:
        """Go through a page."""
        for said, node in faults(self.document):
            logging.getLogger(__name__).warning(said, location=node)


def faults(document: nodes.document) -> list[tuple[str, nodes.Element]]:
    """What is wrong with the formulas of a page, and with text that looks like one; with the node where it is."""
    formulas = document.findall(lambda node: isinstance(node, (nodes.math, nodes.math_block)))
    found = [(fault(node.astext(), isinstance(node, nodes.math_block)), node) for node in formulas]
    for text in document.findall(nodes.Text):
        if re.search(r"\\begin\{|\$\$", text) and not isinstance(text.parent, SKIPPED):
            found.append(
                (
                    f"“{_short(str(text))}” is shown as text: a formula of its own stands between two lines of $$.",
                    text.parent,
                )
            )
    return [(said, node) for said, node in found if said]


def fault(tex: str, display: bool) -> str:
    r"""What is wrong with a formula, in a sentence with its remedy; empty when nothing is.

    >>> fault(r"\frac{a}{b}", True), fault("5 and another of", False)
    ('', '“5 and another of” are words between two dollar signs: write \\$ for a price, \\text{…} for words in a formula.')
    >>> fault(r"\SI{5}{km}", True)
    'The formula “\\SI{5}{km}” cannot be drawn (at character 0: Unknown command "\\SI".). Use commands of LaTeX and amsmath.'
    """
    if PROSE.search(IN_WORDS.sub(" ", tex)) and "\\begin" not in tex:
        return f"“{_short(tex)}” are words between two dollar signs: write \\$ for a price, \\text{{…}} for words in a formula."
    if re.search(r"\\(eq)?ref\b", tex):
        return f"The formula “{_short(tex)}” refers to another: do that in the text, with {{eq}}`label`."
    try:
        drawn(tex, display)
    except LatexError as error:
        return f"The formula “{_short(tex)}” cannot be drawn (at character {error}). Use commands of LaTeX and amsmath."
    return ""


@cache
def drawn(tex: str, display: bool) -> str:
    r"""A formula as MathML; LatexError when it cannot be.

    >>> drawn(r"a &= b \\ &= c", True).count("<mtr>")
    2
    >>> "mtext" in drawn(r"\text{new} - \text{base}", False)
    False
    """
    tex = NUMBERED.sub(r"\\\1{\2*}", tex.replace("{split}", "{aligned}")).strip()
    if display and "\\\\" in tex and not tex.startswith("\\begin"):
        tex = f"\\begin{{aligned}}{tex}\\end{{aligned}}"
    return TEXT.sub(r'<mi mathvariant="normal">\1</mi>', CONVERTER.convert_with_local_state(tex, displaystyle=display))


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    translator.body.append(_markup(node, False))
    raise nodes.SkipNode


def visit_display(translator: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number when it has a label."""
    number = f'<span class="eqno">({get_node_equation_number(translator, node)})</span>' if node.get("number") else ""
    translator.body.append(
        f"{translator.starttag(node, 'div', '', CLASS='math-display')}{_markup(node, True)}{number}</div>\n"
    )
    raise nodes.SkipNode


def _markup(node: nodes.Element, display: bool) -> str:
    try:
        return drawn(node.astext(), display)
    except LatexError:  # the build has said so
        return f"<code>{html.escape(node.astext())}</code>"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
