"""Kernels for the tests of notebooks: each is forked from one process that has imported what notebooks import.

`install` names such a kernel to Jupyter and starts the server; `serve` is that process; Jupyter starts `join` in place of a kernel,
which asks the server for a fork with its own folder, environment and output, and lives as long as the fork.
"""

import array
import builtins
import contextlib
import importlib
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

NAME = "warm"
# Never caj itself, which is under test: each notebook imports it anew.
IMPORTED = ("ipykernel.kernelapp", "pandas", "altair", "networkx", "ipywidgets", "IPython.core.completer")


@contextlib.contextmanager
def install(folder: Path) -> Iterator[str]:
    """The kernel's name, known to Jupyter while this lasts; `folder` is short, for the address of a socket has 100 characters."""
    address = str(folder / "socket")
    spec = {
        "argv": [sys.executable, "-S", __file__, "join", address, "{connection_file}"],
        "display_name": "Warm",
        "language": "python",
    }
    (folder / f"kernels/{NAME}").mkdir(parents=True)
    (folder / f"kernels/{NAME}/kernel.json").write_text(json.dumps(spec), "utf-8")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(folder), os.environ.get("JUPYTER_PATH")]))
    with subprocess.Popen(
        [sys.executable, __file__, "serve", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        server.stdout.readline()  # it listens
        yield NAME
        server.stdin.close()  # it ends


def serve(address: str) -> None:
    """Fork a kernel for each who asks, until the tests end; the imports wait for the first."""
    del sys.path[0]  # this folder, which no notebook sees
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as ready:
        listener.bind(address)
        listener.listen(64)
        print("ready", flush=True)
        ready.register(listener, selectors.EVENT_READ)
        ready.register(sys.stdin, selectors.EVENT_READ)
        while all(key.fileobj is listener for key, _ in ready.select()):
            asked, _ = listener.accept()
            warm_up()
            words, streams, *_ = socket.recv_fds(asked, 1 << 20, 3)
            if os.fork() == 0:
                listener.close()
                become_kernel(asked, json.loads(words), streams)
            asked.close()
            for stream in streams:
                os.close(stream)


def warm_up() -> None:
    """Import as in a kernel: pandas asks while it is imported where it is, and prints tables by that."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)
    for name in IMPORTED:
        importlib.import_module(name)
    del builtins.get_ipython


def become_kernel(asked: socket.socket, wanted: dict, streams: list[int]) -> None:
    """Be the kernel of one notebook, with chance and environment of its own; end when the one who asked ends."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    random.seed()
    sys.modules["numpy"].random.seed()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asked.sendall(array.array("i", [os.getpid()]).tobytes())
    threading.Thread(target=lambda: os._exit(asked.recv(1) == b""), daemon=True).start()
    sys.modules["ipykernel.kernelapp"].launch_new_instance(argv=["-f", wanted["connection"]])
    os._exit(0)


def join(address: str, connection: str) -> None:
    """Ask for a kernel, hand interrupts on to it, and end with it."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        wanted = {"connection": connection, "folder": os.getcwd(), "environment": dict(os.environ)}
        socket.send_fds(server, [json.dumps(wanted).encode()], [0, 1, 2])
        kernel = array.array("i", server.recv(4))[0]
        signal.signal(signal.SIGINT, lambda *_: os.kill(kernel, signal.SIGINT))
        server.recv(1)


if __name__ == "__main__":
    {"serve": serve, "join": join}[sys.argv[1]](*sys.argv[2:])
