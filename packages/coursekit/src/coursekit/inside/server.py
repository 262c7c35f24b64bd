"""Fork server, the only code of ours inside the sandbox: warm libraries, one child a submission, no secrets."""

import contextlib
import gc
import io
import os
import random
import signal
import socket
import sys
import traceback
from typing import Any

import numpy as np
import pandas as pd

import caj
from coursekit.inside import absent, codec, jail, protocol
from coursekit.inside.skip_slow_imports import quick

CONTROL = 64  # bytes of the longest control message


def main() -> None:
    """Serve until the trusted side hangs up; arguments: number of the control socket, jail or trust."""
    control = socket.socket(fileno=int(sys.argv[1]))
    jailed = sys.argv[2] == "jail"
    quick()
    shell = _warm_up()
    gc.collect()
    gc.freeze()
    control.sendall(b"ready")
    while True:
        try:
            message, handles, *_ = socket.recv_fds(control, CONTROL, 1)
        except OSError:
            return
        if not message:
            return
        if message == b"spawn":
            pid = jail.fork(jailed)
            if pid == 0:
                control.close()
                _child(socket.socket(fileno=handles[0]), shell, jailed)
            os.close(handles[0])
            control.sendall(str(pid).encode())
        elif message.startswith(b"used "):
            control.sendall(f"{_used(int(message[5:]), jailed):.2f}".encode())
        else:
            _end(int(message), jailed)
            control.sendall(b"ended")


def _end(pid: int, jailed: bool) -> None:
    """Kill a child with all it started, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        (os.kill if jailed else os.killpg)(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _used(pid: int, jailed: bool) -> float:
    """Seconds that a child has computed with all it started: in the jail whoever is not this server, else its session."""
    ticks = 0
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                with open(f"/proc/{entry}/stat", "rb") as file:
                    facts = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if jailed or int(facts[3]) == pid:
                ticks += sum(map(int, facts[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _child(line: socket.socket, shell: Any, jailed: bool) -> None:
    """Take the limits, close the jail, then run cells and calls until the end."""
    try:
        first = protocol.receive(line, None)
        uid, gid = os.getuid(), os.getgid()
        os.setsid()
        if jailed:
            jail.enter(first["limits"], uid, gid, bytes.fromhex(first["seccomp"]))
            os.chdir("/box")
        else:
            jail.restrict({**first["limits"], "processes": 1 << 20})  # the count would include your own
            os.chdir(first["folder"])
    except BaseException as error:
        protocol.send(line, {"failed": f"{type(error).__name__}: {error}", "number": 0})
        os._exit(1)
    try:
        random.seed(0)
        np.random.seed(0)
        protocol.send(line, {"ready": True, "number": 0})
        _answer(line, shell)
    finally:
        os._exit(0)


def _answer(line: socket.socket, shell: Any) -> None:
    _silence()
    functions: dict[str, Any] = {}
    while True:
        message = protocol.receive(line, None)
        reply, number = TASKS[message["do"]](message, shell, functions), {"number": message["number"]}
        try:
            protocol.send(line, reply | number)
        except ValueError as error:
            protocol.send(line, {"refused": str(error)} | number)


def _silence() -> None:
    """Nothing that a cell prints is kept: a marker reads answers, not screens."""
    sink = os.open(os.devnull, os.O_RDWR)
    for handle in (1, 2):
        os.dup2(sink, handle)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115 (for as long as this process lives)


def _cell(message: dict, shell: Any, functions: dict) -> dict:
    """Run one cell; the error that ends it, as name, text and line, and what was skipped."""
    absent.skipped.clear()
    try:
        done = shell.run_cell(message["source"], store_history=False)
        error = done.error_before_exec or done.error_in_exec
    except BaseException as raised:
        error = raised
    return {"error": error and [type(error).__name__, str(error)[:300], _line(error)], "skipped": list(absent.skipped)}


def _read(message: dict, shell: Any, functions: dict) -> dict:
    """The values of the wanted names, as far as they are bound."""
    space = shell.user_ns
    return {"values": {name: _value(name, space[name], functions) for name in message["want"] if name in space}}


def _value(name: str, value: Any, functions: dict) -> Any:
    if callable(value) and not isinstance(value, (type, absent.Absent)):
        functions[name] = value
        return {"t": "function"}
    try:
        return codec.encode(value)
    except BaseException as error:
        return {"t": "refused", "v": str(error)[:200]}


def _call(message: dict, shell: Any, functions: dict) -> dict:
    """Call a function that was read before."""
    try:
        given = [codec.decode(value) for value in message["args"]]
        named = {name: codec.decode(value) for name, value in message["named"].items()}
        return {"value": codec.encode(functions[message["name"]](*given, **named))}
    except BaseException as error:
        return {"refused": type(error).__name__}


TASKS = {"cell": _cell, "read": _read, "call": _call}


def _line(error: BaseException) -> int | None:
    """Line of the cell where the error came up."""
    if isinstance(error, SyntaxError):
        return error.lineno
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if "ipython-input" in frame.filename or "ipykernel" in frame.filename
    ]
    return lines[-1] if lines else None


def _warm_up() -> Any:
    """Load what students use and do generic work with it once, so that no child pays for it."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"
    config.InteractiveShell.ast_node_interactivity = "none"
    shell = InteractiveShell.instance(config=config)
    shell.showtraceback = shell.showsyntaxerror = shell.showindentationerror = lambda *args, **named: None  # type: ignore[method-assign,assignment]
    absent.prepare(shell)
    for name in caj.tables()["table"]:
        codec.encode(caj.load(name).head(3))
    _generic_work()
    display = "import caj, pandas\ncaj.show(pandas.DataFrame({'a': [1]}), caption='Warm.', source=caj.load('sources')['id'].iloc[0])"
    for source in (display, "x = = 1", "missing_name", "%who_ls"):
        shell.run_cell(source, store_history=False)
    shell.reset(new_session=False)
    return shell


def _generic_work() -> None:
    text = "s,d,r,t\na,2024-01-01,1.5,2\nb,2024-01-20,,3\na,2024-01-21,2,4\n"
    frame = pd.read_csv(io.StringIO(text), parse_dates=["d"])
    frame.isna().sum().to_dict()
    frame.groupby("s")["r"].mean().sort_values(ascending=False)
    frame[frame["t"] > 2].sort_values(["t", "s"], ascending=[False, True]).reset_index(drop=True)
    frame.assign(h=frame["d"].dt.day > 15).pivot_table(index="h", columns="s", values="r", aggfunc="sum")
    pd.concat([frame, frame]).merge(frame, on="s").describe()
    frame["s"].str.contains("a").sum(), frame["s"].isin(["a"]).any(), frame["r"].corr(frame["t"])
    for value in (frame, frame["r"], frame["d"].max(), frame.set_index("s").index, {"a": {1}}):
        codec.decode(codec.encode(value))
    caj.check("no-such-chapter/no-such-question", 1)


if __name__ == "__main__":
    main()
