"""The check of addresses: gone, refused and slow ones are told apart, on a local server; all sources have addresses of the right form."""

import csv
import importlib.util
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import ROOT

spec = importlib.util.spec_from_file_location("links", ROOT / "tools/links.py")
links = importlib.util.module_from_spec(spec)
spec.loader.exec_module(links)


class Answers(BaseHTTPRequestHandler):
    """Answers with the status that the path names; `slow` answers late."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name == "slow":
            time.sleep(1)
        self.send_response(int(name) if name.isdigit() else 200)
        self.end_headers()

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_answers_are_told_apart(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.3)
    closed = "http://127.0.0.1:1/x"
    found = links.ask_all([f"{server}/{name}" for name in ("200", "404", "410", "403", "503", "slow")] + [closed])
    assert found.pop(closed).startswith("no connection")
    assert {url.rsplit("/", 1)[1]: fault for url, fault in found.items()} == {
        "404": "gone", "410": "gone", "403": "answers 403", "503": "answers 503", "slow": "no answer in 0.3 seconds",
    }


def test_all_sources_have_addresses_of_the_right_form() -> None:
    with (ROOT / "seeds/sources.csv").open(encoding="utf-8", newline="") as file:
        assert links.malformed(csv.DictReader(file)) == []
    wrong = ["example.org/x", "ftp://example.org", "https://example.org/a b", "https:///x"]
    assert len(links.malformed({"id": "x", "url": url} for url in wrong)) == len(wrong)


def test_a_gone_address_comes_with_its_archive(server: str, tmp_path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(f"id,date,url\nhere,2020-01-02,{server}/200\nlost,2020-01-02,{server}/404\nnone,,\n")
    monkeypatch.setattr(links, "SOURCES", path)
    assert links.main() == 1
    said = capsys.readouterr().out
    assert f"lost: {server}/404 gone; https://web.archive.org/web/20200102/{server}/404" in said and "here" not in said
    path.write_text(f"id,date,url\nhere,2020-01-02,{server}/200\n")
    assert links.main() == 0
