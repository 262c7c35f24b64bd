"""The one error for what a user can mend, and what a check of content finds; any other error is a fault of ours and keeps its traceback."""

from collections.abc import Iterator
from typing import Self


class UserError(ValueError):
    """Where something is wrong, what it is, and what helps; the command line prints it as a sentence.

    >>> print(UserError("there is no table of places.", "Did you mean nodes?", place="seeds/legs.csv, line 3"))
    seeds/legs.csv, line 3: there is no table of places. Did you mean nodes?
    """

    def __init__(self, what: str, remedy: str = "", place: object = "") -> None:
        super().__init__(what, remedy, place)
        self.what, self.remedy, self.place = what, remedy, str(place)

    def __str__(self) -> str:
        return _sentence(self.what, self.remedy, self.place)

    def at(self, place: object) -> Self:
        """The same error, told from further out: the file that holds the cell.

        >>> print(UserError("a check needs points.", place="cell a1").at("solutions/tokyo.ipynb"))
        solutions/tokyo.ipynb, cell a1: a check needs points.
        """
        return type(self)(self.what, self.remedy, _within(place, self.place))


class Finding(str):
    """What a check of content says, in the shape of `UserError`: a sentence that knows its place, fault and remedy.

    >>> found = Finding("cell a1", "the figure has no alt text.", "Give caj.show an alt=.")
    >>> print(found.at("chapters/tokyo.ipynb"))
    chapters/tokyo.ipynb, cell a1: the figure has no alt text. Give caj.show an alt=.
    >>> found.place, found.remedy
    ('cell a1', 'Give caj.show an alt=.')
    """

    place: str
    what: str
    remedy: str

    def __new__(cls, place: object, what: str, remedy: str = "") -> Self:
        made = super().__new__(cls, _sentence(what, remedy, str(place)))
        made.place, made.what, made.remedy = str(place), what, remedy
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        return self.place, self.what, self.remedy

    def at(self, place: object) -> Self:
        """The same finding, told from further out: the file that holds the cell."""
        return type(self)(_within(place, self.place), self.what, self.remedy)

    def of(self, subject: str) -> Self:
        """The same finding, said of something.

        >>> print(Finding("", "has no mark.", "End it with [ours].").of("The sentence"))
        The sentence has no mark. End it with [ours].
        """
        return type(self)(self.place, f"{subject} {self.what}", self.remedy)


def told(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What a check finds; an error that stops it is its last finding, so that other checks can go on.

    >>> def check():
    ...     yield Finding("line 1", "this is too long.")
    ...     raise UserError("this cannot be read.", place="line 2")
    >>> list(told(check()))
    ['line 1: this is too long.', 'line 2: this cannot be read.']
    """
    try:
        yield from findings
    except UserError as error:
        yield Finding(error.place, error.what, error.remedy)


def _sentence(what: str, remedy: str, place: str) -> str:
    said = " ".join(filter(None, (what, remedy)))
    return f"{place}: {said}" if place else said


def _within(outer: object, inner: str) -> str:
    return ", ".join(filter(None, (str(outer), inner)))
