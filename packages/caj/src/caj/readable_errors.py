"""An error of the reader's code in few lines: where it happened, what is wrong, and what to do instead."""

import linecache
import re
import traceback
import unicodedata

FRAMES = 4  # lines of the reader's code that an error names
NAMED = 4  # signs that an advice names
LONGEST = 5_000  # characters of an error that a page shows
NO_INPUT = (
    'Nobody can be asked in a page. Write the answer into the code instead of input(), for example: name = "Tokyo"'
)
COMMANDS = {
    "%": "A line that begins with % is a command of Jupyter, not Python. Leave it out here, or open the notebook in JupyterLite.",
    "!": "A line that begins with ! is a command for a terminal, and a page has none. What the book needs is installed: import it.",
    "?": "The question mark asks Jupyter for help. Write help(name) here.",
}

TYPED = {  # signs that keyboards and word processors put in place of those that Python knows
    **dict.fromkeys("“”„‟«»＂〝〞", '"'),
    **dict.fromkeys("‘’‚´＇", "'"),
    **dict.fromkeys("−–—‒ー", "-"),
    **dict.fromkeys("、，،", ","),
    "×": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "。": ".",
    "…": "...",
    "「": '"',
    "」": '"',
}
TOO_DEEP = "This goes deeper than Python can read. Build it in steps: give the inner parts names and use those."


class NoInput(RuntimeError):
    """Code in a page asked for something to be typed."""

    def __init__(self) -> None:
        super().__init__(NO_INPUT)


def readable(error: BaseException) -> str:
    """An error as the lines of the reader's code that led to it, and what is wrong; nothing of the machinery.

    >>> readable(ValueError("no such year"))
    'ValueError: no such year'
    """
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<cell ")]
    lines = [f"{_place(frame.filename, frame.lineno)}: {frame.line}" for frame in frames[-FRAMES:]]
    said = list(traceback.TracebackException.from_exception(error, compact=True).format_exception_only())
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith("<cell "):
        said[0] = _place(error.filename, error.lineno) + ":\n"
    elif module := getattr(type(error), "__module__", ""):
        said[0] = said[0].removeprefix(f"{module}.")
    text = "\n".join([*lines, "".join(said).rstrip()])
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n… (shortened)"
    return "\n".join([text, *(f"→ {line}" for line in [_advice(error)] if line)])


def _place(name: str, line: int | None) -> str:
    """Where a line stands, for readers.

    >>> _place("<cell 3>", 2)
    'Cell 3, line 2'
    """
    return f"{name.strip('<>').capitalize()}, line {line}"


def _advice(error: BaseException) -> str:
    """What to do instead, where the error alone does not say it."""
    if isinstance(error, SyntaxError):
        return _advice_on_syntax(error)
    if isinstance(error, ModuleNotFoundError):
        return f"This page has no package {error.name}. Download the notebook to use it on your own computer."
    if isinstance(error, SystemExit):
        return "Only this cell was ended; the page goes on."
    if isinstance(error, RecursionError):
        return "A function or a list goes deeper than Python can follow: does the function always come to an end?"
    if isinstance(error, NameError):
        return _advice_on_signs(error.name or "")
    if isinstance(error, ValueError) and "integer string conversion" in str(error):
        return "This whole number has more digits than Python writes out. How many it has, math.log10(number) tells; the number itself can be used as before."
    if isinstance(error, OverflowError):
        return "This number is larger than Python's decimal numbers go, about 1.8e308. Use larger units, or compute with logarithms (math.log10)."
    if isinstance(error, MemoryError) and "arser" in str(error):
        return TOO_DEEP
    if isinstance(error, MemoryError):
        return "The memory of this page is used up. Press Stop on a running cell or load the page again; your code is kept."
    return ""


def _advice_on_syntax(error: SyntaxError) -> str:
    lines = [linecache.getline(error.filename or "", error.lineno or 0), error.text or ""]
    for line in map(str.strip, lines):
        if sign := re.match(r"(?:[\w, ]+=\s*)?([%!?])", line):
            return COMMANDS[sign[1]]
        if re.search(r"\w\?+$", line):
            return COMMANDS["?"]
    if "nested" in (error.msg or ""):
        return TOO_DEEP
    if "invalid" not in (error.msg or ""):
        return ""
    text = error.text or ""
    at = (error.offset or 1) - 1
    return _advice_on_signs(text[at:] + text[:at])


def _advice_on_signs(text: str) -> str:
    """What to type in place of signs and letters that only look like those of Python, the first of a text first.

    >>> _advice_on_signs("（1）")
    'Python does not know every sign that looks like one of its own. Type ( for “（”, ) for “）”, in Latin letters of half width.'
    """
    from caj.forms import ALIKE

    signs = dict.fromkeys(sign for sign in text if not sign.isascii())
    typed = {sign: TYPED.get(sign) or ALIKE.get(sign) or unicodedata.normalize("NFKC", sign) for sign in signs}
    typed = {sign: to for sign, to in typed.items() if to.isascii()}
    if not typed:
        return ""
    if set(typed.values()) <= {'"', "'"}:
        return "Python knows straight quotation marks only: \" or '. Your keyboard has put in others."
    named = ", ".join(f"{to.strip() or 'a blank'} for “{sign}”" for sign, to in list(typed.items())[:NAMED])
    return (
        f"Python does not know every sign that looks like one of its own. Type {named}, in Latin letters of half width."
    )
