"""The settings of a book (`book.yml`): what the tools must know of its subject, checked when it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caj.errors import UserError
from caj.nearest import nearest

if TYPE_CHECKING:
    import yaml  # only when something is read: a container that grades has none

TEXT, TEXTS = {"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}
COLUMNS = {"type": "array", "items": {"type": "string"}, "minItems": 1}


def record(required: dict[str, dict], **optional: dict) -> dict:
    """The rule for a mapping with these fields and no other."""
    fields = {**required, **optional}
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


def each(rule: dict) -> dict:
    """The rule for a mapping from names to values of one kind."""
    return {"type": "object", "additionalProperties": rule}


RULES = record(
    {"title": TEXT, "short_name": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}, "authors": TEXT},
    subtitle=TEXT,
    doors=record({}, **dict.fromkeys(("read", "practise", "teach", "reference"), TEXTS)),
    countries=each(record({"name": TEXT, "adjective": TEXT})),
    time_zones=TEXTS,
    languages={"type": "array", "items": record({"name": TEXT, "columns": COLUMNS})},
    name_columns={"type": "array", "items": record({"title": TEXT, "columns": COLUMNS})},
    spelling_columns=record({"names": TEXTS, "glossary": TEXTS}),
    everyday_terms=TEXTS,
    known_names=TEXTS,
    counted_groups={"type": "array", "items": {"type": "string", "format": "regex"}},
    claims_of_no_chapter=TEXT,
    shared_addresses=TEXTS,
    dated_ids=each(TEXT),
    person_columns=each(TEXT),
)


@dataclass(frozen=True)
class Settings:
    """What `book.yml` says; a book without one has no name of its own, no countries and no lists."""

    title: str = "A book"
    short_name: str = "book"
    authors: str = "The authors"
    subtitle: str = "An open textbook"
    doors: Mapping[str, list[str]] = field(default_factory=dict)
    countries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    time_zones: tuple[str, ...] = ()
    languages: tuple[Mapping[str, Any], ...] = ()
    name_columns: tuple[Mapping[str, Any], ...] = ()
    spelling_columns: Mapping[str, list[str]] = field(default_factory=dict)
    everyday_terms: tuple[str, ...] = ()
    known_names: tuple[str, ...] = ()
    counted_groups: tuple[str, ...] = ()
    claims_of_no_chapter: str = ""
    shared_addresses: tuple[str, ...] = ()
    dated_ids: Mapping[str, str] = field(default_factory=dict)
    person_columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def country_words(self) -> dict[str, tuple[str, str]]:
        """Name and adjective of each country by its code."""
        return {code: (words["name"], words["adjective"]) for code, words in self.countries.items()}


def read_settings(path: Path) -> Settings:
    """The settings in a file; those of a book without a name where there is none."""
    if not path.is_file():
        return Settings()
    read = read_checked(path, RULES)
    return Settings(**{name: tuple(value) if isinstance(value, list) else value for name, value in read.items()})


def read_checked(path: Path, rules: dict) -> dict:
    """A YAML file that keeps some rules; UserError with the line and the field that breaks one.

    What it returns is shared between all who read the same text, so nobody changes it.
    """
    text = _text(path)
    content, fault = _checked(text, _frozen(rules))
    if fault:
        raise UserError(fault[1], place=f"{path}, line {fault[0]}")
    return content


def read_yaml(path: Path) -> Any:
    """What a YAML file holds; UserError with one sentence when it cannot be read."""
    import yaml

    try:
        return yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise UserError(f"{path} cannot be read: {' '.join(str(error).split())}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {' '.join(str(error).split())}") from None


def _frozen(rules: dict) -> str:
    import json

    return json.dumps(rules)


@cache
def _checked(text: str, rules: str) -> tuple[Any, tuple[int, str] | None]:
    """The content of a text, and the line and words of its first fault."""
    import json

    import yaml
    from jsonschema import Draft202012Validator, FormatChecker

    try:
        root = yaml.compose(text, yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, (mark.line + 1 if mark else 1, f"this is not YAML ({getattr(error, 'problem', error)}).")
    checker = Draft202012Validator(json.loads(rules), format_checker=FormatChecker(["regex"]))
    for error in sorted(checker.iter_errors(content), key=lambda error: list(map(str, error.absolute_path))):
        return None, (_line(root, [*error.absolute_path, *_extra(error)[:1]]), _said(error))
    return content, None


def _line(node: "yaml.Node | None", path: list) -> int:
    """The line of a field, or of the nearest that stands there."""
    import yaml

    line = node.start_mark.line + 1 if node else 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _said(error: Any) -> str:
    """A fault in words: the field, what is wrong, and what may stand there.

    >>> from jsonschema import Draft202012Validator
    >>> [_said(error) for error in Draft202012Validator(RULES).iter_errors({"title": 5, "short_name": "x", "authors": "y"})]
    ['title must be a text, not 5.']
    """
    where = ".".join(str(step) for step in error.absolute_path)
    words = {"string": "a text", "array": "a list", "object": "fields with values", "number": "a number"}
    if error.validator == "type":
        return f"{where or 'the file'} must be {words.get(error.validator_value, error.validator_value)}, not {_short(error.instance)}."
    if error.validator == "additionalProperties":
        known = ", ".join(error.schema["properties"])
        return f"there is no field {_joined(where, _extra(error)[0])}. {nearest(_extra(error)[0], error.schema['properties'], f'Known are {known}.')}"
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return f"the field {_joined(where, missing)} is missing."
    if error.validator in ("pattern", "format"):
        rule = error.validator_value if error.validator == "pattern" else "a regular expression"
        return f"{where} is {_short(error.instance)}, which is not of the form {rule}."
    return f"{where}: {error.message}."


def _extra(error: Any) -> list[str]:
    """The fields that no rule knows, when that is the fault."""
    known = error.schema.get("properties", {})
    return [name for name in error.instance if name not in known] if error.validator == "additionalProperties" else []


def _joined(where: str, name: object) -> str:
    return f"{where}.{name}" if where else str(name)


def _short(value: Any) -> str:
    return "nothing" if value is None else re.sub(r"\s+", " ", str(value))[:40]
