"""Loading tables: typed, safe to edit, quick; and one clear sentence for every kind of damage."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from bookkit.evidence import cross_table_checks, integrity
from caj import data, sources
from coursekit.cli import main

TABLES = data.tables()["table"].tolist()


def edit(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), "utf-8")
    integrity.forget()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_described_columns_and_rows(name: str) -> None:
    frame = data.load(name)
    assert frame.columns.tolist() == data.describe(name)["field"].tolist()
    assert len(frame) == data.resource(name)["rows"]
    assert len(frame) > 0 or name == "vintages", "only the table of vintages may wait for its first row"


def test_columns_have_their_types() -> None:
    meetings = data.load("meetings")
    assert pd.api.types.is_datetime64_dtype(meetings["date"])
    assert meetings["ordinal"].dtype == "Int64"
    assert isinstance(meetings["format"].dtype, pd.CategoricalDtype)
    assert data.load("indicators")["value"].dtype == "float64"


def test_a_changed_frame_does_not_change_the_next_load() -> None:
    first = data.load("terms")
    first.loc[0, "name"] = "Nobody"
    first.iloc[:, 1].array[1] = "Nobody"
    del first["end"]
    again = data.load("terms")
    assert "Nobody" not in set(again["name"]) and "end" in again


def test_unknown_names_get_the_nearest_ones() -> None:
    with pytest.raises(data.DataError, match='no table "event". Did you mean events'):
        data.load("event")
    with pytest.raises(data.DataError, match="Did you mean .*mofa-fm1"):
        sources.source("mofa-fm-1")


@pytest.mark.parametrize(
    "line, old, new, says",
    [
        (1, "id,", "key,", 'line 1: column "id" is missing'),
        (2, "2022-01-25", "2022-13-25", 'line 2: date is "2022-13-25" but must be a date such as 2004-08-28'),
        (3, ",high", ",sure", 'line 3: confidence is "sure" but must be one of high, medium, low'),
        (3, ",1,", ",1.5,", 'line 3: ordinal is "1.5" but must be a whole number'),
        (3, "su-2022-02", "", 'line 3: id is "" but must not be empty'),
        (4, ",", ",,", "line 4: 12 cells instead of 11"),
    ],
)
def test_damage_is_named_with_file_and_line(copied: Path, line: int, old: str, new: str, says: str) -> None:
    edit(copied / "summits.csv", line, old, new)
    with pytest.raises(data.DataError, match=f"seeds/summits.csv, {says}"):
        data.load("summits")


def test_an_altered_number_is_noticed_until_it_is_sealed(copied: Path) -> None:
    edit(copied / "nodes.csv", 2, "35.45", "35.46")
    with pytest.raises(data.DataError, match="seeds/nodes.csv is not the file that was released.*caj data seal"):
        data.load("nodes")
    assert integrity.seal() == ["nodes"]
    assert data.load("nodes")["lat"].iloc[0] == 35.46


def test_other_damage_is_named_too(copied: Path) -> None:
    (copied / "terms.csv").write_bytes(b"role,name\n\xff\xfe,x\n")
    (copied / "legs.csv").unlink()
    integrity.forget()
    with pytest.raises(data.DataError, match="seeds/terms.csv, line 2: this is not UTF-8"):
        data.load("terms")
    with pytest.raises(data.DataError, match="seeds/legs.csv is missing"):
        data.load("legs")
    (copied / "datapackage.json").write_text('{\n"resources": [,]}', "utf-8")
    integrity.forget()
    with pytest.raises(data.DataError, match="seeds/datapackage.json, line 2"):
        data.load("nodes")


def test_a_broken_source_id_is_named_with_its_line(copied: Path) -> None:
    edit(copied / "terms.csv", 5, "wiki-pms", "wiki-pmz")
    integrity.seal()
    assert integrity.problems() == ['seeds/terms.csv, line 5: source id "wiki-pmz" is not in seeds/sources.csv.']


def test_every_damaged_table_is_told_at_once(copied: Path, capsys: pytest.CaptureFixture) -> None:
    """By a spreadsheet's encoding, by its separator, by a slip of the mouse, by a source that is nowhere."""
    names, legs, terms = (copied / f"{name}.csv" for name in ("names", "legs", "terms"))
    names.write_text(names.read_text("utf-8"), "utf-16")
    legs.write_text(legs.read_text("utf-8").replace(",", ";"), "utf-8")
    terms.write_text(terms.read_text("utf-8").replace("wiki-pms", "wiki-pmz", 1), "utf-8")
    integrity.seal()
    (copied / "votes.csv").unlink()
    integrity.forget()
    assert main(["--root", str(copied.parent), "data", "check"]) == 1
    said = capsys.readouterr().err
    for words in (
        "seeds/names.csv, line 1: this is not UTF-8 text. Save it with commas and as UTF-8",
        'seeds/legs.csv, line 1: column "id" is missing',
        "seeds/votes.csv is missing",
        'source id "wiki-pmz" is not in seeds/sources.csv',
    ):
        assert words in said, words
    assert said.count("Save it with commas") == 2 and said.count("seeds/names.csv, line 1") == 1


def test_import_stays_light() -> None:
    """Charts, notebooks and widgets are imported when they are used; `caj bench` measures the seconds."""
    program = "import sys, caj; print([name for name in ('altair', 'IPython', 'nbformat', 'ipywidgets', 'networkx', 'sphinx') if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("visits", "id", "vi-1066-01", 'the id "vi-1066-01" does not begin with "vi-'),
        ("projects", "year_signed", 2199, 'does not begin with "pr-2199-". Mend the id or the year_signed'),
        ("attendance", "name", "Kawagutchi Yoriko", '"Kawagutchi Yoriko" is not in seeds/names.csv'),
        ("events", "date", pd.Timestamp("1945-03-01"), "1945-03-01 is more exact than its precision, year"),
        ("summits", "format", "C5+1", 'the partner of "C5+1" is USA elsewhere, not CHN'),
        ("targets", "id", "tg-kaz-99", 'the id "tg-kaz-99" does not begin with "tg-jpn-"'),
        ("nodes", "kind", "rail", '"tokyo_yokohama" is of the kind rail, and no leg of seeds/legs.csv fits'),
    ],
)
def test_values_that_contradict_each_other_are_named(table: str, column: str, value: object, said: str) -> None:
    frame = data.load(table)
    assert not list(cross_table_checks.problems(table, frame))
    frame.loc[0, column] = value
    [fault] = cross_table_checks.problems(table, frame)
    assert fault.startswith(f"seeds/{table}.csv, line 2: ") and said in fault
