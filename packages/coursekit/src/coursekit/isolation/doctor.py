"""Doctor: small attacks tried on the sandbox, and what to install or change when one of them gets through."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from coursekit.inside.protocol import Gone, Slow
from coursekit.isolation import cgroup
from coursekit.isolation.limits import Limits
from coursekit.isolation.sandbox import Sandbox, SandboxError
from coursekit.isolation.seccomp import filter_code

INSTALL = "Install it; on Debian: apt-get install bubblewrap libseccomp2"
SPACES = (
    "Ubuntu 23.10 and later may forbid user namespaces to programs without a profile: install the AppArmor profile of bwrap,"
    " or set kernel.apparmor_restrict_unprivileged_userns=0. In Docker or Kubernetes the container must allow them."
)

TRIED = """
def tried(attack):
    try:
        return bool(attack())
    except BaseException:
        return False
"""
# Each sets `through`: whether the attack got what it wanted. {secret}, {port} and {pid} are filled in.
ATTACKS = {
    "reads a file of yours": "through = tried(lambda: open({secret!r}).read())",
    "reaches the network": "import socket\nthrough = tried(lambda: socket.create_connection(('127.0.0.1', {port}), 2)) or tried(lambda: socket.socket(socket.AF_NETLINK))",
    "uses forbidden system calls": "import ctypes\nlibc = ctypes.CDLL(None)\nthrough = any([libc.unshare(0x10000000) == 0, libc.mount(b'x', b'/box', b'tmpfs', 0, None) == 0, libc.ptrace(0, 0, 0, 0) == 0])",
    "signals a process of yours": "import os\nthrough = os.getpid() != {pid} and tried(lambda: [os.kill({pid}, 0)])",
    "writes outside its folder": "places = ['/usr', '/etc', '/py', '/book', '/book/src/caj', '/book/src/coursekit', '/book/src/coursekit/inside', '/site0', '/proc', '/', '/dev']\nthrough = any([tried(lambda: [open(place + '/caj-attack', 'w')]) for place in places])",
    "starts processes without end": "import os, time\ndef more(n=0):\n    while n < 200:\n        if os.fork() == 0:\n            time.sleep(60)\n            os._exit(0)\n        n += 1\n    return True\nthrough = tried(more)",
    "takes all memory": "through = tried(lambda: bytearray({memory}))",
}
LEAVES = "for place in ('/box', '/tmp', '/dev/shm'):\n    tried(lambda: open(place + '/caj-left', 'w').write('x'))"
FINDS = "import os\nthrough = any([os.path.exists(place + '/caj-left') for place in ('/box', '/tmp', '/dev/shm')])"
QUICK = ("reads a file of yours", "reaches the network", "uses forbidden system calls")


@dataclass(frozen=True)
class Trial:
    """One thing that was looked at: whether it is well, and a sentence."""

    well: bool
    sentence: str
    needed: bool = True


def examine(limits: Limits = Limits(), quick: bool = False) -> list[Trial]:
    """Look at this machine and try the attacks; grading is safe when every trial that is `needed` is well."""
    found = list(_programs())
    if all(trial.well for trial in found):
        try:
            with _target(limits) as facts, Sandbox(limits) as sandbox:
                found += [_attack(sandbox, name, facts) for name in (QUICK if quick else ATTACKS)]
                if not quick:
                    found += [_traces(sandbox), _endless(limits)]
        except SandboxError as error:
            found.append(Trial(False, f"{error} {SPACES}"))
    bound = cgroup.kind(limits)
    if bound:
        found.append(Trial(True, f"Memory and processes of the whole sandbox are bounded by a {bound}."))
    else:
        found.append(
            Trial(
                False,
                "No control group can be had: memory is bounded for each process only, so many together can take more.",
                needed=False,
            )
        )
    return found


def faults(limits: Limits = Limits()) -> list[str]:
    """Sentences on why grading would not be safe here; an empty list when the sandbox holds."""
    return [trial.sentence for trial in examine(limits, quick=True) if trial.needed and not trial.well]


def _programs() -> Iterator[Trial]:
    path = shutil.which("bwrap")
    yield Trial(bool(path), f"bubblewrap is {path}." if path else f"bubblewrap is not installed. {INSTALL}")
    try:
        filter_code()
        yield Trial(True, "libseccomp compiles the filter of system calls.")
    except OSError as error:
        yield Trial(False, str(error))
    if os.getuid() == 0:
        found = bool(shutil.which("setpriv"))
        yield Trial(
            found,
            "setpriv takes the rights of root away."
            if found
            else "setpriv is missing, which root needs. On Debian: apt-get install util-linux",
        )


@contextmanager
def _target(limits: Limits) -> Iterator[dict[str, object]]:
    """What the attacks aim at: a secret file, an open port, this process."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        os.chmod(folder, 0o755)
        secret = Path(folder, "secret")
        secret.write_text("hidden tests", encoding="utf-8")
        yield {
            "secret": str(secret),
            "port": listener.getsockname()[1],
            "pid": os.getpid(),
            "memory": limits.address_space * 2,
        }


def _attack(sandbox: Sandbox, name: str, facts: dict[str, object]) -> Trial:
    through = _through(sandbox, TRIED + ATTACKS[name].format(**facts))
    return Trial(
        not through, f"A submission that {name} {'GETS THROUGH: do not grade here' if through else 'is stopped'}."
    )


def _traces(sandbox: Sandbox) -> Trial:
    _through(sandbox, TRIED + LEAVES)
    through = _through(sandbox, FINDS)
    return Trial(
        not through,
        f"A submission that leaves files for the next one {'GETS THROUGH: do not grade here' if through else 'is stopped'}.",
    )


def _endless(limits: Limits) -> Trial:
    with Sandbox(replace(limits, cell=0.5)) as sandbox:
        start = time.monotonic()
        _through(sandbox, "while True:\n    pass")
        stopped = time.monotonic() - start < 10
    return Trial(stopped, f"A submission that runs for ever {'is stopped' if stopped else 'IS NOT STOPPED'}.")


def _through(sandbox: Sandbox, program: str) -> bool:
    """Run one attack in a child; an attack that breaks its process did not get through."""
    child = sandbox.spawn()
    try:
        child.ask({"do": "cell", "source": program}, sandbox.limits.cell)
        return (
            child.ask({"do": "read", "want": ["through"]}, sandbox.limits.cell)["values"].get("through", False) is True
        )
    except (Gone, Slow):
        return False
    finally:
        sandbox.end(child)
