"""What all commands share: the folder of the book, and an answer for a person or for a script."""

import contextlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

# Headings of `caj --help`.
PANELS = READ, TEACH, WRITE, MAINTAIN = "Read the book", "Teach with it", "Write it", "Maintain it"


@dataclass
class Answer:
    """What a command is given, and what it found; commands have it as `ctx.obj`.

    >>> Answer(as_json=True, data={"plans": []}, problems=["No plan."]).give()
    {
     "plans": [],
     "problems": [
      "No plan."
     ]
    }
    1
    """

    root: Path = Path(".")
    as_json: bool = False
    data: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def give(self) -> int:
        """Print what was found, and say by the exit code whether anything was."""
        if self.as_json:
            print(json.dumps({**self.data, "problems": self.problems}, indent=1))
        else:
            for sentence in self.problems:
                print(sentence, file=sys.stderr)
        return 1 if self.problems else 0


def _for_a_script(ctx: typer.Context, wanted: bool) -> bool:
    """With --json standard output is the object alone; what a person reads goes to standard error."""
    if wanted and not ctx.resilient_parsing:
        ctx.obj.as_json = True
        ctx.with_resource(contextlib.redirect_stdout(sys.stderr))
    return wanted


Json = Annotated[
    bool,
    typer.Option(
        "--json", callback=_for_a_script, help="Answer with one JSON object on standard output, for a script."
    ),
]


def example(*commands: str) -> str:
    """The last lines of a command's help.

    >>> example("caj doctor")
    'Example: caj doctor'
    """
    return "\n\n".join([f"Example: {commands[0]}", *commands[1:]])


def group(help: str) -> typer.Typer:
    """A group of commands; alone it prints what is in it."""
    return typer.Typer(help=help, no_args_is_help=True)
