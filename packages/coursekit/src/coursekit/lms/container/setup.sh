#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: Python, the packages, bubblewrap.
set -euo pipefail
source="$(cd "$(dirname "$0")" && pwd)"
place="$(dirname "$source")/grader"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq bubblewrap libseccomp2 util-linux python3 python3-venv python3-pip >/dev/null
mkdir -p "$place"
for python in python3.13 python3.12 python3.11 python3; do
  if command -v "$python" >/dev/null && "$python" -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
    "$python" -m venv "$place/env"
    break
  fi
done
if [ ! -x "$place/env/bin/python" ]; then # an image with an older Python
  python3 -m pip install --quiet uv
  UV_PYTHON_INSTALL_DIR="$place/python" uv venv --quiet --seed --python 3.12 "$place/env"
fi
"$place/env/bin/python" -m pip install --quiet --require-hashes -r "$source/requirements.txt"
"$place/env/bin/python" -m compileall -q "$place/env" || true
