"""Questions of the chapter [[slug]] and its exercise."""

from caj.checks import Question
from caj.data import load

QUESTIONS = [
    Question(
        name="kinds",
        objective="describe-row",
        answer=lambda: load("sources")["kind"].nunique(),
        praise="Each kind has its own strength, and its own way to be wrong.",
        hint="Count the different values of the column kind.",
        mistakes=[
            (lambda: len(load("sources")), "these are all rows; count the different kinds."),
            (lambda: load("sources")["language"].nunique(), "these are the languages; take the column kind."),
        ],
    ),
    Question(
        name="largest-share",
        objective="count-groups",
        within=0.1,
        unit="per cent",
        answer=lambda: float(load("sources")["kind"].value_counts(normalize=True).max() * 100),
        praise="A share can be compared with that of another book, a count cannot.",
        hint="Divide the largest count by the number of rows, and multiply by 100.",
        mistakes=[
            (
                lambda: float(load("sources")["kind"].value_counts(normalize=True).max()),
                "this is a share of one; multiply by 100 to get per cent.",
            ),
            (lambda: int(load("sources")["kind"].value_counts().max()), "this is the count; divide by all rows."),
        ],
    ),
    Question(
        name="oldest-year",
        objective="follow-years",
        answer=lambda: int(load("sources")["date"].dt.year.min()),
        praise="So far back can the book look by itself.",
        hint="Take the year of each date, and the smallest of them.",
        mistakes=[
            (lambda: int(load("sources")["date"].dt.year.max()), "this is the newest year; take the smallest."),
            (lambda: int(load("sources")["date"].dt.year.median()), "this is the middle year; take the smallest."),
        ],
    ),
]
