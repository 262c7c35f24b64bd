"""What a child of the fork server gives up before it runs a student's code: namespaces, files, limits, system calls."""

import ctypes
import os
import platform
import resource
import signal
from typing import Any

SPACES = 0x10000000 | 0x20000000 | 0x00020000 | 0x40000000 | 0x08000000  # user, processes, mounts, network, ipc
CLONE, CAPSET = {"x86_64": (56, 126), "aarch64": (220, 91)}.get(platform.machine(), (None, None))
FRESH = ("/box", "/tmp", "/dev/shm")
NOSUID_NODEV, READ_ONLY = 6, 15
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38

_libc = ctypes.PyDLL(None, use_errno=True)


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def fork(spaces: bool) -> int:
    """Fork, into namespaces of its own when `spaces`; the child is then process 1 and its end ends all it started."""
    if not spaces:
        return os.fork()
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = _libc.syscall(CLONE, SPACES | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(ctypes.get_errno(), "no namespaces for a child")
    return pid


def enter(limits: dict[str, Any], uid: int, gid: int, seccomp: bytes) -> None:
    """Close the jail around the calling child; `seccomp` is the compiled filter. There is no way back."""
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    for folder in FRESH:
        _mount(b"tmpfs", folder.encode(), NOSUID_NODEV, b"size=%d,mode=700" % limits["scratch"])
    _write("/proc/self/oom_score_adj", "1000")  # when memory runs out, the child goes and not the server
    _mount(b"tmpfs", b"/proc", READ_ONLY, b"size=4k,mode=555")  # bubblewrap's /proc shows the server
    restrict(limits)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_DUMPABLE, 0)
    _drop_capabilities()
    program = _Filter(len(seccomp) // 8, seccomp)
    if _libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls does not load")


def restrict(limits: dict[str, Any]) -> None:
    """Set the limits that a process can set for itself; they also hold without a jail."""
    own = {
        "AS": limits["address_space"],
        "CPU": int(limits["total"]) + 5,
        "FSIZE": limits["file"],
        "NPROC": limits["processes"],
        "CORE": 0,
        "NOFILE": 128,
    }
    for name, value in own.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        highest = resource.getrlimit(kind)[1]
        value = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(kind, (value, value))


def _drop_capabilities() -> None:
    for capability in range(64):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if _libc.syscall(CAPSET, header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capabilities cannot be dropped")


def _mount(kind: bytes, place: bytes, flags: int, options: bytes) -> None:
    if _libc.mount(kind, place, kind, flags, options):
        raise OSError(ctypes.get_errno(), f"mount of {place.decode()}")


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
