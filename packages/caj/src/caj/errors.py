"""The one error for what a user can mend; any other is a fault of ours and keeps its traceback."""

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
        said = " ".join(filter(None, (self.what, self.remedy)))
        return f"{self.place}: {said}" if self.place else said

    def at(self, place: object) -> Self:
        """The same error, told from further out: the file that holds the cell.

        >>> print(UserError("a check needs points.", place="cell a1").at("solutions/tokyo.ipynb"))
        solutions/tokyo.ipynb, cell a1: a check needs points.
        """
        return type(self)(self.what, self.remedy, ", ".join(filter(None, (str(place), self.place))))
