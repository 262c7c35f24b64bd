"""The forms of answers: the address of a series, and its figures as country, partner, year and value."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from bookkit.refresh import RefreshError
from bookkit.refresh.series import KEY, Provider, Series

COMTRADE_YEARS = 12  # what one request may ask for


def address(series: Series, provider: Provider, base: str, rows: pd.DataFrame, today: date) -> str:
    """Where the newest figures of the published `rows` are.

    >>> from bookkit.refresh.series import every, providers, published
    >>> oda = every()[1]
    >>> address(oda, providers()["world-bank"], "https://x/v2", published(oda), date(2026, 11, 22))
    'https://x/v2/country/KAZ;KGZ;TJK;TKM;UZB/indicator/DC.DAC.JPNL.CD?format=json&per_page=20000&date=1992:2026'
    """
    countries = sorted(set(rows["country"]))
    if series.provider == "world-bank":
        path = f"country/{';'.join(countries)}/indicator/{series.code}"
        return f"{base}/{path}?format=json&per_page=20000&date={rows['year'].min()}:{today.year}"
    if series.provider == "owid":
        return f"{base}/{series.code}.csv?v=1&csvType=full&useColumnShortNames=true"
    years = range(today.year - COMTRADE_YEARS + 1, today.year + 1)
    asked = {
        "reporterCode": [provider.codes[country] for country in countries],
        "partnerCode": [provider.codes[partner] for partner in sorted(set(rows["partner"]))],
        "period": years,
    }
    query = "&".join(f"{name}={','.join(map(str, values))}" for name, values in asked.items())
    return f"{base}/get/C/A/HS?{query}&flowCode={series.code}&cmdCode=TOTAL&partner2Code=0&customsCode=C00&motCode=0&includeDesc=false"


def figures(series: Series, provider: Provider, content: bytes, rows: pd.DataFrame) -> pd.DataFrame:
    """The figures in an answer, in our unit and for the pairs of countries in the published `rows`.

    Raises RefreshError when the answer is empty, cut off, a web page, an error, or without the column.
    """
    read = {"world-bank": _world_bank, "owid": _owid, "comtrade": _comtrade}[series.provider]
    partner = "" if series.provider == "comtrade" else rows["partner"].iloc[0]
    try:
        found = pd.DataFrame(read(_text(content), series, provider), columns=[*KEY, "value"])
    except (LookupError, TypeError, ValueError, AttributeError, csv.Error) as error:
        raise RefreshError(f"the answer has another form than expected ({error})") from None
    found["partner"] = found["partner"].fillna(partner)
    found["value"] = (found["value"] * series.scale).round(series.digits)
    pairs = pd.MultiIndex.from_frame(rows[KEY[:2]])
    found = found[pd.MultiIndex.from_frame(found[KEY[:2]]).isin(pairs)]
    if found.empty:
        raise RefreshError("the answer holds no figure for our countries")
    return found.sort_values(KEY, ignore_index=True)


def _text(content: bytes) -> str:
    text = content.decode("utf-8-sig", "replace").strip()
    if not text:
        raise RefreshError("the answer is empty")
    if text.startswith("<"):
        raise RefreshError("the answer is a web page, not data; perhaps the address changed")
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise RefreshError("the answer is cut off, or no JSON") from None


def _world_bank(text: str, series: Series, provider: Provider) -> Iterator[tuple]:
    answer = _json(text)
    if len(answer) == 1:  # an error comes with status 200
        raise RefreshError("the World Bank answers: " + "; ".join(note["value"] for note in answer[0]["message"]))
    about, records = answer
    if not records:
        raise RefreshError("the answer is empty")
    if about["total"] != len(records):
        raise RefreshError(f"the answer is cut off: {len(records)} of {about['total']} records")
    if records[0]["indicator"]["id"] != series.code:
        raise RefreshError(f"the answer is about {records[0]['indicator']['id']}, not {series.code}")
    return (
        (each["countryiso3code"], None, int(each["date"]), each["value"])
        for each in records
        if each["value"] is not None
    )


def _owid(text: str, series: Series, provider: Provider) -> Iterator[tuple]:
    header, *records = csv.reader(text.splitlines())
    names = [name.lower() for name in header]
    for name in ("code", "year", series.column):
        if name not in names:
            raise RefreshError(
                f'column "{name}" is not in the answer; it has {", ".join(header)}; read whether the definition changed with the name'
            )
    for line, record in enumerate(records, start=2):
        if len(record) != len(header):
            raise RefreshError(f"the answer is cut off: {len(record)} of {len(header)} cells in line {line}")
    code, year, column = (names.index(name) for name in ("code", "year", series.column))
    return ((each[code], None, int(each[year]), _number(each[column])) for each in records if each[column] != "")


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise RefreshError(f'"{cell}" stands where a number is expected') from None


def _comtrade(text: str, series: Series, provider: Provider) -> Iterator[tuple]:
    answer = _json(text)
    if answer.get("error"):
        raise RefreshError(f"UN Comtrade answers: {answer['error']}")
    records = answer["data"]
    if answer["count"] != len(records):
        raise RefreshError(f"the answer is cut off: {len(records)} of {answer['count']} records")
    countries = {code: country for country, code in provider.codes.items()}
    return (
        (
            countries.get(each["reporterCode"], ""),
            countries.get(each["partnerCode"], ""),
            int(each["period"]),
            each["primaryValue"],
        )
        for each in records
        if each["flowCode"] == series.code
    )
