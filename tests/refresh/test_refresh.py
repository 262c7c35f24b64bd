"""`caj refresh` against recorded forms: what it shows, what it stores, and that no bad answer does harm."""

import json
import re
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from recorded import PAGE, comtrade, owid, series, serve, world_bank

from bookkit.evidence import integrity
from bookkit.refresh.compare import compare
from bookkit.refresh.effects import broken_facts, renewed, users
from bookkit.refresh.fetch import Answer
from bookkit.refresh.series import KEY, by_hand, every, published
from bookkit.refresh.store import Found, store
from caj import data
from coursekit.cli import main

CO2, PEOPLE, RATE = series("co2_emissions_fossil"), series("population", "wdi-pop"), series("yen_per_us_dollar")


@pytest.fixture
def server():
    with serve() as recorded:
        yield recorded


@pytest.fixture
def seeds(copied: Path) -> Path:
    """What a refresh writes to."""
    return copied


def refresh(server, root: Path, *arguments: str) -> int:
    """One try with a short time-out, in a root without chapters."""
    return main(
        ["--root", str(root), "refresh", "--base-url", server.url, "--timeout", "0.5", "--tries", "1", *arguments]
    )


def raised(frame: pd.DataFrame) -> pd.DataFrame:
    """A later edition: Kazakhstan's last figure a tenth higher, and one more year."""
    frame = frame.copy()
    last = frame.index[frame["country"].eq("KAZ")][-1]
    frame.loc[last, "value"] *= 1.1
    return pd.concat([frame, frame.loc[[last]].assign(year=frame.loc[last, "year"] + 1)])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_series_maps_to_published_rows() -> None:
    for each in every():
        rows = published(each)
        assert len(rows) > 0, each.indicator
        assert not rows.duplicated(KEY).any(), each.indicator
        decimals = rows["value"].map(lambda value: len(f"{value:.10f}".rstrip("0").split(".")[1]))
        assert decimals.max() <= each.digits, f"{each.indicator} is published with more digits than {each.digits}"


def test_every_data_set_series_is_mapped_or_explained() -> None:
    frame, sources = data.load("indicators"), data.load("sources")
    compiled = sources.loc[sources["kind"].eq("dataset"), "id"]
    long = frame[frame["source_ids"].isin(compiled) & frame["flag"].ne("superseded")].groupby("indicator").size()
    mapped = {each.indicator for each in every()}
    missing = {
        name
        for name in long[long >= 3].index
        if name not in mapped and not any(name.startswith(known) for known in by_hand())
    }
    assert missing == set()


def test_differences_are_shown_and_nothing_is_written(server, seeds: Path, tmp_path: Path, capsys) -> None:
    server.add(CO2.code, owid(CO2, raised))
    before = content(seeds)
    assert refresh(server, tmp_path, "--only", CO2.indicator) == 0
    said = capsys.readouterr().out
    assert "1 of 150 published figures changed, 1 new, 0 missing" in said
    assert re.search(r"KAZ  2024 +287\.01  315\.71  \+10\.00 %", said)
    assert re.search(r"KAZ  2025 +–  315\.71 +new", said)
    assert content(seeds) == before
    assert "csvType=full&useColumnShortNames=true" in server.asked[0][0]


def test_an_answer_without_change_says_so(server, seeds: Path, tmp_path: Path, capsys) -> None:
    server.add(RATE.code, world_bank(RATE))
    assert refresh(server, tmp_path, "--only", RATE.indicator, "--write") == 0
    assert "0 of 18 published figures changed, 0 new" in (said := capsys.readouterr().out)
    assert "nothing to store" in said
    assert content(seeds)["vintages.csv"].count(b"\n") == 1


def test_a_vintage_is_added_and_no_published_row_changes(server, seeds: Path, tmp_path: Path, capsys) -> None:
    server.add(CO2.code, owid(CO2, raised))
    before, published_before = content(seeds), data.load("indicators")
    assert refresh(server, tmp_path, "--only", CO2.indicator, "--write") == 0, capsys.readouterr().err
    after, day = content(seeds), data.load("vintages")["vintage"].max().strftime("%Y-%m-%d")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"vintages.csv", "sources.csv", "datapackage.json"}
    assert all(after[name].startswith(before[name]) for name in ("vintages.csv", "sources.csv"))
    assert list(after) == list(before), "a temporary file is left"
    assert integrity.problems() == []

    pd.testing.assert_frame_equal(data.load("indicators"), published_before)
    newer = data.load("indicators", vintage=day)
    kazakh = newer[newer["indicator"].eq(CO2.indicator) & newer["country"].eq("KAZ") & newer["flag"].ne("superseded")]
    assert kazakh.set_index("year")["value"].loc[[2023, 2024, 2025]].tolist() == [286.17, 315.71, 315.71]
    assert set(kazakh["source_ids"]) == {f"gcb2025-{day.replace('-', '')}"}
    assert len(newer) == len(published_before) + 1
    record = data.resource("vintages")["sources"][0]
    assert record["hash"] == data.fingerprint(owid(CO2, raised)) and CO2.code in record["path"]
    with pytest.raises(data.DataError, match=f'no vintage "2001-01-01". Stored: {day}'):
        data.load("indicators", vintage="2001-01-01")
    with pytest.raises(data.DataError, match='Only "indicators" has vintages'):
        data.load("events", vintage=day)

    capsys.readouterr()
    assert refresh(server, tmp_path, "--only", CO2.indicator, "--write") == 1
    assert "is stored already" in capsys.readouterr().err
    assert content(seeds) == after


def test_rival_series_of_one_indicator_stay_apart(server, seeds: Path, tmp_path: Path) -> None:
    server.add(PEOPLE.code, world_bank(PEOPLE, raised))
    assert (
        refresh(server, tmp_path, "--only", PEOPLE.indicator, "--write") == 1
    )  # the chart of the other source is not there
    day = data.load("vintages")["vintage"].max().strftime("%Y-%m-%d")
    newer = data.load("indicators", vintage=day)
    kazakh = newer[newer["indicator"].eq("population") & newer["country"].eq("KAZ") & newer["year"].eq(2024)]
    assert sorted(kazakh["value"]) == [20592574.0, 22651828.0]
    assert set(kazakh["flag"]) == {"rival"}


BAD = {
    "cut": (CO2, {"content": owid(CO2), "fault": "cut"}, "broke off"),
    "slow": (CO2, {"content": owid(CO2), "fault": "slow"}, "is too slow: no whole answer within the time-out of 0.5 s"),
    "500": (CO2, {"content": b"oops", "status": 500}, "answered 500 Internal Server Error (one try)"),
    "404": (CO2, {"content": b"gone", "status": 404}, "answered 404 Not Found"),
    "html": (CO2, {"content": PAGE}, "is a web page, not data"),
    "empty": (CO2, {"content": b""}, "the answer is empty"),
    "header only": (CO2, {"content": b"entity,code,year,emissions_total"}, "no figure for our countries"),
    "half a line": (CO2, {"content": owid(CO2)[:-12]}, "cut off: 3 of 4 cells in line 153"),
    "half the lines": (
        CO2,
        {"content": b"\n".join(owid(CO2).split(b"\n")[:80])},
        "lacks 73 published figures, first TJK 2002",
    ),
    "other column": (
        CO2,
        {"content": owid(CO2).replace(b"emissions_total", b"co2_total")},
        'column "emissions_total" is not in the answer; it has',
    ),
    "no number": (
        CO2,
        {"content": owid(CO2).replace(b"OWID_WRL,2024,1000000000", b"OWID_WRL,2024,n/a")},
        '"n/a" stands where a number',
    ),
    "days": (CO2, {"content": owid(CO2).replace(b",2024,", b",2024-05-01,")}, "another form than expected"),
    "json html": (PEOPLE, {"content": PAGE}, "is a web page, not data"),
    "json cut": (PEOPLE, {"content": world_bank(PEOPLE)[:-40]}, "cut off, or no JSON"),
    "json other form": (PEOPLE, {"content": b'[{"page": 1}, [{"id": "KAZ"}]]'}, "another form than expected"),
    "json few": (
        PEOPLE,
        {"content": world_bank(PEOPLE).replace(b'"total": 48', b'"total": 90')},
        "cut off: 48 of 90 records",
    ),
    "json none": (
        PEOPLE,
        {"content": b'[{"page": 0, "pages": 0, "per_page": 0, "total": 0}, null]'},
        "the answer is empty",
    ),
    "json refused": (
        PEOPLE,
        {
            "content": json.dumps(
                [
                    {
                        "message": [
                            {"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}
                        ]
                    }
                ]
            ).encode()
        },
        "the World Bank answers: The provided parameter value is not valid",
    ),
    "json other series": (PEOPLE, {"content": world_bank(RATE)}, "about PA.NUS.FCRF, not SP.POP.TOTL"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_answer_gets_a_sentence_and_does_no_harm(server, seeds: Path, tmp_path: Path, capsys, case: str) -> None:
    """The other series are shown and stored all the same, and the exit code says that something was wrong."""
    each, answer, sentence = BAD[case]
    server.add(each.code, **answer)
    server.add(RATE.code, world_bank(RATE, lambda frame: frame.assign(value=frame["value"] + 1)))
    before = content(seeds)
    assert refresh(server, tmp_path, "--only", each.indicator, "--only", RATE.indicator, "--write") == 1
    out, err = capsys.readouterr()
    assert sentence in err and f"{each.indicator} ({each.source})" in err
    assert "18 of 18 published figures changed" in out
    assert set(data.load("vintages")["replaces"]) == {RATE.source}
    assert content(seeds)["indicators.csv"] == before["indicators.csv"]


def test_an_answer_in_drops_is_given_up(server, seeds: Path, tmp_path: Path, capsys) -> None:
    server.add(CO2.code, owid(CO2), fault="drops")
    assert (
        main(
            [
                "--root",
                str(tmp_path),
                "refresh",
                "--base-url",
                server.url,
                "--timeout",
                "0.1",
                "--tries",
                "1",
                "--only",
                CO2.indicator,
            ]
        )
        == 1
    )
    assert "is too slow" in capsys.readouterr().err


def test_a_failed_try_is_repeated(server, seeds: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    import pooch.core

    monkeypatch.setattr(pooch.core.time, "sleep", lambda seconds: None)
    server.add(CO2.code, b"oops", status=503)
    server.add(CO2.code, owid(CO2), fault="cut")
    server.add(CO2.code, owid(CO2))
    assert refresh(server, tmp_path, "--only", CO2.indicator, "--tries", "3") == 0, capsys.readouterr().err
    assert len(server.asked) == 3
    server.answers[CO2.code] = [(404, b"gone", "")]
    assert refresh(server, tmp_path, "--only", CO2.indicator, "--tries", "3") == 1
    assert len(server.asked) == 4, "what is refused is not asked again"


def test_offline_is_said_once_for_each_publisher(seeds: Path, tmp_path: Path, capsys) -> None:
    code = main(
        ["--root", str(tmp_path), "refresh", "--base-url", "http://127.0.0.1:9", "--tries", "1", "--timeout", "0.5"]
    )
    err = capsys.readouterr().err
    assert code == 1 and err.count("cannot be reached") == err.count("\n") == 2
    assert "Is this machine offline? No other series of World Bank was tried." in err


def test_a_source_is_stored_whole_or_not_at_all(server, seeds: Path, tmp_path: Path, capsys) -> None:
    coal, gas = series("electricity_generation_coal"), series("electricity_generation_gas")
    server.add(coal.code, owid(coal, raised))
    assert refresh(server, tmp_path, "--only", coal.indicator, "--only", gas.indicator, "--write") == 1
    out, err = capsys.readouterr()
    assert "electricity_generation_coal (owid-elec), Our World in Data" in out
    assert "owid-elec: nothing is stored, for a part of it could not be used." in err
    assert len(server.asked) == 1, "one chart holds both series"
    assert content(seeds)["vintages.csv"].count(b"\n") == 1


def test_comtrade_needs_a_key_and_is_shown_only(server, seeds: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    exports = series("goods_exports_mirror")
    monkeypatch.delenv("COMTRADE_API_KEY", raising=False)
    assert refresh(server, tmp_path, "--only", exports.indicator) == 0
    assert "needs a key in COMTRADE_API_KEY" in capsys.readouterr().out and not server.asked
    monkeypatch.setenv("COMTRADE_API_KEY", "not-a-real-key")
    server.add(
        "get/C/A/HS",
        comtrade(exports, [("CHN", "KAZ", 2020, 11.7e9), ("CHN", "KAZ", 2021, 13.98e9), ("CHN", "USA", 2021, 1.0)]),
    )
    before = content(seeds)
    assert refresh(server, tmp_path, "--only", exports.indicator, "--write") == 0
    out = capsys.readouterr().out
    assert re.search(r"CHN +KAZ  2021 +–  13,980\.0 +new", out) and "USA" not in out
    assert "not stored, UN Comtrade: its terms" in out
    path, headers = server.asked[0]
    assert headers["Ocp-Apim-Subscription-Key"] == "not-a-real-key" and "not-a-real-key" not in path + out
    assert "reporterCode=156,392,643&partnerCode=398,417,762,795,860" in path and "flowCode=X" in path
    assert content(seeds) == before


def test_an_unsealed_change_stops_a_refresh(server, seeds: Path, tmp_path: Path, capsys) -> None:
    path = seeds / "nodes.csv"
    path.write_text(path.read_text("utf-8").replace("35.45", "35.46"), "utf-8")
    integrity.forget()
    assert refresh(server, tmp_path, "--only", CO2.indicator, "--write") == 1
    assert "seeds/nodes.csv is not the file that was released" in capsys.readouterr().err and not server.asked


def test_unknown_names_and_missing_libraries_get_a_sentence(
    server, seeds: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    assert refresh(server, tmp_path, "--only", "populatoin") == 1
    assert 'no series "populatoin" to fetch. Did you mean population?' in capsys.readouterr().err
    assert refresh(server, tmp_path, "--only", "gdp_maddison") == 1
    assert "renewed by hand: the Maddison series" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert refresh(server, tmp_path, "--only", CO2.indicator) == 1
    assert "needs pooch: install the extra [refresh]" in capsys.readouterr().err


def test_the_list_names_every_series(capsys) -> None:
    assert main(["refresh", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(f"{each.code}" in out for each in every()) and "gdp_maddison: " in out


def test_chapters_that_use_a_series_are_found(root: Path) -> None:
    assert "training-and-migration" in users("population", root)
    assert "training-and-migration" not in users("co2_emissions_fossil", root)
    assert "six-power-systems" in users("electricity_generation_wind", root), "chapters may name the beginning only"


def test_facts_that_would_change_are_named(server, root: Path, capsys) -> None:
    server.add(RATE.code, world_bank(RATE, lambda frame: frame.assign(value=frame["value"] * 1.1)))
    assert refresh(server, root, "--only", RATE.indicator) == 0
    out = capsys.readouterr().out
    said = re.search(
        r"paying-for-the-transition \(yen_per_us_dollar\): (\d+) facts? would change\n((?:    .+\n?)+)", out
    )
    assert said and int(said[1]) == len(said[2].splitlines())
    assert all(re.match(r'    ".+": .+ would be .+', line) for line in said[2].splitlines()), said[2]


def test_the_table_for_a_trial_is_the_published_one_but_for_the_differences() -> None:
    rows = published(PEOPLE)
    same = compare(PEOPLE, rows, rows[[*KEY, "value"]])
    pd.testing.assert_frame_equal(renewed([(PEOPLE, same)]), data.load("indicators"))
    more = compare(PEOPLE, rows, raised(rows)[[*KEY, "value"]])
    trial, before = renewed([(PEOPLE, more)]), data.load("indicators")
    assert len(trial) == len(before) + 1
    kazakh = trial.query("indicator == 'population' and country == 'KAZ' and source_ids == 'wdi-pop'").set_index(
        "year"
    )["value"]
    assert kazakh[2025] == kazakh[2024] == 20592571 * 1.1


def test_a_chapter_that_stops_is_named(root: Path) -> None:
    without = data.load("indicators").query("indicator != 'yen_per_us_dollar'")
    assert broken_facts("paying-for-the-transition", root, without)[0].startswith("stops at cell ")
    assert broken_facts("paying-for-the-transition", root, data.load("indicators")) == []


def test_each_vintage_is_read_as_it_was(seeds: Path) -> None:
    rows, before = published(RATE), data.load("indicators")
    for day, factor in [(date(2027, 1, 15), 2), (date(2027, 6, 1), 3)]:
        newer = rows[[*KEY]].assign(value=rows["value"] * factor)
        store([Found(RATE, compare(RATE, rows, newer), Answer("https://example.org", b"", "sha256:0"))], day)
    for day, factor in [("2027-01-15", 2), ("2027-06-01", 3)]:
        frame = data.load("indicators", vintage=day)
        pd.testing.assert_series_equal(
            frame["value"], before["value"].where(before["indicator"] != RATE.indicator, before["value"] * factor)
        )
        assert frame.drop(columns=["value", "source_ids", "note"]).equals(
            before.drop(columns=["value", "source_ids", "note"])
        )
    pd.testing.assert_frame_equal(data.load("indicators"), before)
    assert integrity.problems() == []
