"""The cell below an answer: the self-check, and the hidden test where the author gave none."""

import ast
import re

from nbformat import NotebookNode

from caj.errors import UserError
from caj.question import Question, varying
from coursekit.exercises import self_checks
from coursekit.exercises.student_copies import HIDDEN

WIDTH = 88
USUAL = "This is not the answer that follows from the tables."  # says no more than the self-check
STUB = re.compile(r"^(\w+) = \.\.\.", re.M)


def stub(code: str) -> str:
    """The name that stands for the answer in an answer cell; empty when there is none, as for a function.

    >>> stub("year = 2023\\n\\ncoal_share = ..."), stub("def growth(first, last):\\n    ...")
    ('coal_share', '')
    """
    found = STUB.search(code)
    return found[1] if found else ""


def fill_check(check: NotebookNode, answer: NotebookNode, question: Question, id: str) -> None:
    """Complete one check cell; what the author wrote stays, but for a call that asks for another question or other values."""
    code = HIDDEN.sub("", check.source) if USUAL in check.source else check.source
    calls = _calls(code, f"cell {check.id}")
    other = [name for function, name, _ in calls if function == "caj.is_right" and name != id]
    if other:
        raise UserError(f"its hidden test asks for {other[0]}, and this is {id}.", place=f"cell {check.id}")
    asks = next((node for function, _, node in calls if function == "caj.check"), None)
    given = ast.unparse(asks.args[1]) if asks and len(asks.args) == 2 else stub(answer.source)
    if not given:
        raise UserError(
            f'which value is checked? Write `caj.check("{id}", …)` below the answer, or begin the answer with `the_name = ...`.',
            place=f"cell {answer.id}",
        )
    names = list(varying(question.answer))
    written = call("", "caj.check", id, given, names)
    if asks is None:
        code = f"{code.rstrip()}\n{written}".lstrip()
    elif ast.unparse(asks.args[0]) != repr(id) or {word.arg for word in asks.keywords} != set(names):
        code = code.replace(ast.get_source_segment(code, asks) or "", written)
    if "assert " not in code:
        held = call("held = ", "caj.is_right", id, given, names)
        test = f'### BEGIN HIDDEN TESTS\n{held}\nassert held, "{USUAL}"\n### END HIDDEN TESTS'
        code = f"{test}\n{code.strip()}"
    check.source = code


def call(before: str, function: str, id: str, given: str, names: list[str]) -> str:
    """A call on one line, or on as many as it needs.

    >>> call("", "caj.check", "x/coal", "coal", ["year"])
    'caj.check("x/coal", coal, year=year)'
    """
    values = [f"{name}={name}" for name in names]
    line = f'{before}{function}("{id}", {", ".join([given, *values])})'
    if len(line) <= WIDTH:
        return line
    parts = [f'    "{id}", {given},', *([f"    {', '.join(values)},"] if values else [])]
    return "\n".join([f"{before}{function}(", *parts, ")"])


def _calls(code: str, place: str) -> list[tuple[str, str, ast.Call]]:
    """Calls of caj in a check: function, the question that it names, and the node."""
    try:
        found = self_checks.calls(code, ("caj.check", "caj.is_right"))
    except SyntaxError as error:
        raise UserError(f"this is not Python ({error.msg}, line {error.lineno}).", place=place) from None
    return [(ast.unparse(node.func), str(getattr(node.args[0], "value", "")), node) for node in found if node.args]
