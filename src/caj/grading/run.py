"""One submission: its cells in the sandbox, its answers out as plain values, its marks; it always ends."""

import builtins
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from caj.grading import codec, opens
from caj.grading.key import Key
from caj.grading.limits import Limits
from caj.grading.marks import Mark, judge
from caj.grading.notebook import SubmittedCell
from caj.grading.plan import Step, plan
from caj.grading.repair import repair
from caj.grading.sandbox import Child, Sandbox
from caj.grading.wire import Gone, Slow


SKIPPED = 20  # notes on one cell about what was left out
KEPT = 2_000  # letters of an answer that are kept for the report on variants


@dataclass
class Outcome:
    """Marks of all questions in order, sentences on what happened, the student's own cells by question, and what a person should look at."""

    marks: list[Mark]
    notes: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def grade(sandbox: Sandbox, key: Key, cells: list[SubmittedCell]) -> Outcome:
    """Grade one notebook; SandboxError only when the sandbox itself is gone."""
    repaired = repair(key.exercise, cells)
    written = {}
    for question in key.exercise.questions:
        place = repaired.find(question.answer)
        written[question.name] = "" if place is None else cells[place].source
    run = _Run(sandbox, key, plan(key.exercise, repaired))
    run.go()
    answers = opens.written(key.exercise, repaired)
    marks = [run.marks.get(q.name) or _open(q, answers.get(q.name, opens.Written())) for q in key.exercise.questions]
    written |= {name: answer.text for name, answer in answers.items()}
    return Outcome(marks, repaired.notes + run.notes, written)


def _open(question: Any, answer: opens.Written) -> Mark:
    """An open question waits for a person; one without an answer does not. An answer never reached has nothing."""
    if question.kind == "auto":
        return Mark(question.name, question.points, 0.0, [], "The submission ended before this question.")
    if not answer.text.strip():
        return Mark(question.name, question.points, 0.0, [], "Not answered.")
    return Mark(question.name, question.points, None, [], "Marked by a person.", answer.text, pictures=list(answer.pictures))


class _Run:
    """A submission under way: where it is, what broke, and what is left of its time."""

    def __init__(self, sandbox: Sandbox, key: Key, steps: list[Step]) -> None:
        self.sandbox, self.key, self.steps, self.limits = sandbox, key, steps, sandbox.limits
        self.marks: dict[str, Mark] = {}
        self.notes: list[str] = []
        self.broken: set[int] = set()
        self.errors: dict[str, str] = {}
        self.restarts, self.called = 0, False
        self.until = time.monotonic() + self.limits.total
        self.child: Child | None = None

    def go(self) -> None:
        """Run every step; a step that breaks the process is left out when the earlier ones are run again."""
        try:
            self.child = self.sandbox.spawn()
            for place, step in enumerate(self.steps):
                try:
                    self._read(step) if step.question else self._cell(step)
                except (Gone, Slow) as error:
                    self._note_break(step, error)
                    self.broken.add(place)
                    if not self._restart(place):
                        return
        finally:
            if self.child:
                self.sandbox.end(self.child)

    def _cell(self, step: Step) -> None:
        reply = self._ask({"do": "cell", "source": step.source}, self.limits.cell)
        skipped = reply.get("skipped")
        if isinstance(skipped, list):
            self.notes += [f"{step.name}: {clean(str(line))}." for line in skipped[:SKIPPED]]
        error = reply.get("error")
        if error:
            self.errors[step.name] = said = self._describe(error)
            self.notes.append(f"{step.name}: {said}")

    def _read(self, step: Step) -> None:
        """Read the answers of one question and mark them. No later output is shown once hidden values went in."""
        keyed = self.key.questions[step.question.name]
        values = self._ask({"do": "read", "want": list(keyed.wanted)}, self.limits.cell).get("values")
        given = {name: values[name] for name in keyed.wanted if name in values} if isinstance(values, dict) else {}
        said = self.errors.get(f"question {step.question.name}", "")
        said = said and f"Your code stopped: {said}"
        if not given or all(value == {"t": "..."} for value in given.values()):
            self.marks[step.question.name] = Mark(step.question.name, step.question.points, 0.0, [], said or "Not answered.")
            return
        answers: dict[str, Any] = {}
        for name, value in given.items():
            try:
                answers[name] = self._function(name) if value == {"t": "function"} else _plain(value)
            except codec.Unsupported as error:
                said = f"The answer cannot be graded: {clean(str(error))}."
        self.marks[step.question.name] = Mark(step.question.name, step.question.points, 0.0, [], said)
        mark = judge(keyed, answers, self.limits.tests)
        mark.said, mark.answer = mark.said or said, given if len(str(given)) < KEPT else None
        self.marks[step.question.name] = mark
        if "too long" in mark.said:
            raise Slow

    def _function(self, name: str) -> Callable[..., Any]:
        """A stand-in for a student's function: arguments go in, a value comes out."""

        def call(*given: Any, **named: Any) -> Any:
            self.called = True
            message = {"do": "call", "name": name, "args": [codec.encode(value) for value in given]}
            reply = self._ask({**message, "named": {key: codec.encode(value) for key, value in named.items()}}, self.limits.call)
            if "value" not in reply:
                raise RuntimeError("The function stopped with an error.")
            return codec.decode(reply["value"])

        return call

    def _ask(self, message: dict, seconds: float) -> dict:
        left = self.until - time.monotonic()
        if left <= 0:
            raise Slow
        return self.child.ask(message, min(seconds, left))

    def _note_break(self, step: Step, error: BaseException) -> None:
        what = "took too long" if isinstance(error, Slow) else "ended its process"
        self.notes.append(f"{'question ' * bool(step.question)}{step.name}: {what}.")
        self.errors[step.name] = f"it {what}."
        if step.question:
            mark = self.marks.setdefault(step.question.name, Mark(step.question.name, step.question.points, 0.0))
            mark.said = mark.said or f"Your answer {what} when it was tested."

    def _restart(self, upto: int) -> bool:
        """A new child, and the earlier cells again without those that broke; False when enough is enough."""
        while True:
            self.restarts += 1
            if self.restarts > self.limits.restarts or time.monotonic() > self.until:
                self.notes.append("The rest was not run: too many cells broke the process or ran out of time.")
                return False
            self.sandbox.end(self.child)
            self.child = None
            self.child = self.sandbox.spawn()
            try:
                for place, step in enumerate(self.steps[:upto]):
                    if place not in self.broken and not step.question:
                        self._ask({"do": "cell", "source": step.source}, self.limits.cell)
                return True
            except (Gone, Slow):
                self.broken.add(place)

    def _describe(self, error: Any) -> str:
        """An error as a sentence; after a call it could hold hidden arguments, so only a known name remains."""
        if not isinstance(error, list) or len(error) != 3:
            return "an error."
        name, text, line = error
        if self.called:
            known = isinstance(getattr(builtins, str(name), None), type)
            return f"{name}." if known else "an error."
        where = f" (line {line})" if type(line) is int else ""
        return clean(f"{name}: {text}") + where


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and value.get("t") == "refused":
        raise codec.Unsupported(str(value.get("v")))
    return codec.decode(value)


def clean(text: str, longest: int = 200) -> str:
    """Text of a stranger for a report: one line, no control characters, no addresses that change.

    >>> clean("a\\x1b[31m <f at 0x7f12>")
    'a[31m <f at 0x…>'
    """
    text = re.sub(r"\s+", " ", text.encode("utf-8", "replace").decode())
    text = "".join(letter for letter in text if letter.isprintable())
    return re.sub(r"0x[0-9a-f]+", "0x…", text)[:longest].strip()
