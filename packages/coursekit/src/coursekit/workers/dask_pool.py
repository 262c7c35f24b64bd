"""A batch on a Dask scheduler: who works is Dask's affair, what is done is the journal's."""

import time
import uuid
from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import suppress

import cloudpickle
from distributed import Client, Future, KilledWorker, wait

from caj.errors import UserError
from coursekit.isolation.limits import Limits
from coursekit.isolation.sandbox import SandboxError
from coursekit.marking.grader import KeyFor, Result
from coursekit.marking.submissions import Submission
from coursekit.workers import dask_plugin, dask_worker, local_pool

AHEAD = 3  # submissions handed out for each thread of the workers, so that none waits for us
LOOK = 180.0  # seconds for every worker to try its sandbox
EMPTY = 120.0  # seconds without any worker before the batch stops
AGAIN = "Nothing is lost: the same command goes on where it was."


class Cluster:
    """Work for `batch.grade_all` on the workers of a Dask scheduler.

    `key_for` must stand pickling, see `keys.Keys`. A submission whose grader ends is tried again by Dask, as one whose
    worker is lost; only a result that arrives here is one. `bounds` says, after a run, how memory was bounded.
    """

    def __init__(self, address: str, key_for: KeyFor, limits: Limits = Limits(), trust: bool = False) -> None:
        self.address, self.key_for, self.limits, self.trust = address, key_for, limits, trust
        self.bounds: set[str] = set()

    def __call__(self, todo: local_pool.Todo) -> Iterator[tuple[str, Result]]:
        """Results as they come, each once.

        Raises ConnectionError when there is no scheduler or no worker, UserError when a worker has other versions
        than we have, SandboxError when one has no sandbox that holds.
        """
        if not todo:
            return
        with self._connect() as client:
            self._check(client)
            yield from self._work(client, todo)

    def _connect(self) -> Client:
        try:
            return Client(self.address)
        except (OSError, ValueError) as error:
            raise ConnectionError(
                f"No Dask scheduler answers at {self.address} ({_first(error)}). Start one with `dask scheduler`, and give the address that it prints."
            ) from None

    def _check(self, client: Client) -> None:
        """Every worker must have our versions and a sandbox that holds."""
        try:
            client.wait_for_workers(1, timeout=10)
        except TimeoutError:
            raise ConnectionError(
                f"The scheduler at {self.address} has no worker. Start one on each machine: `dask worker {self.address}`."
            ) from None
        here, seen = dask_worker.versions(), client.get_versions()
        packages = {"The scheduler": seen["scheduler"]["packages"]} | {
            f"Worker {address}": about["packages"] for address, about in seen["workers"].items()
        }
        line = {name: here[name] for name in ("python", "dask", "distributed")}
        _refuse(
            {name: _differences({**own, "python": _minor(own["python"])}, line) for name, own in packages.items()},
            UserError,
        )
        looks = {
            address: client.submit(
                dask_worker.look,
                self.limits,
                self.trust,
                workers=[address],
                key=f"caj-look-{uuid.uuid4().hex}",
                pure=False,
            )
            for address in client.nthreads()
        }
        with suppress(TimeoutError):
            wait(list(looks.values()), timeout=LOOK)
        found = {
            f"Worker {address}": future.result() for address, future in looks.items() if future.status == "finished"
        }
        _refuse(
            {f"Worker {address}": _silent(future) for address, future in looks.items() if future.status != "finished"},
            UserError,
        )
        _refuse({name: _differences(about["versions"], here) for name, about in found.items()}, UserError)
        _refuse({name: about["faults"] for name, about in found.items()}, SandboxError)
        self.bounds = {about["bound"] for about in found.values()}

    def _work(self, client: Client, todo: local_pool.Todo) -> Iterator[tuple[str, Result]]:
        name = f"caj-{uuid.uuid4().hex[:12]}"
        order = cloudpickle.dumps((self.key_for, self.limits, self.trust))
        client.register_plugin(dask_plugin.Holder(name, order, self.limits), name=name)
        queue, room = list(reversed(todo)), _Room(client)
        at: dict[Future, tuple[str, Submission]] = {}
        try:
            while queue or at:
                while queue and len(at) < room.now():
                    stamp, submission = queue.pop()
                    own = dask_worker.Delivered.read(submission, self.limits)
                    at[
                        client.submit(
                            dask_plugin.grade,
                            name,
                            own,
                            key=f"{name}-{stamp}",
                            retries=local_pool.TRIES - 1,
                            pure=False,
                        )
                    ] = stamp, submission
                for future in _ended(list(at)):
                    with suppress(TimeoutError):  # its worker is lost after all; Dask does it again
                        result = _result(future, at[future][1])
                        yield at.pop(future)[0], result
        finally:
            with suppress(Exception):  # the scheduler may be gone
                client.cancel(list(at))
                client.unregister_worker_plugin(name)


class _Room:
    """How many submissions may be out at a time; workers come and go."""

    def __init__(self, client: Client) -> None:
        self.client, self.threads, self.looked, self.filled = client, 0, 0.0, time.monotonic()

    def now(self) -> int:
        """A few for each thread; ConnectionError when there was no worker for too long."""
        if time.monotonic() > self.looked + 5:
            try:
                self.threads = sum(self.client.nthreads().values())
            except (OSError, ValueError) as error:
                raise ConnectionError(f"The scheduler is gone ({_first(error)}). {AGAIN}") from None
            self.looked = time.monotonic()
            self.filled = self.looked if self.threads else self.filled
            if self.looked > self.filled + EMPTY:
                raise ConnectionError(f"The scheduler has had no worker for {EMPTY:.0f} seconds. {AGAIN}")
        return AHEAD * self.threads


def _ended(futures: list[Future]) -> list[Future]:
    """Those that ended, after a second at most."""
    if not futures:
        time.sleep(1.0)
        return []
    try:
        return list(wait(futures, timeout=1.0, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []
    except CancelledError:
        raise ConnectionError(f"The scheduler is gone. {AGAIN}") from None


def _result(future: Future, submission: Submission) -> Result:
    """What a task gave; TimeoutError when its result was lost with its worker."""
    try:
        return Result.from_plain(future.result(timeout=10))
    except (dask_plugin.Lost, KilledWorker):
        return local_pool.given_up(submission)
    except (SandboxError, TimeoutError):
        raise
    except CancelledError:
        raise ConnectionError(f"The scheduler is gone. {AGAIN}") from None
    except Exception as error:
        raise UserError(f"A worker failed: {type(error).__name__}: {_first(error)}. {AGAIN}") from None


def _differences(there: dict[str, str], here: dict[str, str]) -> list[str]:
    found = [
        f"{name} is {there.get(name)} there and {version} here"
        for name, version in here.items()
        if there.get(name) != version
    ]
    return [f"{'; '.join(found)}. Install the same on every machine, or marks could differ."] if found else []


def _silent(future: Future) -> list[str]:
    if future.status == "error":
        return [
            f"it cannot be used: {type(future.exception()).__name__}: {_first(future.exception())}. Is this package installed there?"
        ]
    return [f"it does not answer within {LOOK:.0f} seconds."]


def _refuse(found: dict[str, list[str]], kind: type[Exception]) -> None:
    """Raise when anything was found, the same sentence once for all it holds for."""
    by_sentence: dict[str, list[str]] = {}
    for name, sentences in found.items():
        for sentence in sentences:
            by_sentence.setdefault(sentence, []).append(name)
    if by_sentence:
        raise kind(
            " ".join(
                [*(f"{', '.join(names)}: {sentence}" for sentence, names in by_sentence.items()), "Nothing was graded."]
            )
        )


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _first(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
