"""Which machine this is, and what to do where the sandbox cannot be: it is one of Linux."""

import platform
import sys

THERE = "there `sudo apt-get install make python3-venv bubblewrap libseccomp2`, clone the book into that system's own home, `make book`, and `.venv/bin/caj doctor`"
MAC = f"macOS has no sandbox of this kind. Grade in a virtual Linux: install Multipass, `multipass launch --name grade --disk 20G --memory 4G`, `multipass shell grade`; {THERE}. Reading, assigning and exporting work on the Mac itself."
WINDOWS = f"Windows has no sandbox of this kind, but a Linux of its own: in PowerShell as administrator `wsl --install`, open Ubuntu; {THERE}. Your files are under /mnt/c."
WSL1 = "This is the first version of WSL, which has no namespaces. In PowerShell: `wsl --list --verbose`, then `wsl --set-version NAME 2` with the name that it lists."


def advice(system: str = sys.platform, release: str = platform.release()) -> str:
    """What to do on a machine that cannot have the sandbox; empty on Linux, the second WSL with it.

    >>> advice("darwin")[:10], advice("win32")[:11], advice("linux", "4.4.0-19041-Microsoft")[:30]
    ('macOS has ', 'Windows has', 'This is the first version of W')
    >>> advice("linux", "6.1.0"), advice("linux", "5.15.90.1-microsoft-standard-WSL2")
    ('', '')
    """
    if system == "darwin":
        return MAC
    if system in ("win32", "cygwin"):
        return WINDOWS
    return WSL1 if system == "linux" and release.endswith("-Microsoft") else ""
