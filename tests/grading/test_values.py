"""Answers travel as plain values: exact on arrival, nothing else gets through, and nothing hostile does harm."""

import datetime
import json
import math

import numpy as np
import pandas as pd
import pytest

from caj import data
from coursekit.inside import codec, protocol

INDEX = pd.MultiIndex.from_tuples([("KAZ", 1), ("UZB", 2)], names=["country", None])
VALUES = [
    None, True, False, 0, -1, 2**62, 0.1 + 0.2, 1e308, "", "Қазақстан 日本", ..., (1, [2, {"a": {3}}], frozenset()), {(1, "a"): None},
    np.int64(3), np.float32(0.5), np.bool_(True), np.arange(6).reshape(2, 3), np.array([]), np.array([[1.5, np.nan]]),
    pd.Timestamp("2004-08-28"), pd.Timestamp("2004-08-28 12:00", tz="Asia/Tokyo"), pd.Timedelta(days=3), pd.NaT, pd.NA, datetime.date(2004, 8, 28),
    pd.Series([1, 2, 3], name="n"), pd.Series([1.5, np.nan, np.inf], index=list("abc")), pd.Series(["a", None], dtype="str"), pd.Series([True, False]),
    pd.Series([1, None], dtype="Int64"), pd.Series([True, None], dtype="boolean"), pd.Series(pd.Categorical(["x", None, "y"], ["y", "x"], ordered=True)),
    pd.Series(pd.date_range("2004-01-01", periods=3)), pd.Series(pd.to_datetime(["2004-01-01"]).tz_localize("UTC")), pd.Series(pd.to_timedelta([1, 2], "D")),
    pd.Series([{"a": 1}, [2], None], dtype=object), pd.Series([], dtype="float64"), pd.Series([1, 2], index=INDEX),
    pd.Index(["a", "b"], name="k"), pd.RangeIndex(2, 10, 2), pd.DatetimeIndex(["2004-01-01"]), INDEX, pd.CategoricalIndex(["a", "b"]),
    pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=INDEX), pd.DataFrame(), pd.DataFrame({"a": [1]}).iloc[:0], pd.DataFrame([[1, 2.5]], columns=["same", "same"]),
]  # fmt: skip


def alike(left: object, right: object) -> bool:
    if isinstance(left, pd.Series):
        pd.testing.assert_series_equal(left, right, check_freq=False)
    elif isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right, check_freq=False)
    elif isinstance(left, pd.Index):
        pd.testing.assert_index_equal(left, right)
    elif isinstance(left, np.ndarray):
        np.testing.assert_array_equal(left, right)
        assert left.dtype == right.dtype and left.shape == right.shape
    else:
        assert left is right or left == right
    return type(left) is type(right)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}")
def test_values_arrive_as_they_left(value: object) -> None:
    assert alike(value, codec.decode(json.loads(json.dumps(codec.encode(value)))))


@pytest.mark.parametrize("table", data.tables()["table"])
def test_every_table_of_the_book_arrives(table: str) -> None:
    frame = data.load(table)
    assert alike(frame, codec.decode(json.loads(json.dumps(codec.encode(frame)))))


def test_scalars_of_numpy_that_pandas_knows_arrive_as_its_own() -> None:
    assert codec.decode(codec.encode(np.datetime64("2004-08-28"))) == pd.Timestamp("2004-08-28")
    assert codec.decode(codec.encode(np.array(["a", "b"]))).tolist() == ["a", "b"]


def test_nan_and_inf_arrive() -> None:
    assert math.isnan(codec.decode(codec.encode(math.nan))) and codec.decode(codec.encode(-math.inf)) == -math.inf


class Sly(int):
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize(
    "value",
    [
        Sly(3),
        object(),
        int,
        lambda: 1,
        10**40,
        "x" * 2_000_000,
        list(range(300_000)),
        set(range(20_000)),
        1j,
        print,
        np.arange(300_000),
        np.complex64(1),
        np.array([1j]),
    ],
)
def test_other_types_and_too_much_are_refused(value: object) -> None:
    with pytest.raises(codec.Unsupported):
        codec.encode(value)


HOSTILE = [
    {"t": "range", "v": [0, 10**18, 1], "n": None}, {"t": "range", "v": [0, 1, 0], "n": None}, {"t": "nothing"}, {}, [1], {"t": []}, {"t": "frame"},
    {"t": "array", "s": [10**9, 10**9], "v": {"d": "int64", "v": [1]}}, {"t": "array", "s": [1], "v": {"d": "O", "v": [1]}}, {"t": "array", "s": [1], "v": {"d": "V8", "v": [1]}},
    {"t": "series", "v": {"d": "category", "v": [9], "c": {"d": "str", "v": ["a"]}, "o": False}, "i": None, "n": None},
    {"t": "series", "v": {"d": "int64", "v": [1, 2]}, "i": {"t": "range", "v": [0, 1, 1], "n": None}, "n": None},
    {"t": "set", "v": [{"t": "list", "v": []}]}, {"t": "dict", "v": [[1]]}, {"t": "timestamp", "v": {"t": "x"}}, {"t": "set", "v": list(range(20_000))},
    {"t": "array", "s": [], "v": {"d": "datetime64[ns, ../../etc/passwd]", "v": [1]}}, {"t": "function"}, 10**30, {"t": "timestamp", "v": "9" * 9000},
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_what_encode_would_not_write_is_refused(value: object) -> None:
    with pytest.raises(codec.Unsupported):
        codec.decode(value)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"[" * 200_000, b"\xff\xfe", b'{"a": ' + b"9" * 9000 + b"}"])
def test_frames_that_are_none_end_the_talk(body: bytes) -> None:
    import socket
    import struct

    here, there = socket.socketpair()
    with here, there:
        there.sendall(struct.pack(">I", len(body)) + body[:100_000])
        there.close()
        with pytest.raises(protocol.Gone):
            protocol.receive(here, 1.0)


def test_frames_are_limited_in_size_and_time() -> None:
    import socket

    here, there = socket.socketpair()
    with here, there:
        with pytest.raises(protocol.Slow):
            protocol.receive(here, 0.05)
        there.sendall(b"\xff\xff\xff\xff")
        with pytest.raises(protocol.Gone):
            protocol.receive(here, 1.0)
        with pytest.raises(ValueError, match="too large"):
            protocol.send(here, {"v": "x" * 9_000_000})
