"""A local server that answers in the forms of the public interfaces, well or badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd

from bookkit.refresh.series import Series, every, providers, published

PAGE = b"<!DOCTYPE html><html><body>Just a moment...</body></html>"


def series(indicator: str, source: str = "") -> Series:
    return next(each for each in every() if each.indicator == indicator and source in ("", each.source))


def rows(each: Series) -> pd.DataFrame:
    """The published rows in the publisher's unit."""
    frame = published(each)
    return frame.assign(value=frame["value"] / each.scale)


def world_bank(each: Series, change: Callable = lambda frame: frame) -> bytes:
    """A page of the World Bank's Indicators API, version 2."""
    frame = change(rows(each))
    records = [
        {
            "indicator": {"id": each.code, "value": each.title},
            "country": {"id": row.country[:2], "value": row.country},
            "countryiso3code": row.country,
            "date": str(row.year),
            "value": None if pd.isna(row.value) else row.value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for row in frame.sort_values(["country", "year"], ascending=[True, False]).itertuples()
    ]
    about = {
        "page": 1,
        "pages": 1,
        "per_page": 20000,
        "total": len(records),
        "sourceid": "2",
        "lastupdated": "2026-10-07",
    }
    return json.dumps([about, records]).encode()


def owid(each: Series, change: Callable = lambda frame: frame) -> bytes:
    """A chart's CSV with short column names; regions have a code of their own, or none."""
    lines = ["entity,code,year," + each.column, f"World,OWID_WRL,2024,{10**9}", "Asia (GCP),,2024,5"]
    lines += [
        f"{row.country.title()},{row.country},{row.year},{row.value!r}" for row in change(rows(each)).itertuples()
    ]
    return "\n".join(lines).encode()


def comtrade(each: Series, flows: list[tuple]) -> bytes:
    """An answer of UN Comtrade's API, version 1; `flows` are reporter, partner, year, dollars."""
    codes = providers()["comtrade"].codes
    records = [
        {
            "typeCode": "C",
            "freqCode": "A",
            "refYear": year,
            "period": str(year),
            "reporterCode": codes[reporter],
            "reporterISO": None,
            "flowCode": each.code,
            "partnerCode": codes[partner],
            "partner2Code": 0,
            "cmdCode": "TOTAL",
            "customsCode": "C00",
            "motCode": 0,
            "primaryValue": value,
            "isAggregate": True,
        }
        for reporter, partner, year, value in flows
    ]
    return json.dumps({"elapsedTime": "0.05 secs", "count": len(records), "data": records, "error": ""}).encode()


class Recorded:
    """What the server answers: by a part of the path, a list of answers to be used up, the last one again and again."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, bytes, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def add(self, part: str, content: bytes, status: int = 200, fault: str = "") -> None:
        """`fault`: cut (ends before its length), slow (silent for a second), drops (a byte now and then)."""
        self.answers.setdefault(part, []).append((status, content, fault))

    def next(self, path: str) -> tuple[int, bytes, str]:
        part = next((part for part in self.answers if part in path), None)
        if part is None:
            return 404, b"not here", ""
        left = self.answers[part]
        return left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def serve() -> Iterator[Recorded]:
    recorded = Recorded()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            recorded.asked.append((self.path, dict(self.headers)))
            status, content, fault = recorded.next(self.path)
            if fault == "slow":
                time.sleep(1)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                if fault == "drops":
                    for byte in content:
                        self.wfile.write(bytes([byte]))
                        time.sleep(0.02)
                else:
                    self.wfile.write(content[: len(content) // 2] if fault == "cut" else content)
            except OSError:
                pass  # the other side gave up
            self.close_connection = True

        def log_message(self, *_) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        recorded.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield recorded
        server.shutdown()
