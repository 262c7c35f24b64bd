"""The first paragraph of an exercise speaks of cells to a notebook; in the page it says how a card is answered."""

from docutils import nodes

STUB, STAYS = "Replace the three dots", "All you need is in the"
WORDS: tuple[nodes.Node, ...] = (
    nodes.Text("Choose or type your answer on each card and press "),
    nodes.emphasis("", "Check"),
    nodes.Text(
        ": it says at once what it can see in your answer."
        " Open questions have a field for your text. You can try as often as you like, and help waits below each card."
        " Your answers stay in this browser; nothing is sent anywhere."
        " To hand them in, press "
    ),
    nodes.emphasis("", "Download my work"),
    nodes.Text(" at the end of the page. "),
)


def rewrite(doctree: nodes.document) -> None:
    """Put it into the words of the page; what it says about the chapter stays."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not paragraph.astext().startswith(STUB):
            continue
        rest = next((part for part in paragraph if isinstance(part, nodes.Text) and STAYS in part), None)
        after = paragraph[paragraph.index(rest) :] if rest is not None else []
        if after:
            after[0] = nodes.Text(STAYS + str(after[0]).split(STAYS, 1)[1])
        paragraph.clear()
        paragraph += [nodes.inline("", "", *(part.deepcopy() for part in WORDS), classes=["only-screen"]), *after]
        return
