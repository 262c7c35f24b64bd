"""One refresh: every chosen series fetched and compared, effects on chapters, and the vintage if it is wanted."""

import os
from datetime import date
from pathlib import Path

from bookkit.refresh import RefreshError, Unreachable
from bookkit.refresh.compare import compare, lines, summary
from bookkit.refresh.effects import broken_facts, renewed, users
from bookkit.refresh.fetch import Fetcher
from bookkit.refresh.forms import address, figures
from bookkit.refresh.series import Series, providers, published
from bookkit.refresh.store import Found, store
from caj import data


class Refresh:
    """Fetches series one by one; `problems` has a sentence for each that could not be used."""

    def __init__(self, fetcher: Fetcher, day: date, base_url: str = "", everything: bool = False) -> None:
        self.fetcher, self.day, self.base_url, self.everything = fetcher, day, base_url, everything
        self.problems: list[str] = []
        self.failed: set[str] = set()  # sources of which a series cannot be used
        self.away: set[str] = set()  # providers that cannot be reached

    def look(self, chosen: list[Series]) -> list[Found]:
        """Fetch and show each series; returns those that were read, whole or not."""
        found = []
        for series in chosen:
            name = f"{series.indicator} ({series.source})"
            if series.provider in self.away:
                self.failed.add(series.source)
                continue
            try:
                each = self._one(series, name)
            except RefreshError as error:
                self.problems.append(f"{name}: {error}.")
                self.failed.add(series.source)
                if isinstance(error, Unreachable):
                    self.away.add(series.provider)
                    self.problems[-1] += (
                        f" Is this machine offline? No other series of {providers()[series.provider].title} was tried."
                    )
                continue
            found += [each] if each else []
        return found

    def _one(self, series: Series, name: str) -> Found | None:
        provider, rows = providers()[series.provider], published(series)
        key = os.environ.get(provider.key, "")
        if provider.key and not key:
            print(f"{name}: not asked, {provider.title} needs a key in {provider.key}.")
            return None
        base = f"{self.base_url}/{series.provider}" if self.base_url else provider.base
        headers = {"Ocp-Apim-Subscription-Key": key} if key else {}
        answer = self.fetcher.get(address(series, provider, base, rows, self.day), headers)
        values = figures(series, provider, answer.content, rows)
        if provider.shown_only:  # such an answer covers some years and reporters
            rows = rows[rows["year"].ge(values["year"].min()) & rows["country"].isin(values["country"])]
        both = compare(series, rows, values)
        print(
            f"{name}, {provider.title} {series.code}: {summary(both)}.", *lines(series, both, self.everything), sep="\n"
        )
        missing = both[both["state"] == "missing"]
        if len(missing) and not provider.shown_only:
            first = missing.iloc[0]
            self.problems.append(
                f"{name}: the answer lacks {len(missing)} published figures, first {first['country']} {first['year']}: cut off, or withdrawn."
            )
            self.failed.add(series.source)
        return Found(series, both, answer)

    def write(self, found: list[Found]) -> None:
        """Store what differs: a source whole or not at all."""
        wanted = []
        for source in dict.fromkeys(each.series.source for each in found):
            series = [each for each in found if each.series.source == source]
            provider = providers()[series[0].series.provider]
            if provider.shown_only:
                print(f"{source}: not stored, {provider.title}: {provider.shown_only}.")
            elif source in self.failed:
                self.problems.append(f"{source}: nothing is stored, for a part of it could not be used.")
            elif all((each.both["state"] == "same").all() for each in series):
                print(f"{source}: nothing to store.")
            else:
                wanted += series
        if wanted:
            try:
                count = store(wanted, self.day)
            except RefreshError as error:
                self.problems.append(f"Nothing is stored: {error}.")
                return
            print(
                f'{count} rows stored as vintage {self.day}. A chapter asks for them with caj.load("indicators", vintage="{self.day}").'
            )
            self.problems += _integrity()


def effects(found: list[Found], root: Path) -> list[str]:
    """What the differences would change in chapters: a line each, and one for each fact."""
    changed = [
        each
        for each in found
        if (each.both["state"] != "same").any() and not providers()[each.series.provider].shown_only
    ]
    slugs: dict[str, list[str]] = {}
    for indicator in dict.fromkeys(each.series.indicator for each in changed):
        for slug in users(indicator, root):
            slugs.setdefault(slug, []).append(indicator)
    if not slugs:
        return ["No chapter would change."]
    table, told = (
        renewed([(each.series, each.both) for each in changed]),
        ["Chapters that use these figures, run with the newer ones:"],
    )
    for slug, indicators in sorted(slugs.items()):
        broken = broken_facts(slug, root, table)
        told.append(
            f"  {slug} ({', '.join(indicators)}): {len(broken) or 'no'} fact{'s' * (len(broken) != 1)} would change"
        )
        told += [f"    {sentence}" for sentence in broken]
    return told


def _integrity() -> list[str]:
    from bookkit.evidence.integrity import problems

    return [*problems()]


def listing() -> list[str]:
    """A line for each series: indicator, source, provider, code, last published year.

    >>> listing()[0].split()
    ['population', 'wdi-pop', 'World', 'Bank', 'SP.POP.TOTL', '2024']
    """
    from bookkit.refresh.series import every

    cells = [
        [each.indicator, each.source, providers()[each.provider].title, each.code, str(published(each)["year"].max())]
        for each in every()
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def tables_are_whole() -> None:
    """Raises DataError when a table is not as sealed: a refresh seals, and must seal nothing else."""
    for name in data.tables()["table"]:
        data.load(name)
