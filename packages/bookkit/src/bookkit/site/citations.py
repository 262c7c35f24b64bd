"""Links to sources: `[label](#source-id)` leads to the list on the page, else to the book's references."""

from docutils import nodes
from sphinx.transforms import SphinxTransform

from caj import data, sources

PREFIX = "#source-"
REFERENCES = "guides/references"


class LinkSources(SphinxTransform):
    """Resolve links to source ids before MyST looks for them among headings."""

    default_priority = 870

    def apply(self, **kwargs) -> None:
        """Point each link at its target, with the full reference as tooltip; warn of unknown ids."""
        from sphinx.util import logging

        listed = "".join(node.astext() for node in self.document.findall(nodes.raw))
        for link in list(self.document.findall(nodes.reference)):
            target = link.get("refuri", "")
            if not target.startswith(PREFIX):
                continue
            link.attributes.pop("id_link", None)
            id = target.removeprefix(PREFIX)
            try:
                source = sources.source(id)
            except data.DataError as error:
                logging.getLogger(__name__).warning(str(error), location=link)
                continue
            link["reftitle"] = str(source)
            if not link.astext():
                link += nodes.Text(f"({source.short})")
            if f'id="source-{id}"' not in listed and self.env.docname != REFERENCES:
                link["refuri"] = self.app.builder.get_relative_uri(self.env.docname, REFERENCES) + target
