"""Say in one sentence what the machine lacks before anything is installed."""

import importlib.util
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}."
        " Name another one: make book PYTHON=python3.12"
    )
if importlib.util.find_spec("ensurepip") is None:
    sys.exit("Python's venv module is incomplete. Install it; on Debian: apt-get install python3-venv")
