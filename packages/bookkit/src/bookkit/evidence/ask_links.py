"""Ask the addresses of the sources whether they still answer: by hand or on schedule, never in the tests of the book."""

import csv
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bookkit.evidence.links import normal
from caj import data
from coursekit.book import Book

CAPTURES = "https://web.archive.org/web/*/"  # the Internet Archive lists there what it has of an address


@dataclass(frozen=True)
class Answer:
    """What one address answered: outcome, HTTP status (0 without one), where it led, and the seconds it took."""

    id: str
    url: str
    outcome: str
    status: int
    final: str
    seconds: float


def report(out: Path, addresses: dict[str, str], workers: int, timeout: float, tries: int) -> list[str]:
    """Ask all `addresses` (by source id), write a CSV table to `out`, print what a person should look at, and return what is gone."""
    out.parent.mkdir(parents=True, exist_ok=True)
    answers = []
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [field.name for field in fields(Answer)], lineterminator="\n")
        table.writeheader()
        for answer in ask(addresses, workers, timeout, tries):
            table.writerow(asdict(answer))
            file.flush()  # what was asked is kept when somebody stops the command
            answers.append(answer)
    counts = Counter(answer.outcome for answer in answers)
    print(f"{out}: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()))
    if set(counts) == {"unreachable"}:
        return [f"None of {len(answers)} addresses can be reached. Is this machine connected to the network?"]
    for answer in answers:
        if answer.outcome in ("error", "silent", "unreachable"):  # may pass; look by hand
            print(f"{answer.id}: {answer.url} is {answer.outcome} ({answer.status or 'no answer'}).")
    return [
        f"{answer.id}: {answer.url} is gone ({answer.status}). Look in {CAPTURES}{answer.url}, or cite another source."
        for answer in answers
        if answer.outcome == "gone"
    ]


def listed() -> dict[str, str]:
    """The addresses of the sources table, by id."""
    known = data.load("sources").dropna(subset="url")
    return dict(zip(known["id"], known["url"], strict=True))


def ask(addresses: dict[str, str], workers: int, timeout: float, tries: int) -> Iterator[Answer]:
    """Ask several hosts at a time, but the addresses of one host one after the other."""

    def host(item: tuple[str, str]) -> str:
        return urlsplit(item[1]).netloc

    limits = httpx.Limits(max_connections=workers)
    with (
        httpx.Client(
            follow_redirects=True,
            timeout=timeout,
            limits=limits,
            headers={"User-Agent": f"{Book.current().settings.short_name} link check"},
        ) as client,
        ThreadPoolExecutor(workers) as pool,
    ):
        hosts = [list(items) for _, items in groupby(sorted(addresses.items(), key=host), key=host)]
        for done in as_completed([pool.submit(_ask_host, client, items, tries) for items in hosts]):
            yield from done.result()


def _ask_host(client: httpx.Client, items: Iterable[tuple[str, str]], tries: int) -> list[Answer]:
    return [_ask(client, id, url, tries) for id, url in items]


def _ask(client: httpx.Client, id: str, url: str, tries: int) -> Answer:
    """Ask one address; again, after a pause that doubles, when the server fails or is silent."""
    start = time.monotonic()
    for attempt in range(tries):
        if attempt:
            time.sleep(2 ** (attempt - 1))
        outcome, status, final = _once(client, url)
        if outcome not in ("error", "silent"):
            break
    return Answer(id, url, outcome, status, final, round(time.monotonic() - start, 1))


def _once(client: httpx.Client, url: str) -> tuple[str, int, str]:
    try:
        with client.stream("GET", url) as response:  # the head is enough; no page is downloaded
            final = str(response.url)
            return _outcome(response, moved=normal(final) != normal(url)), response.status_code, final
    except httpx.TimeoutException:
        return "silent", 0, ""
    except (httpx.HTTPError, httpx.InvalidURL):
        return "unreachable", 0, ""


def _outcome(response: httpx.Response, moved: bool) -> str:
    code = response.status_code
    if code in (404, 410):
        return "gone"
    if code in (401, 403, 405, 406, 429, 451):
        return "refused"
    return "error" if code >= 400 else "moved" if moved else "ok"
