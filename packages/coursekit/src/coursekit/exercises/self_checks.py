"""The calls of `caj.check` in a cell: the one place that knows them."""

import ast

ASKS = ("caj.check",)


def calls(code: str, functions: tuple[str, ...] = ASKS) -> list[ast.Call]:
    """The calls of these functions; SyntaxError where the code is no Python.

    >>> [ast.unparse(call.args[1]) for call in calls('caj.check("summits/coal", share)')]
    ['share']
    """
    return [
        node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and ast.unparse(node.func) in functions
    ]


def asked(code: str) -> list[tuple[str, str]]:
    """Chapter and name of each question that a cell asks; none in a cell that is no Python.

    >>> asked('caj.check(\\n    "summits/coal", share)'), asked("%matplotlib inline")
    ([('summits', 'coal')], [])
    """
    try:
        named = [getattr(call.args[0], "value", "") for call in calls(code) if call.args]
    except SyntaxError:
        return []
    parts = [str(id).partition("/") for id in named]
    return [(chapter, name) for chapter, slash, name in parts if slash]


def answer_asked(code: str) -> tuple[ast.Call, str] | None:
    """The call that asks about an answer, and the code of this answer; None where a cell checks nothing.

    >>> answer_asked('x = 1\\ncaj.check("summits/coal", share.round(1))')[1]
    'share.round(1)'
    """
    found = next((call for call in calls(code) if len(call.args) == 2), None)
    return (found, ast.unparse(found.args[1])) if found else None
