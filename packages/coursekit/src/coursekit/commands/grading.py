"""One run of `caj grade`: what it is asked, the batch, and every file and sentence that comes of it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caj.errors import UserError
from coursekit.commands.answer import Answer

if TYPE_CHECKING:
    from coursekit.classes.keyfile import ClassKey
    from coursekit.isolation.limits import Limits
    from coursekit.marking.gather import Gathered
    from coursekit.marking.journal import Stored
    from coursekit.workers.dask_pool import Cluster

WARNING = "WARNING: --trust: students' code runs without a sandbox. It can read and change every file of yours, and use the network."


@dataclass(frozen=True)
class Wanted:
    """What the command was asked to do."""

    submissions: Path
    out: Path
    workers: int
    scheduler: str | None
    keys: list[Path]
    roster: Path | None
    expected: Path | None
    manual: Path | None
    cpu_seconds: float
    memory_mb: int
    trust: bool
    strict: bool


@dataclass(frozen=True)
class Batch:
    """What there is to grade, what earlier runs have graded, what people have given by hand, and sentences on the earlier runs."""

    gathered: "Gathered"
    submissions: Sequence[Any]
    earlier: Sequence[Any]
    question_of: Callable
    given: tuple
    said: list[str]


def grade(answer: Answer, wanted: Wanted) -> list[str]:
    """Grade and write everything; returns what keeps it from being done, and what a person must see if that is a fault."""
    from coursekit.isolation.machine import advice

    if not (wanted.trust or wanted.scheduler) and (said := advice()):
        return [said]
    from coursekit.isolation import cgroup
    from coursekit.isolation.doctor import faults
    from coursekit.isolation.limits import Limits
    from coursekit.isolation.sandbox import SandboxError

    if not wanted.submissions.exists():
        return [f"{wanted.submissions} does not exist."]
    if wanted.workers < 1:
        return ["--workers must be 1 or more."]
    if wanted.trust:
        print(WARNING)
    elif not wanted.scheduler and (found := faults()):
        return [*found, "Nothing was graded: the sandbox does not hold. See `caj doctor`; `--trust` grades without it."]
    limits = Limits.of(wanted.cpu_seconds, wanted.memory_mb)
    batch = _batch(answer.root, wanted, limits)
    cluster = _cluster(wanted, batch.gathered.key_for, limits) if wanted.scheduler else None
    try:
        results = _run(wanted, batch, limits, cluster)
    except KeyboardInterrupt:
        return ["Stopped. Nothing is lost: the same command goes on where it was."]
    except SandboxError as error:
        return [str(error)]
    return _write(answer, wanted, batch, results, cluster.bounds if cluster else {cgroup.kind(limits)})


def _batch(root: Path, wanted: Wanted, limits: "Limits") -> Batch:
    from coursekit import exercises
    from coursekit.marking import manual, term
    from coursekit.marking.gather import gather

    gathered = gather(root, wanted.submissions, wanted.keys, wanted.roster, limits)
    beside = term.beside(term.read(wanted.out), gathered.submissions, exercises.slugs(root), gathered.people)
    submissions, earlier = beside.submissions, beside.earlier
    question_of = manual.questions_of(gathered.key_for)
    students = {one.student for one in submissions} | {one.student for one in earlier}
    given = manual.take_in(wanted.out, wanted.manual, question_of, students)
    said = [*beside.said, *term.strangers(earlier, submissions, gathered.people)]
    return Batch(gathered, submissions, earlier, question_of, given, said)


def _cluster(wanted: Wanted, key_for: Callable, limits: "Limits") -> "Cluster":
    """Work on a Dask scheduler; UserError when Dask is not installed."""
    try:
        from coursekit.workers.dask_pool import Cluster
    except ImportError as error:
        raise UserError(
            f"--scheduler needs Dask, and {error.name} is not installed: `make grade-env` makes .venv-grade, which has it."
        ) from None
    return Cluster(wanted.scheduler, key_for, limits, wanted.trust)


def _run(wanted: Wanted, batch: Batch, limits: "Limits", cluster: "Cluster | None") -> "Stored":
    from tqdm import tqdm

    from coursekit.workers.batch import grade_all

    tqdm.monitor_interval = 0  # no thread: workers are forked
    with tqdm(total=len(batch.submissions), desc="submissions", unit="") as bar:
        return grade_all(
            batch.submissions,
            batch.gathered.key_for,
            wanted.out,
            wanted.workers,
            limits,
            wanted.trust,
            bar.update,
            cluster,
            [row.stamp for row in batch.earlier],
        )


def _write(answer: Answer, wanted: Wanted, batch: Batch, stored: "Stored", bounds: set[str]) -> list[str]:
    """Every file of the output folder, one result in memory at a time."""
    from coursekit.files import unpublished, write
    from coursekit.marking import manual, term
    from coursekit.marking.feedback import write_feedback
    from coursekit.marking.files import keep_others, write_marks
    from coursekit.marking.marking_page import marking_page
    from coursekit.marking.report import report

    out, gathered = wanted.out, batch.gathered
    slugs = {one.slug for one in batch.submissions} | {row.exercise for row in batch.earlier}
    exercises = {slug: gathered.key_for(slug, "").exercise for slug in sorted(slugs - {""})}
    kept = term.together(stored, batch.submissions, batch.earlier, exercises, out, gathered.people)
    results = manual.ByHand(kept, *batch.given)
    recent = {(one.student, one.slug) for one in batch.submissions}
    answers = manual.open_answers(results, exercises, results.hand)
    manual.write_sheet(answers, results.hand, batch.question_of, out)
    answers = [one for one in answers if (one.student, one.slug) in recent or not one.entry.given("points")]
    write(out / "manual.html", marking_page(answers, results, exercises, results.hand, gathered.names))
    unpublished(out)
    stamps = set(kept.stamps)
    before = term.said([row for row in batch.earlier if row.stamp in stamps])
    print(*(f"{sentence}\n" for sentence in [*keep_others(results, out), before] if sentence), sep="", end="")
    write_marks(results, out)
    write_feedback(results, exercises, out / "feedback")
    faults = [*batch.said, *results.faults, *([kept.said] if kept.said else [])]
    copied = _copied(wanted.expected, results, gathered.key, faults)
    mode = f"{_mode(wanted.trust, bounds)} {before}".strip()
    write(out / "report.html", report(results, exercises, mode, faults, copied, gathered.names))
    return _told(answer, wanted, results, recent, faults)


def _mode(trust: bool, bounds: set[str]) -> str:
    """How students' code ran, for the report."""
    if trust:
        return WARNING
    bound = (
        ", on some by ".join(sorted(kind or "limits of each process only" for kind in bounds))
        or "what the run before this one had"
    )
    return (
        f"Students' code ran in bubblewrap with namespaces and a filter of system calls; memory is bounded by: {bound}."
    )


def _told(answer: Answer, wanted: Wanted, results: Sequence, recent: set, faults: list[str]) -> list[str]:
    """Print what was done and what a person has to look at, which is a fault only when `--strict`."""
    from coursekit.marking.submissions import MISSING

    people: list[dict[str, str]] = []
    missing, graded, handed, waiting = [], 0, 0, 0
    for one in results:
        waiting += sum(mark.earned is None for mark in one.marks)
        if (one.student, one.slug) in recent:  # what earlier runs found was said then, and stands in the report
            about = {"student": one.student, "exercise": one.slug or one.attempt}
            people += [{**about, "sentence": sentence} for sentence in one.for_a_person]
            missing += [about] if one.status == MISSING else []
            graded, handed = graded + one.graded, handed + (one.status != MISSING)
    report = wanted.out / "report.html"
    answer.data |= {
        "graded": graded,
        "handed_in": handed,
        "missing": missing,
        "needs_a_person": people,
        "faults": faults,
        "marks": str(wanted.out / "marks.csv"),
        "report": str(report),
    }
    for slug in sorted({one["exercise"] for one in missing}):
        print(f"Not handed in, {slug}: {', '.join(one['student'] for one in missing if one['exercise'] == slug)}")
    print(f"{graded} of {handed} submissions graded. Open {report}")
    if waiting:
        print(
            f"{waiting} open {'answers wait' if waiting > 1 else 'answer waits'} for your marks: open {wanted.out / 'manual.html'}"
        )
    sentences = [*(f"{one['student']}, {one['exercise']}: {one['sentence']}" for one in people), *faults]
    if wanted.strict or not graded:
        return sentences
    if sentences:
        print("Needs a person:", *sentences, sep="\n", file=sys.stderr)
    return []


def _copied(expected: Path | None, results: Sequence, key: "ClassKey | None", faults: list[str]) -> list | None:
    """Answers that are right for somebody else; None when everybody had the same."""
    from coursekit.marking import similarity
    from coursekit.marking.variant_keys import alike

    if key:
        return similarity.borrowed(results, key.expected(), alike, faults)
    return similarity.borrowed(results, similarity.read_expected(expected), faults=faults) if expected else None
