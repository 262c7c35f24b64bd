"""Read YAML into a model: a chapter of the story, a lesson on a document; and say which keys are missing, stray or of another kind."""

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from bookkit.story.model import Story
from caj.errors import Finding, UserError
from caj.nearest import near

Kind = TypeVar("Kind")
FILE = "story.yml"
SCHEMA = "caj-story/1"
WORDS = {str: "text", int: "a whole number", float: "a number", list: "a list", dict: "keys with values"}


def stories(root: Path) -> list[Path]:
    """The chapters of the story under `root`.

    >>> stories(Path("no-such-folder"))
    []
    """
    return sorted(root.glob(f"chapters/*/{FILE}"))


def read(path: Path) -> tuple[Story | None, list[Finding]]:
    """The chapter, or None where its form is not that of the model; and what is wrong with its form."""
    return read_as(Story, SCHEMA, path)


def read_as(kind: type[Kind], schema: str, path: Path) -> tuple[Kind | None, list[Finding]]:
    """The same for any model of data classes with a field `schema`."""
    try:
        node = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        remedy = "Put a text with a colon or a comma in quotation marks."
        return None, [Finding(f"line {line}", "this is not YAML.", remedy)]
    faults = list(_faults(kind, node, ""))
    if not faults and node["schema"] != schema:
        faults = [Finding("schema", f"{node['schema']}, but this reads {schema}.", "Correct the first line.")]
    return (None if faults else _made(kind, node)), faults


def story(path: Path) -> Story:
    """The chapter in a file; whoever draws it reads it here."""
    return sound(*read(path), path)


def sound(made: Kind | None, faults: list[Finding], path: Path) -> Kind:
    """What was read; UserError with the first fault if it cannot be used."""
    if made is None:
        raise UserError(faults[0].what, faults[0].remedy, faults[0].place).at(path)
    return made


def _faults(kind: Any, node: Any, place: str) -> Iterator[Finding]:
    """What keeps a node of YAML from being of this kind."""
    kind = _present(kind)
    inner = get_args(kind)
    if is_dataclass(kind) and isinstance(node, dict):
        yield from _faults_of_keys(kind, node, place)
    elif get_origin(kind) is list and isinstance(node, list):
        for number, each in enumerate(node, start=1):
            name = each["id"] if isinstance(each, dict) and "id" in each else number
            yield from _faults(inner[0], each, f"{place} {name}")
    elif get_origin(kind) is dict and isinstance(node, dict):
        for key, each in node.items():
            yield from _faults(inner[1], each, f"{place}, {key}")
    elif not _is(get_origin(kind) or kind, node):
        wanted = WORDS.get(get_origin(kind) or kind, "keys with values")
        yield Finding(place, f"{node!r} should be {wanted}.", "Correct it, or put it in quotation marks.")


def _faults_of_keys(kind: Any, node: dict, place: str) -> Iterator[Finding]:
    hints, known = get_type_hints(kind), {_key(each.name): each for each in fields(kind)}
    for key in sorted(node.keys() - known.keys(), key=str):
        yield Finding(place, f"the key {key!r} is not known.", _remedy(str(key), known))
    for key, each in known.items():
        if key in node:
            yield from _faults(hints[each.name], node[key], f"{place}, {key}" if place else key)
        elif each.default is MISSING and each.default_factory is MISSING:
            yield Finding(place, f"the key {key!r} is missing.", "Add it.")


def _present(kind: Any) -> Any:
    """The kind without "or None"."""
    return get_args(kind)[0] if get_origin(kind) in (Union, types.UnionType) else kind


def _is(kind: Any, node: Any) -> bool:
    if kind in (int, float):
        return isinstance(node, (int, kind)) and not isinstance(node, bool)
    return isinstance(node, kind)


def _remedy(key: str, known: dict) -> str:
    close = near(key, known)
    comma = "A comma in a text without quotation marks makes such a key." if " " in key else ""
    return comma or (f"Did you mean {close[0]!r}?" if close else "Take it out.")


def _made(kind: Any, node: Any) -> Any:
    kind = _present(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        values = {
            each.name: _made(hints[each.name], node[_key(each.name)])
            for each in fields(kind)
            if _key(each.name) in node
        }
        return kind(**values)
    if get_origin(kind) is list:
        return [_made(get_args(kind)[0], each) for each in node]
    return node


def _key(name: str) -> str:
    return name.rstrip("_")
