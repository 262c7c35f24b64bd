"""Fetch an answer over the network: with time-out, a few tries, its hash, and one sentence when it fails."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bookkit.refresh import RefreshError, Unreachable
from caj import data
from caj.errors import UserError

PART = 64  # bytes; small, so that the clock is asked often even when few arrive
LONGEST = 10  # times the time-out: an answer that comes in drops is given up after that


@dataclass(frozen=True)
class Answer:
    """What an address answered, and its hash."""

    url: str
    content: bytes
    hash: str


class Fetcher:
    """Downloads into a folder, each address once; `timeout` in seconds of silence."""

    def __init__(self, folder: Path, timeout: float = 30, tries: int = 3) -> None:
        self.folder, self.timeout, self.tries = folder, timeout, tries
        self.answers: dict[str, Answer] = {}

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """The answer of an address; RefreshError, or Unreachable, when there is none."""
        if url not in self.answers:
            content = self._download(url, headers or {})
            self.answers[url] = Answer(url, content, data.fingerprint(content))
        return self.answers[url]

    def _download(self, url: str, headers: dict[str, str]) -> bytes:
        pooch, errors = _libraries()
        host, name = urlsplit(url).netloc, data.fingerprint(url.encode())[7:23]
        (self.folder / name).unlink(missing_ok=True)  # pooch would take a file of an earlier day for the answer
        cupboard = pooch.create(
            self.folder, "", registry={name: None}, urls={name: url}, retry_if_failed=self.tries - 1
        )

        def download(url: str, file: str, cupboard: object) -> None:
            try:
                clock = Clock(LONGEST * self.timeout, errors.Timeout)
                pooch.HTTPDownloader(timeout=self.timeout, headers=headers, progressbar=clock, chunk_size=PART)(
                    url, file, cupboard
                )
            except errors.HTTPError as error:
                if error.response.status_code < 500:  # another try would be refused as well
                    raise RefreshError(_refused(host, error.response)) from None
                raise

        try:
            return Path(cupboard.fetch(name, downloader=download)).read_bytes()
        except errors.RequestException as error:
            raise self._sentence(host, error, errors) from None

    def _sentence(self, host: str, error: Exception, errors: Any) -> RefreshError:
        times = f"{self.tries} tries" if self.tries > 1 else "one try"
        if isinstance(error, errors.HTTPError):
            return RefreshError(_refused(host, error.response) + f" ({times})")
        if isinstance(error, errors.Timeout) or "timed out" in str(error):
            return RefreshError(
                f"{host} is too slow: no whole answer within the time-out of {self.timeout:g} s ({times})"
            )
        if isinstance(error, errors.ConnectionError):
            return Unreachable(f"{host} cannot be reached ({times})")
        return RefreshError(f"the answer of {host} broke off ({times})")


class Clock:
    """A progress bar for pooch that shows nothing and ends a download that takes too long."""

    def __init__(self, seconds: float, late: type[Exception]) -> None:
        self.end, self.late, self.total = time.monotonic() + seconds, late, 0

    def update(self, size: int) -> None:
        """Called for each part that arrives."""
        if time.monotonic() > self.end:
            raise self.late("timed out")

    def reset(self) -> None:
        """Nothing to do; pooch calls it at the end."""

    close = reset


def _libraries() -> tuple:
    try:
        import pooch
        import requests.exceptions
    except ImportError as error:
        raise UserError(f"`caj refresh` needs {error.name}: install the extra [refresh] of this package.") from None
    pooch.get_logger().setLevel("ERROR")
    return pooch, requests.exceptions


def _refused(host: str, response: Any) -> str:
    return f"{host} answered {response.status_code} {response.reason}"
