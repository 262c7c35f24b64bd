"""The status page: what the benches measured, against what was expected, and why an expectation was missed."""

import json
from pathlib import Path

import yaml

HEAD = "| What | Measured | Against | Times | Expected | Met |\n| --- | ---: | --- | ---: | --- | --- |"


def status(benchmarks: Path) -> str:
    """A section for each bench in `results.json`, with the reasons in `misses.yml`."""
    results = json.loads((benchmarks / "results.json").read_text("utf-8"))
    reasons = yaml.safe_load((benchmarks / "misses.yml").read_text("utf-8")) or {}
    return "\n\n".join(_section(name, bench, reasons) for name, bench in sorted(results.items()))


def _section(name: str, bench: dict, reasons: dict[str, str]) -> str:
    rows = "\n".join(map(line, bench["rows"]))
    about = f"Measured on {bench['day']} with Python {bench['python']} on {bench['cores']} cores; load before the run {bench['load']}. {bench['note']}".strip()
    missed = [
        f"- *{row['what']}* misses its mark: {reasons.get(row['what'], 'not explained yet')}"
        for row in bench["rows"]
        if not row["kept"]
    ]
    return "\n\n".join([f"## {name.capitalize()}", f"{HEAD}\n{rows}", about, *(["\n".join(missed)] if missed else [])])


def line(row: dict) -> str:
    """One measure as a line of the table.

    >>> line({"what": "import", "value": 0.0123, "unit": "s", "against": "", "other": None, "ratio": None, "most": 0.3, "least": None, "kept": True})
    '| import | 0.0123 s |  |  | at most 0.3 s | yes |'
    """
    unit = "" if row["other"] else f" {row['unit']}"
    limits = [
        f"{word} {row[key]:.3g}{unit or ' times'}"
        for word, key in (("at most", "most"), ("at least", "least"))
        if row[key] is not None
    ]
    against = f"{row['against']}: {number(row['other'])} {row['unit']}" if row["other"] else ""
    times = number(row["ratio"]) if row["ratio"] else ""
    met = ("yes" if row["kept"] else "no") if limits else ""
    return (
        f"| {row['what']} | {number(row['value'])} {row['unit']} | {against} | {times} | {', '.join(limits)} | {met} |"
    )


def number(value: float) -> str:
    """Three figures that say something.

    >>> [number(value) for value in (1234.5, 12.345, 0.12345, 0)]
    ['1,234', '12.3', '0.123', '0']
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
