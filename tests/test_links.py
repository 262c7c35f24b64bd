"""Addresses of sources are well formed; the command that asks them tells good answers from bad, on a local server."""

import csv
import http.server
import shutil
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from bookkit.evidence import ask_links, links
from caj import data
from coursekit.cli import main

STATUS = {"/fine": 200, "/gone": 404, "/dead": 410, "/broken": 500, "/closed": 403}


class Host(http.server.BaseHTTPRequestHandler):
    """A host with one page for each fault; it counts what it is asked."""

    asked: Counter = Counter()

    def do_GET(self) -> None:
        Host.asked[self.path] += 1
        if self.path == "/hangs":
            threading.Event().wait(3)
        status = STATUS.get(self.path, 200)
        if self.path == "/once" and Host.asked["/once"] == 1:
            status = 503
        self.send_response(301 if self.path in ("/old", "/slash", "/loop") else status)
        if self.path in ("/old", "/slash", "/loop"):
            self.send_header("Location", {"/old": "/fine", "/slash": "/slash/", "/loop": "/loop"}[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    Host.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def closed_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def answers(addresses: dict[str, str], tries: int = 1) -> dict[str, ask_links.Answer]:
    return {answer.id: answer for answer in ask_links.ask(addresses, workers=2, timeout=1, tries=tries)}


def test_the_addresses_of_the_book_are_well_formed() -> None:
    assert links.problems() == []


@pytest.mark.parametrize(
    "url, says",
    [
        ("ftp://example.org/a", "does not begin with https:// or http://"),
        ("https://example.org/a b", "holds a space"),
        ("https://[example.org/a", "holds a space, a bracket"),
        ("https://example/a", '"example" is not the plain name of a host'),
        ("https://example.org./a", "a last dot"),
        ("https://me@example.org/a", "Leave out capitals, user"),
        ("https://example.org/a?id=1&utm_source=x", "Leave out utm_source=…"),
        ("http://dx.doi.org/10.1080/02634937", "is not of the form https://doi.org/10.1234/abc"),
        ("https://doi.org/article/5", "is not of the form https://doi.org/10.1234/abc"),
    ],
)
def test_a_badly_formed_address_is_named_with_its_line(url: str, says: str) -> None:
    table = pd.DataFrame({"id": ["a", "b"], "url": [None, url], "kind": "press"})
    (fault,) = links.problems(table)
    assert fault.startswith("seeds/sources.csv, line 3: ") and says in fault


@pytest.mark.parametrize("kind, faults", [("press", 1), ("dataset", 0)])
def test_one_address_has_one_id(kind: str, faults: int) -> None:
    """Editions of one data set may share the address of the data set."""
    table = pd.DataFrame(
        {"id": ["a", "b"], "url": ["https://www.example.org/x/", "http://example.org/x#top"], "kind": kind}
    )
    found = links.problems(table)
    assert len(found) == faults and all("a, b have one address. Keep one id" in fault for fault in found)


@pytest.mark.parametrize(
    "page, outcome, status",
    [
        ("/fine", "ok", 200),
        ("/old", "moved", 200),
        ("/slash", "ok", 200),
        ("/gone", "gone", 404),
        ("/dead", "gone", 410),
        ("/closed", "refused", 403),
        ("/broken", "error", 500),
        ("/hangs", "silent", 0),
        ("/loop", "unreachable", 0),
    ],
)
def test_each_answer_has_its_outcome(host: str, page: str, outcome: str, status: int) -> None:
    answer = answers({"a": host + page})["a"]
    assert (answer.outcome, answer.status) == (outcome, status)
    assert answer.final == {"/old": f"{host}/fine", "/slash": f"{host}/slash/"}.get(page, host + page if status else "")


def test_a_wrong_host_and_a_closed_port_are_unreachable(closed_port: str) -> None:
    found = answers({"a": "http://nowhere.invalid/", "b": closed_port})
    assert {answer.outcome for answer in found.values()} == {"unreachable"}


def test_a_failing_server_is_asked_again_and_a_missing_page_is_not(host: str) -> None:
    found = answers({"a": f"{host}/once", "b": f"{host}/gone"}, tries=2)
    assert (found["a"].outcome, found["b"].outcome) == ("ok", "gone")
    assert Host.asked == {"/once": 2, "/gone": 1}


def test_the_command_writes_a_report_and_says_what_to_do(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    addresses = {
        "good": f"{host}/fine",
        "bad": f"{host}/gone",
        "ill": f"{host}/broken",
        "far": "http://nowhere.invalid/",
    }
    monkeypatch.setattr(ask_links, "listed", lambda: addresses)
    shutil.copytree(data.folder(), tmp_path / "seeds")
    assert (
        main(
            [
                "--root",
                str(tmp_path),
                "data",
                "links",
                "--host",
                "127.0.0.1",
                "--tries",
                "1",
                "--out",
                "report/links.csv",
            ]
        )
        == 1
    )
    said = capsys.readouterr()
    assert (
        said.err
        == f"bad: {host}/gone is gone (404). Look in https://web.archive.org/web/*/{host}/gone, or cite another source.\n"
    )
    assert "1 ok" in said.out and f"ill: {host}/broken is error (500)." in said.out
    rows = list(csv.DictReader((tmp_path / "report/links.csv").open(encoding="utf-8")))
    assert {row["id"]: row["outcome"] for row in rows} == {"good": "ok", "bad": "gone", "ill": "error"}


def test_without_a_network_one_sentence_is_enough(closed_port: str, tmp_path: Path) -> None:
    said = ask_links.report(
        tmp_path / "links.csv", {"a": closed_port, "b": "http://nowhere.invalid/"}, workers=2, timeout=1, tries=1
    )
    assert said == ["None of 2 addresses can be reached. Is this machine connected to the network?"]


def test_an_unknown_host_is_no_success(capsys) -> None:
    assert main(["data", "links", "--host", "no-such-host"]) == 1
    assert 'No source has an address on a host with "no-such-host"' in capsys.readouterr().err
