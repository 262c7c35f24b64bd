"""Commands `caj grade` and `caj doctor`."""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caj.errors import UserError

if TYPE_CHECKING:
    from coursekit.classes.keyfile import ClassKey
    from coursekit.marking.gather import Gathered
    from coursekit.marking.journal import Stored

WARNING = "WARNING: --trust: students' code runs without a sandbox. It can read and change every file of yours, and use the network."


def add_commands(groups: argparse._SubParsersAction) -> None:
    """Add both commands to the parser of `caj`."""
    grade = groups.add_parser("grade", help="grade a folder of submissions in the sandbox")
    grade.add_argument(
        "submissions", type=Path, help="folder or zip archive: <student>/<exercise>.ipynb, or nbgrader's layout"
    )
    grade.add_argument(
        "--out", type=Path, default=Path("marks"), help="folder for marks, feedback and report (default: marks)"
    )
    grade.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes at work (default: one for each core)"
    )
    grade.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="grade on the workers of this Dask scheduler instead, as tcp://10.0.0.1:8786",
    )
    grade.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        help="key of the class, as `caj assign` wrote it: everybody is graded by the own variant; may be given several times",
    )
    grade.add_argument(
        "--roster", type=Path, help="roster of the class: who is missing, and whom a name or an e-mail address means"
    )
    grade.add_argument("--expected", type=Path, help="answers of every student's variant, for the report on copying")
    grade.add_argument(
        "--manual",
        type=Path,
        metavar="FILE",
        help="marks given by hand, wherever the marking page saved them; they are kept with those in --out",
    )
    grade.add_argument(
        "--cpu-seconds",
        type=float,
        default=5.0,
        metavar="S",
        help="seconds that a cell may compute, however busy the machine is; a submission six times as much (default: 5)",
    )
    grade.add_argument(
        "--memory-mb",
        type=int,
        default=1024,
        metavar="MB",
        help="memory for all processes of a submission (default: 1024)",
    )
    grade.add_argument(
        "--trust", action="store_true", help="grade without a sandbox: only for code that you would run yourself"
    )
    grade.add_argument(
        "--strict",
        action="store_true",
        help="end with 1 when a person has to look at anything; without it a run that finished ends with 0",
    )
    grade.set_defaults(command=_grade)
    groups.add_parser("doctor", help="try the sandbox with small attacks").set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> list[str]:
    from coursekit.isolation.machine import advice

    if said := advice():
        return [said]
    from coursekit.isolation.doctor import examine

    found = examine()
    for finding in found:
        print(f"{'ok     ' if finding.well else 'FAILS  ' if finding.needed else 'note   '}{finding.sentence}")
    return ["Grading would not be safe here." for _ in [1] if any(not f.well and f.needed for f in found)]


def _grade(options: argparse.Namespace) -> list[str]:
    from coursekit.isolation.machine import advice

    if not (options.trust or options.scheduler) and (said := advice()):
        return [said]
    from tqdm import tqdm

    from coursekit import exercises
    from coursekit.isolation import cgroup
    from coursekit.isolation.doctor import faults
    from coursekit.isolation.limits import Limits
    from coursekit.isolation.sandbox import SandboxError
    from coursekit.marking import manual, term
    from coursekit.marking.gather import gather
    from coursekit.workers.batch import grade_all

    if not options.submissions.exists():
        return [f"{options.submissions} does not exist."]
    if options.workers < 1:
        return ["--workers must be 1 or more."]
    if options.trust:
        print(WARNING)
    elif not options.scheduler and (found := faults()):
        return [*found, "Nothing was graded: the sandbox does not hold. See `caj doctor`; `--trust` grades without it."]
    limits = Limits.of(options.cpu_seconds, options.memory_mb)
    gathered = gather(options.root, options.submissions, options.key, options.roster, limits)
    key_for = gathered.key_for
    submissions, options.earlier = term.beside(
        term.read(options.out), gathered.submissions, exercises.slugs(options.root)
    )
    options.question_of = manual.questions_of(key_for)
    options.given = manual.take_in(
        options.out, options.manual, options.question_of, {one.student for one in (*submissions, *options.earlier)}
    )
    cluster = _cluster(options.scheduler, key_for, limits, options.trust) if options.scheduler else None
    tqdm.monitor_interval = 0  # no thread: workers are forked
    with tqdm(total=len(submissions), desc="submissions", unit="") as bar:
        try:
            results = grade_all(
                submissions,
                key_for,
                options.out,
                options.workers,
                limits,
                options.trust,
                bar.update,
                cluster,
                [row.stamp for row in options.earlier],
            )
        except KeyboardInterrupt:
            return ["Stopped. Nothing is lost: the same command goes on where it was."]
        except SandboxError as error:
            return [str(error)]
    return _write(options, results, submissions, gathered, cluster.bounds if cluster else {cgroup.kind(limits)})


def _cluster(address: str, key_for: Callable, limits: Any, trust: bool) -> Any:
    """Work on a Dask scheduler; UserError when Dask is not installed."""
    try:
        from coursekit.workers.dask_pool import Cluster
    except ImportError as error:
        raise UserError(
            f"--scheduler needs Dask, and {error.name} is not installed: `make grade-env` makes .venv-grade, which has it."
        ) from None
    return Cluster(address, key_for, limits, trust)


def _write(
    options: argparse.Namespace, stored: "Stored", submissions: Sequence, gathered: "Gathered", bounds: set[str]
) -> list[str]:
    """Every file of the output folder, one result in memory at a time; prints what a person has to look at, which is a fault only when `--strict`."""
    import sys

    from coursekit.files import unpublished, write
    from coursekit.marking import manual, term
    from coursekit.marking.feedback import write_feedback
    from coursekit.marking.files import keep_others, write_marks
    from coursekit.marking.marking_page import marking_page
    from coursekit.marking.report import report
    from coursekit.marking.submissions import MISSING

    slugs = {one.slug for one in submissions} | {row.exercise for row in options.earlier}
    exercises = {slug: gathered.key_for(slug, "").exercise for slug in sorted(slugs - {""})}
    kept = term.together(stored, submissions, options.earlier, exercises, options.out)
    results = manual.ByHand(kept, *options.given)
    recent = {(one.student, one.slug) for one in submissions}
    answers = manual.open_answers(results, exercises, results.hand)
    manual.write_sheet(answers, results.hand, options.question_of, options.out)
    answers = [one for one in answers if (one.student, one.slug) in recent or not one.entry.given("points")]
    write(options.out / "manual.html", marking_page(answers, results, exercises, results.hand, gathered.names))
    unpublished(options.out)
    stamps = set(kept.stamps)
    before = term.said([row for row in options.earlier if row.stamp in stamps])
    print(*(f"{sentence}\n" for sentence in [*keep_others(results, options.out), before] if sentence), sep="", end="")
    write_marks(results, options.out)
    write_feedback(results, exercises, options.out / "feedback")
    bound = (
        ", on some by ".join(sorted(kind or "limits of each process only" for kind in bounds))
        or "what the run before this one had"
    )
    mode = (
        WARNING
        if options.trust
        else f"Students' code ran in bubblewrap with namespaces and a filter of system calls; memory is bounded by: {bound}."
    )
    faults = [*results.faults, *([kept.said] if kept.said else [])]
    copied = _copied(options, results, gathered.key, faults)
    write(
        options.out / "report.html",
        report(results, exercises, f"{mode} {before}".strip(), faults, copied, gathered.names),
    )
    people, missing, graded, handed = [], [], 0, 0
    for one in results:
        if (one.student, one.slug) in recent:  # what earlier runs found was said then, and stands in the report
            people += [f"{one.student}, {one.slug or one.attempt}: {sentence}" for sentence in one.for_a_person]
            missing += [one] if one.status == MISSING else []
            graded, handed = graded + one.graded, handed + (one.status != MISSING)
    people += faults
    for slug in sorted({result.slug for result in missing}):
        print(f"Not handed in, {slug}: {', '.join(result.student for result in missing if result.slug == slug)}")
    print(f"{graded} of {handed} submissions graded. Open {options.out / 'report.html'}")
    if options.strict or not graded:
        return people
    if people:
        print("Needs a person:", *people, sep="\n", file=sys.stderr)
    return []


def _copied(options: argparse.Namespace, results: Sequence, key: "ClassKey | None", faults: list[str]) -> list | None:
    """Answers that are right for somebody else; None when everybody had the same."""
    from coursekit.marking import similarity
    from coursekit.marking.variant_keys import alike

    if key:
        return similarity.borrowed(results, key.expected(), alike, faults)
    return (
        similarity.borrowed(results, similarity.read_expected(options.expected), faults=faults)
        if options.expected
        else None
    )
