"""The head of a scene: a locator map, place and day, one phrase, who acts; and the ring of our own reading."""

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from bookkit.site.locator import locator, plan

RING = '<sup class="own" title="Our reading"><span class="visually-hidden">(our reading)</span></sup>'
OURS = "#our-reading"


class Scene(SphinxDirective):
    """`scene NAME-OF-MAP` with place, when and phrase; its content says who acts."""

    has_content = True
    required_arguments = 1
    option_spec = dict.fromkeys(("place", "when", "phrase"), directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """A box of map and words."""
        name = self.arguments[0]
        if name not in plan()["maps"]:
            raise self.error(f"There is no map {name} in book/scenes.yml. Add it there, or correct the name.")
        words = nodes.container(classes=["scene-words"])
        words += nodes.paragraph("", f"{self.options['place']}, {self.options['when']}", classes=["when"])
        words += nodes.paragraph("", self.options["phrase"], classes=["phrase"])
        self.state.nested_parse(self.content, self.content_offset, words)
        box = nodes.container(classes=["scene"])
        box += nodes.raw("", f'<div class="loc">{locator(name)}</div>', format="html")
        box += words
        return [box]


class DrawRings(SphinxTransform):
    """The link at the end of a sentence that is our own reading becomes a ring."""

    default_priority = 869  # before links are resolved

    def apply(self, **kwargs: Any) -> None:
        """Only the links whose words are the ring."""
        for link in list(self.document.findall(nodes.reference)):
            if link.get("refuri") == OURS and link.astext() == "○":
                before = link.parent[: link.parent.index(link)]
                if before and isinstance(before[-1], nodes.Text):  # the ring follows its word as a number does
                    link.parent.replace(before[-1], nodes.Text(before[-1].rstrip()))
                link.parent.replace(link, nodes.raw("", RING, format="html"))


def setup(app: Sphinx) -> None:
    """Connect both to Sphinx."""
    app.add_directive("scene", Scene)
    app.add_transform(DrawRings)
