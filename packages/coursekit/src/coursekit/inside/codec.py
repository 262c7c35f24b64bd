"""Answers as plain tagged values: no pickle, exact types only, limits of size and depth both ways."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

CELLS, KEYS, DEPTH, LETTERS = 200_000, 10_000, 12, 1_000_000
WHOLE = 2**63
NUMPY = re.compile(r"bool|u?int(8|16|32|64)|float(16|32|64)")
MASKED = re.compile(r"boolean|U?Int(8|16|32|64)|Float(32|64)")
MOMENTS = re.compile(r"(datetime64|timedelta64)\[(s|ms|us|ns)(, ([\w/+:-]{1,40}))?\]")
SEQUENCES = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
INDEXES = (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex)


class Unsupported(Exception):
    """A value that cannot be graded; the message says why."""


def encode(value: Any, depth: int = 0) -> Any:
    """Turn an answer into JSON values; Unsupported for other types, for subclasses, and for too much of anything.

    >>> encode((1, float("inf"), {"KAZ"}))
    {'t': 'tuple', 'v': [1, inf, {'t': 'set', 'v': ['KAZ']}]}
    """
    if depth > DEPTH:
        raise Unsupported("it is nested too deeply")
    kind = type(value)
    if value is None or kind in (bool, float):
        return value
    if kind in (int, str):
        return _scalar(value)
    if value is ...:
        return {"t": "..."}
    if kind.__name__ in SEQUENCES and kind is SEQUENCES[kind.__name__]:
        _room(len(value), KEYS if kind in (set, frozenset) else CELLS)
        return {"t": kind.__name__, "v": [encode(item, depth + 1) for item in value]}
    if kind is dict:
        _room(len(value), KEYS)
        return {"t": "dict", "v": [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in value.items()]}
    return _encode_pandas(value, kind, depth + 1)


def _encode_pandas(value: Any, kind: type, depth: int) -> dict:
    if kind is pd.Timestamp or kind is datetime.datetime:
        return {"t": "timestamp", "v": pd.Timestamp(value).isoformat()}
    if kind is datetime.date:
        return {"t": "date", "v": value.isoformat()}
    if kind is pd.Timedelta or kind is datetime.timedelta:
        return {"t": "timedelta", "v": pd.Timedelta(value).isoformat()}
    if value is pd.NaT or value is pd.NA:
        return {"t": "NaT" if value is pd.NaT else "NA"}
    if kind in (np.datetime64, np.timedelta64, np.str_):
        return encode({np.datetime64: pd.Timestamp, np.timedelta64: pd.Timedelta, np.str_: str}[kind](value), depth)
    if isinstance(value, np.generic) and NUMPY.fullmatch(str(value.dtype)):
        return {"t": "array", "s": [], "v": _encode_array(np.asarray(value).reshape(1))}
    if kind is np.ndarray:
        return {"t": "array", "s": list(value.shape), "v": _encode_array(value.ravel())}
    if kind is pd.RangeIndex:
        return {"t": "range", "v": [value.start, value.stop, value.step], "n": encode(value.name, depth)}
    if kind is pd.MultiIndex:
        _room(value.size, CELLS)
        names = [encode(name, depth) for name in value.names]
        return {
            "t": "multi",
            "v": [_encode_array(value.get_level_values(i).array) for i in range(value.nlevels)],
            "n": names,
        }
    if kind in INDEXES:
        return {"t": "index", "v": _encode_array(value.array), "n": encode(value.name, depth)}
    if kind is pd.Series:
        return {
            "t": "series",
            "v": _encode_array(value.array),
            "i": encode(value.index, depth),
            "n": encode(value.name, depth),
        }
    if kind is pd.DataFrame:
        _room(value.size, CELLS)
        columns = [_encode_array(value.iloc[:, place].array) for place in range(value.shape[1])]
        return {"t": "frame", "v": columns, "i": encode(value.index, depth), "c": encode(value.columns, depth)}
    raise Unsupported(f"a value of the type {kind.__name__[:60]} cannot be graded")


def _encode_array(values: Any) -> dict:
    _room(len(values), CELLS)
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return {
            "d": "category",
            "v": values.codes.tolist(),
            "c": _encode_array(dtype.categories.array),
            "o": bool(dtype.ordered),
        }
    name = str(dtype)
    if name in ("str", "string"):
        return {
            "d": name,
            "v": [None if missing else _scalar(str(text)) for text, missing in zip(values, pd.isna(values))],
        }
    if MOMENTS.fullmatch(name):
        return {"d": name, "v": np.asarray(values.astype("int64")).tolist()}
    if MASKED.fullmatch(name):
        return {"d": name, "v": values.to_numpy(object, na_value=None).tolist()}
    if NUMPY.fullmatch(name):
        return {"d": name, "v": np.asarray(values).tolist()}
    return {"d": "object", "v": [encode(value, DEPTH - 2) for value in values]}


def decode(value: Any) -> Any:
    """Turn tagged values back into an answer; Unsupported for anything that `encode` would not write.

    >>> decode(encode({"share": 0.1 + 0.2})) == {"share": 0.1 + 0.2}
    True
    """
    try:
        return _decode(value, 0)
    except Unsupported:
        raise
    except Exception as error:
        raise Unsupported(f"it does not arrive as a value ({type(error).__name__})") from None


def _decode(value: Any, depth: int) -> Any:
    if depth > DEPTH:  # whoever encoded it, a student's process sent it
        raise Unsupported("it is nested too deeply")
    if not isinstance(value, dict):
        if isinstance(value, list):
            raise Unsupported("it has no type")
        return _scalar(value)
    tag = value["t"]
    if tag in SEQUENCES:
        _room(len(value["v"]), KEYS if "set" in tag else CELLS)
        return SEQUENCES[tag](_decode(item, depth + 1) for item in value["v"])
    return DECODERS[tag](value, depth + 1)


def _decode_dict(value: dict, depth: int) -> dict:
    _room(len(value["v"]), KEYS)
    return {_decode(key, depth): _decode(item, depth) for key, item in value["v"]}


def _decode_range(value: dict, depth: int) -> pd.RangeIndex:
    made = pd.RangeIndex(*value["v"], name=_decode(value["n"], depth))
    _room(len(made), CELLS)
    return made


def _decode_frame(value: dict, depth: int) -> pd.DataFrame:
    _room(len(value["v"]), KEYS)
    index = _decode(value["i"], depth)
    frame = pd.DataFrame(
        {place: pd.Series(_decode_array(column, depth), index=index) for place, column in enumerate(value["v"])},
        index=index,
    )
    frame.columns = _decode(value["c"], depth)
    return frame


def _decode_numpy(value: dict, depth: int) -> Any:
    array = np.asarray(_decode_array(value["v"], depth)).reshape(value["s"])
    return array[()] if value["s"] == [] else array


def _decode_array(value: dict, depth: int) -> Any:
    if depth > DEPTH:
        raise Unsupported("it is nested too deeply")
    name, items = value["d"], value["v"]
    _room(len(items), CELLS)
    if name == "category":
        return pd.Categorical.from_codes(items, pd.Index(_decode_array(value["c"], depth + 1)), ordered=value["o"])
    if name in ("str", "string") or MASKED.fullmatch(name):
        return pd.array(items, dtype=name)
    if match := MOMENTS.fullmatch(name):
        moments = np.array(items, dtype="int64").view(f"{match[1]}[{match[2]}]")
        return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(match[4]).array if match[4] else moments
    if NUMPY.fullmatch(name):
        return np.array(items, dtype=name)
    if name != "object":
        raise Unsupported(f"a column of the type {name[:60]} cannot be graded")
    made = np.empty(len(items), dtype=object)
    made[:] = [_decode(item, depth + 1) for item in items]
    return made


DECODERS: dict[str, Callable[[dict, int], Any]] = {
    "...": lambda value, depth: ...,
    "dict": _decode_dict,
    "timestamp": lambda value, depth: pd.Timestamp(value["v"]),
    "date": lambda value, depth: datetime.date.fromisoformat(value["v"]),
    "timedelta": lambda value, depth: pd.Timedelta(value["v"]),
    "NaT": lambda value, depth: pd.NaT,
    "NA": lambda value, depth: pd.NA,
    "array": _decode_numpy,
    "range": _decode_range,
    "multi": lambda value, depth: pd.MultiIndex.from_arrays(
        [_decode_array(level, depth) for level in value["v"]], names=[_decode(n, depth) for n in value["n"]]
    ),
    "index": lambda value, depth: pd.Index(_decode_array(value["v"], depth), name=_decode(value["n"], depth)),
    "series": lambda value, depth: pd.Series(
        _decode_array(value["v"], depth), index=_decode(value["i"], depth), name=_decode(value["n"], depth)
    ),
    "frame": _decode_frame,
}


def _scalar(value: Any) -> Any:
    """Text and whole numbers within limits; other JSON scalars as they are."""
    if isinstance(value, str) and len(value) > LETTERS:
        raise Unsupported("it is too long a text")
    if type(value) is int and abs(value) > WHOLE:
        raise Unsupported("it is too large a number")
    return value


def _room(size: int, limit: int) -> None:
    if size > limit:
        raise Unsupported(f"it holds more than {limit:,} values")
