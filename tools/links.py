"""Ask every address in seeds/sources.csv whether it still answers: make links. By hand or by night, never in the tests."""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import requests

SOURCES = Path(__file__).parents[1] / "seeds/sources.csv"
SECONDS = 20
HOSTS_AT_ONCE = 16  # one question at a time to each of them
GONE = {404, 410}
ARCHIVE = "https://web.archive.org/web/{day}/{url}"
SELF = {"User-Agent": "Mozilla/5.0 (compatible; link check of an open textbook)"}


def malformed(rows: Iterable[dict]) -> list[str]:
    """Sources whose address has not the form of one."""
    return [f"{row['id']}: {row['url']} is no web address." for row in rows if row["url"] and not _is_address(row["url"])]


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and "." in parts.netloc and not set(url) & set(' <>"\\^`{|}')


def ask(url: str) -> str:
    """What is wrong with an address: `gone`, or why a person must look; empty when it answers."""
    try:
        with requests.get(url, headers=SELF, timeout=SECONDS, stream=True) as answer:
            if answer.status_code in GONE:
                return "gone"
            return "" if answer.ok else f"answers {answer.status_code}"
    except requests.Timeout:
        return f"no answer in {SECONDS} seconds"
    except requests.RequestException as error:
        return f"no connection ({type(error).__name__})"


def ask_all(urls: Iterable[str]) -> dict[str, str]:
    """What is wrong, by address; each host is asked one thing after another."""
    hosts = defaultdict(list)
    for url in dict.fromkeys(urls):
        hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as workers:
        answers = workers.map(lambda group: [(url, ask(url)) for url in group], hosts.values())
        return {url: fault for group in answers for url, fault in group if fault}


def main() -> int:
    """Say which addresses are gone, and where an archive may have them; 1 when one is gone or has no form."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["url"]]
    for fault in (wrong := malformed(rows)):
        print(fault)
    faults = ask_all(row["url"] for row in rows)
    for row in rows:
        if fault := faults.get(row["url"]):
            old = ARCHIVE.format(day=row["date"].replace("-", ""), url=row["url"]) if fault == "gone" else "look by hand"
            print(f"{row['id']}: {row['url']} {fault}; {old}")
    gone = sum(fault == "gone" for fault in faults.values())
    print(f"{len(rows)} sources with an address: {gone} addresses are gone, {len(faults) - gone} must be looked at.")
    return 1 if gone or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
