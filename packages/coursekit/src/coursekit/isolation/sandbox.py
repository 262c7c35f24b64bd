"""The sandbox: bubblewrap around a warm fork server, and one jailed child of it for each submission."""

import itertools
import os
import select
import shutil
import site
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from caj import data
from coursekit import student_package
from coursekit.inside import protocol
from coursekit.isolation import cgroup
from coursekit.isolation.limits import Limits, unbound
from coursekit.isolation.seccomp import filter_code

NOBODY = 65534
LOOK = 0.1  # seconds between two looks at what a child has computed
START = 60.0  # seconds until the libraries are loaded


class SandboxError(RuntimeError):
    """The sandbox cannot be had, or did not start; the message says what to install or to change."""


@dataclass(frozen=True)
class Child:
    """One process that runs one submission: the line to it, its number inside the sandbox, and what it has computed so far."""

    line: socket.socket
    pid: int
    used: Callable[[], float]
    slack: float
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; Gone or Slow when it does not come: seconds of computing, not of the clock.

        Requests are numbered: what a student's code writes into the line is noticed at once, not at a later cell.
        """
        number = next(self.numbers)
        until = time.monotonic() + seconds * self.slack
        protocol.send(self.line, {**message, "number": number}, seconds * self.slack)
        self._wait(seconds, until)
        reply = protocol.receive(self.line, until - time.monotonic())
        if reply.get("number") != number:
            raise protocol.Gone
        return reply

    def _wait(self, seconds: float, until: float) -> None:
        """Until there is an answer; looked at a few times a second."""
        before = None
        while not select.select([self.line], [], [], LOOK)[0]:
            used = self.used()
            before = used if before is None else before
            if used - before > seconds:
                raise protocol.Slow
            if time.monotonic() > until:
                raise protocol.Late


class Sandbox:
    """A fork server behind bubblewrap (`trust=True`: without it); use as a context manager.

    Students' code sees /usr, Python, the libraries, the package without its questions, and the tables,
    all read-only, and empty folders of its own; no network, no other process, no file of yours.
    """

    def __init__(self, limits: Limits = Limits(), trust: bool = False) -> None:
        self.limits, self.trust = limits, trust
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            prefix = [] if self.trust else stack.enter_context(cgroup.bounded(self.limits))
            self._folder = stack.enter_context(tempfile.TemporaryDirectory()) if self.trust else "/box"
            self._control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            stack.callback(self._control.close)
            command = [
                *prefix,
                *(self._plain() if self.trust else self._walled()),
                str(inside.fileno()),
                "trust" if self.trust else "jail",
            ]
            own = (
                {**_environment(self._folder), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
                if self.trust
                else None
            )
            with unbound():
                self._server = subprocess.Popen(
                    command,
                    pass_fds=[inside.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env=own,
                )
            stack.callback(self._stop)
            inside.close()
            self._control.settimeout(START)
            late = False
            try:
                if self._control.recv(16) == b"ready":
                    self._stack = stack.pop_all()
                    return self
            except TimeoutError:
                late = True
            except OSError:
                pass
            self._control.close()  # a server that comes too late ends by itself; else it would hold the pipe that is read now
            self._server.kill()
            said = self._server.communicate()[1].decode(errors="replace").strip().splitlines()
            if late:
                raise SandboxError(
                    f"The sandbox is not ready after {START:.0f} seconds: this machine is too busy. Try again later."
                )
            raise SandboxError(f"The sandbox does not start: {said[-1] if said else 'it ended without a word'}")

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def spawn(self) -> Child:
        """Start a child for one submission; SandboxError when the server is gone."""
        here, there = socket.socketpair()
        try:
            self._control.settimeout(self.limits.cell + 10)
            socket.send_fds(self._control, [b"spawn"], [there.fileno()])
            pid = int(self._control.recv(64))
            child = Child(here, pid, lambda: self._used(pid), self.limits.slack)
        except (OSError, ValueError):
            here.close()
            raise SandboxError("The fork server of the sandbox ended.") from None
        finally:
            there.close()
        secret = "" if self.trust else filter_code().hex()
        try:
            said = child.ask({"limits": asdict(self.limits), "seccomp": secret, "folder": self._folder}, START)
        except (protocol.Gone, protocol.Slow):
            said = {}
        if "ready" not in said:
            self.end(child)
            raise SandboxError(
                f"A child of the sandbox cannot be closed in ({said.get('failed', 'it ended')}); see `caj doctor`."
            )
        return child

    def end(self, child: Child) -> None:
        """End a child with everything it started; returns when it is gone."""
        child.line.close()
        try:
            self._control.settimeout(30)
            self._control.sendall(str(child.pid).encode())
            if self._control.recv(64) == b"ended":
                return
        except OSError:
            pass
        raise SandboxError("The fork server of the sandbox ended.")

    def _used(self, pid: int) -> float:
        try:
            self._control.settimeout(30)
            self._control.sendall(f"used {pid}".encode())
            return float(self._control.recv(64))
        except (OSError, ValueError):
            raise SandboxError("The fork server of the sandbox ended.") from None

    def _stop(self) -> None:
        self._server.kill()
        self._server.wait()
        self._server.stderr.close()

    def _plain(self) -> list[str]:
        return [sys.executable, "-m", "coursekit.inside.server"]

    def _walled(self) -> list[str]:
        """The command line of bubblewrap, up to the arguments of the server."""
        if not shutil.which("bwrap"):
            raise SandboxError("bubblewrap is not installed. On Debian: apt-get install bubblewrap libseccomp2")
        root = os.getuid() == 0
        spaces = (
            ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
            if root
            else ["--unshare-all", "--cap-drop", "ALL"]
        )
        command = ["bwrap", *spaces, "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
        for name, value in _environment("/box").items():
            command += ["--setenv", name, value]
        command += [
            "--ro-bind",
            "/usr",
            "/usr",
            "--symlink",
            "usr/bin",
            "/bin",
            "--symlink",
            "usr/lib",
            "/lib",
            "--symlink",
            "usr/lib64",
            "/lib64",
        ]
        command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"]
        command += [
            "--perms",
            "0777",
            "--tmpfs",
            "/tmp",
            "--perms",
            "0777",
            "--tmpfs",
            "/box",
            *_libraries(),
            "--remount-ro",
            "/dev",
            "--remount-ro",
            "/",
            "--chdir",
            "/box",
        ]
        if root:  # bubblewrap keeps every capability of root unless it is taken away
            command += [
                "setpriv",
                f"--reuid={NOBODY}",
                f"--regid={NOBODY}",
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
            ]
        return [*command, _python(), "-m", "coursekit.inside.server"]


def _environment(home: str) -> dict[str, str]:
    """What a student's process knows of its surroundings."""
    own = {
        "PATH": "/usr/bin",
        "HOME": home,
        "LANG": "C.UTF-8",
        "CAJ_STATIC": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
    return own | {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "PYTHONPATH": ":".join(["/book/src", *_sites().values()]),
    }


def _sites() -> dict[str, str]:
    """Folders of installed packages, and where they are inside."""
    found = [folder for folder in site.getsitepackages() if Path(folder).is_dir() and not folder.startswith("/usr/")]
    return {folder: f"/site{number}" for number, folder in enumerate(found)}


def _libraries() -> list[str]:
    """Binds of Python, of installed packages, of the students' package, and of the tables."""
    binds = [] if sys.base_prefix == "/usr" else ["--ro-bind", sys.base_prefix, "/py"]
    for folder, place in _sites().items():
        binds += ["--ro-bind", folder, place]
        for package in ("caj", "coursekit", "bookkit"):  # where they are installed, tools and answers stay out
            binds += ["--tmpfs", f"{place}/{package}"] if (Path(folder) / package).is_dir() else []
    for folder in (
        "/book",
        "/book/src",
        "/book/src/caj",
        "/book/src/coursekit",
        "/book/src/coursekit/inside",
    ):  # bubblewrap would make them readable by root only
        binds += ["--perms", "0755", "--dir", folder]
    for name, path in ({f"caj/{path.name}": path for path in student_package.modules()} | inside_files()).items():
        binds += ["--ro-bind", str(path), f"/book/src/{name}"]
    return [*binds, "--ro-bind", str(data.folder()), "/book/src/caj/seeds"]


def inside_files() -> dict[str, Path]:
    """What of coursekit enters the sandbox, by its name there: the room `inside`, and nothing else."""
    own = Path(protocol.__file__).parent
    return {"coursekit/__init__.py": own.parent / "__init__.py"} | {
        f"coursekit/inside/{path.name}": path for path in sorted(own.glob("*.py"))
    }


def _python() -> str:
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return f"/usr/bin/{name}" if sys.base_prefix == "/usr" else f"/py/bin/{name}"
