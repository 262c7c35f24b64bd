"""Addresses of sources: their form is checked offline; `bookkit.evidence.ask_links` asks whether they answer."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import pandas as pd

from caj import data
from caj.errors import Finding
from coursekit.book import Book

HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
DOI = re.compile(r"/10\.\d{4,9}/\S+")
# What a newsletter, a feed or an advertisement adds to an address; the page is the same without it.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|from|ref|source")


def problems(table: pd.DataFrame | None = None) -> list[Finding]:
    """One sentence for each address in the sources table that is badly formed or stands there twice.

    >>> problems()
    []
    """
    rows = data.load("sources") if table is None else table
    rows = rows.dropna(subset="url")
    found = [fault.at(_place(row)) for row in rows.itertuples() for fault in _faults(str(row.url))]
    return found or list(_duplicates(rows))


def normal(url: str) -> str:
    """What is left of an address when scheme, `www.`, tracking, the last slash and the fragment are taken away.

    >>> normal("http://www.Example.org:80/page/?utm_source=x&id=3#top") == normal("https://example.org/page?id=3")
    True
    """
    parts = urlsplit(url)
    host = re.sub(r"^(www|m)\.|\.$", "", parts.hostname or "")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not TRACKING.fullmatch(pair[0])))
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "")


def _faults(url: str) -> Iterator[Finding]:
    if re.search(r"[\s<>\"\[\]]", url):
        yield Finding("", f"{url} holds a space, a bracket or a quotation mark.", "Write its code, such as %20.")
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        yield Finding("", f"{url} does not begin with https:// or http://.")
    if not HOST.fullmatch(parts.netloc):
        yield Finding(
            "", f'"{parts.netloc}" is not the plain name of a host.', "Leave out capitals, user, port and a last dot."
        )
    for name, _ in parse_qsl(parts.query):
        if TRACKING.fullmatch(name):
            yield Finding(
                "", f"{url} says where a reader came from.", f"Leave out {name}=…, and look that the page stays."
            )
    yield from _doi_faults(parts)


def _doi_faults(parts: SplitResult) -> Iterator[Finding]:
    if not re.fullmatch(r"(www\.|dx\.)?doi\.org", parts.netloc):
        return
    if parts.scheme != "https" or parts.netloc != "doi.org" or parts.query or not DOI.fullmatch(parts.path):
        yield Finding("", f"{parts.geturl()} is not of the form https://doi.org/10.1234/abc.")


def _duplicates(rows: pd.DataFrame) -> Iterator[Finding]:
    """The same address twice; editions and series of one data set may share it, and what the book's settings allow."""
    shared = Book.current().settings.shared_addresses
    for address, group in rows.groupby(rows["url"].map(normal)):
        if len(group) > 1 and address not in shared and set(group["kind"]) != {"dataset"}:
            yield Finding(
                _place(group),
                f"{', '.join(group['id'])} have one address.",
                "Keep one id, and rename it where it is used.",
            )


def _place(row: Any) -> str:
    line = row.Index if hasattr(row, "Index") else row.index[-1]
    return f"seeds/sources.csv, line {line + 2}"
