"""One submission: its cells in the sandbox, its answers out as plain values, its marks; it always ends."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from coursekit.exercises.gaps import gaps
from coursekit.exercises.key import Key
from coursekit.inside import codec
from coursekit.inside.protocol import Gone, Late, Slow
from coursekit.isolation.sandbox import Child, Sandbox
from coursekit.marking import written_answers
from coursekit.marking.cell_matching import repair
from coursekit.marking.execution_order import Step, plan
from coursekit.marking.marks import Mark, OutOfTime, judge, time_limit
from coursekit.marking.notebook import SubmittedCell

SKIPPED = 20  # notes on one cell about what was left out
FUNCTION = {"t": "function"}
KEPT = 2_000  # letters of an answer that are kept for the report on variants


@dataclass
class Outcome:
    """Marks of all questions in order, sentences on what happened, the student's own cells by question, and what a person should look at.

    `slow` is whether anything ran out of time.
    """

    marks: list[Mark]
    notes: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    slow: bool = False

    @property
    def earned(self) -> float:
        """Points so far."""
        return sum(mark.earned or 0.0 for mark in self.marks)


def grade(sandbox: Sandbox, key: Key, cells: list[SubmittedCell]) -> Outcome:
    """Grade one notebook; SandboxError only when the sandbox itself is gone."""
    repaired = repair(key.exercise, cells)
    written = {}
    for question in key.exercise.questions:
        place = repaired.find(question.answer)
        written[question.name] = "" if place is None else cells[place].source
    run = _Run(sandbox, key, plan(key.exercise, repaired))
    run.go()
    answers = written_answers.written(key.exercise, repaired)
    marks = [
        run.marks.get(q.name) or _open(q, answers.get(q.name, written_answers.Written()))
        for q in key.exercise.questions
    ]
    written |= {name: answer.text for name, answer in answers.items()}
    return Outcome(marks, repaired.notes + run.notes, written, list(dict.fromkeys(run.doubts)), run.slow)


def _open(question: Any, answer: written_answers.Written) -> Mark:
    """An open question waits for a person; one without an answer does not. An answer never reached has nothing."""
    if question.kind == "auto":
        return Mark(question.name, question.points, 0.0, [], "The submission ended before this question.")
    if not answer.text.strip():
        return Mark(question.name, question.points, 0.0, [], "Not answered.")
    return Mark(
        question.name,
        question.points,
        None,
        [],
        "A person will mark this.",
        answer.text,
        pictures=list(answer.pictures),
    )


class _Run:
    """A submission under way: what broke, what is left of its time, and what a person should look at.

    `slow` is whether anything ran out of time.
    """

    def __init__(self, sandbox: Sandbox, key: Key, steps: list[Step]) -> None:
        self.sandbox, self.key, self.steps, self.limits = sandbox, key, steps, sandbox.limits
        self.marks: dict[str, Mark] = {}
        self.notes: list[str] = []
        self.doubts: list[str] = []
        self.broken: set[int] = set()
        self.errors: dict[str, str] = {}
        self.functions: dict[str, dict[str, Any]] = {}  # of each question that waits for its calls the answers read
        self.restarts, self.slow = 0, False
        self.child: Child | None = None

    def go(self) -> None:
        """Run every step, then call the functions in a process of their own.

        Hidden arguments go into that process alone, and nothing but values for the tests comes out of it:
        whatever words the code of a student makes of them, nobody is shown them.
        """
        try:
            self._through(self._cell, self._read)
            if self.functions:
                self._through(self._again, self._test)
        finally:
            if self.child:
                self.sandbox.end(self.child)

    def _through(self, cell: Callable[[Step], None], question: Callable[[Step], None]) -> None:
        """Every step in a fresh process; one that breaks it is left out when the earlier ones are run again."""
        self.until = time.monotonic() + self.limits.total * self.limits.slack
        self.spent = 0.0
        self._fresh()
        for place, step in enumerate(self.steps):
            if place not in self.broken:
                try:
                    (question if step.question else cell)(step)
                except (Gone, Slow) as error:
                    self._note_break(step, error)
                    self.broken.add(place)
                    if not self._restart(place):
                        return

    def _cell(self, step: Step) -> None:
        reply = self._ask({"do": "cell", "source": step.source}, self.limits.cell)
        skipped = reply.get("skipped")
        if isinstance(skipped, list):
            self.notes += [f"{step.name}: {clean(str(line))}." for line in skipped[:SKIPPED]]
        error = reply.get("error")
        if error:
            self.errors[step.name] = said = _describe(error)
            self.notes.append(f"{step.name}: {said}")
            if said.startswith("MemoryError"):
                self.doubts.append(self.notes[-1])

    def _again(self, step: Step) -> None:
        self._ask({"do": "cell", "source": step.source}, self.limits.cell)

    def _read(self, step: Step) -> None:
        """Read the answers of one question and mark them, unless there are functions: those are called later."""
        question, keyed = step.question, self.key.questions[step.question.name]
        values = self._ask({"do": "read", "want": list(keyed.wanted)}, self.limits.cell).get("values")
        given = {name: values[name] for name in keyed.wanted if name in values} if isinstance(values, dict) else {}
        said = self.errors.get(f"question {question.name}", "")
        said = said and f"Your code stopped: {said}"
        self.marks[question.name] = Mark(question.name, question.points, 0.0, [], said)
        if not given or all(value == {"t": "..."} for value in given.values()):
            self.marks[question.name].said = said or "Not answered."
        elif any(value == FUNCTION for value in given.values()):
            self.functions[question.name] = given
        else:
            self._mark(step, given)

    def _test(self, step: Step) -> None:
        """Call the functions of one question; reading them again is what makes them known there."""
        given = self.functions.get(step.question.name)
        if given:
            self._ask({"do": "read", "want": list(given)}, self.limits.cell)
            self._mark(step, given)

    def _mark(self, step: Step, given: dict[str, Any]) -> None:
        keyed, mark = self.key.questions[step.question.name], self.marks[step.question.name]
        answers: dict[str, Any] = {}
        for name, value in given.items():
            try:
                with time_limit(self.limits.tests):
                    answers[name] = self._function(name, keyed.answers[name]) if value == FUNCTION else _plain(value)
            except (codec.Unsupported, OutOfTime) as error:
                mark.said = f"The answer cannot be graded: {clean(str(error)) or 'reading it took too long'}."
                self.doubts.append(f"question {step.question.name}: {mark.said}")
        judged = judge(keyed, answers, self.limits.tests)
        judged.said = judged.said or mark.said
        judged.answer = given if len(answers) == len(given) and len(str(given)) < KEPT else None
        self.marks[step.question.name] = judged
        if "too long" in judged.said:
            raise Slow

    def _function(self, name: str, own: Any) -> Callable[..., Any]:
        """A stand-in for a student's function: arguments go in, a value comes out, which has no gap where ours has none."""

        def call(*given: Any, **named: Any) -> Any:
            sent = [codec.encode(value) for value in given], {key: codec.encode(value) for key, value in named.items()}
            reply = self._ask({"do": "call", "name": name, "args": sent[0], "named": sent[1]}, self.limits.call)
            if "value" not in reply:
                raise RuntimeError("The function stopped with an error.")
            value = codec.decode(reply["value"])
            if gaps(value) and gaps(value) > gaps(
                own(*map(codec.decode, sent[0]), **{key: codec.decode(one) for key, one in sent[1].items()})
            ):
                raise ValueError("The function leaves values missing.")
            return value

        return call

    def _ask(self, message: dict, seconds: float) -> dict:
        left = self.until - time.monotonic()
        if left <= 0:
            raise Late
        if message["do"] == "cell":
            seconds = min(seconds, self.limits.total - self.spent - self.child.used())
            if seconds <= 0:
                raise Slow
        return self.child.ask(message, min(seconds, left))

    def _note_break(self, step: Step, error: BaseException) -> None:
        self.slow |= isinstance(error, Slow)
        what = "took too long" if isinstance(error, Slow) else "ended its process"
        self.notes.append(
            f"{'question ' * bool(step.question)}{step.name}: {what}{' by the clock: it waited' * isinstance(error, Late)}."
        )
        self.doubts.append(self.notes[-1])
        self.errors[step.name] = f"it {what}."
        if step.question:
            mark = self.marks.setdefault(step.question.name, Mark(step.question.name, step.question.points, 0.0))
            mark.said = mark.said or f"Your answer {what} when it was tested."

    def _fresh(self) -> None:
        """A new process in place of the one before."""
        if self.child:
            self.spent += self.child.used()
            self.sandbox.end(self.child)
            self.child = None
        self.child = self.sandbox.spawn()

    def _restart(self, upto: int) -> bool:
        """A new child, and the earlier cells again without those that broke; False when enough is enough."""
        while True:
            self.restarts += 1
            if self.restarts > self.limits.restarts or time.monotonic() > self.until or self.spent > self.limits.total:
                self.notes.append("The rest was not run: too many cells broke the process or ran out of time.")
                self.doubts.append(self.notes[-1])
                return False
            self._fresh()
            try:
                for place, step in enumerate(self.steps[:upto]):
                    if place not in self.broken and not step.question:
                        self._again(step)
                return True
            except (Gone, Slow):
                self.broken.add(place)


def _describe(error: Any) -> str:
    """An error as a sentence."""
    if not isinstance(error, list) or len(error) != 3:
        return "an error."
    name, text, line = error
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
