# The two commands of the README, and what a maintainer needs besides.
PYTHON ?= python3
BIN := .venv/bin
WHEELS := .cache/wheels
PACKAGES := . packages/coursekit packages/bookkit

.PHONY: book runtime lite test bench run check clean lock grade-env bench-scale pdf epub release release-check edition links canary nightly oldest preflight mutation pythons

book: preflight .venv/ready
	@$(BIN)/caj book build

# Python for the pages, so that code runs in them; ARCHIVE= names Pyodide's release archive, where the network allows.
runtime: .venv/ready
	@$(BIN)/python tools/runtime.py $(if $(ARCHIVE),--archive $(ARCHIVE))

# JupyterLite on the same Python, for whole notebooks; in an environment of its own, for it bundles what it finds there.
lite: .venv/ready .venv-lite/ready
	@$(BIN)/python tools/runtime.py --lite $(if $(ARCHIVE),--archive $(ARCHIVE))
	@.venv-lite/bin/python tools/lite.py

pdf: book
	@$(BIN)/caj book pdf

epub: book
	@$(BIN)/caj book epub

# Everything of this commit's edition, into dist/; the check builds it twice in different folders and compares every byte.
release: .venv/ready runtime
	@$(BIN)/caj release build

release-check: .venv/ready runtime
	@$(BIN)/caj release check

# Version and date of today into the files, to commit and tag.
edition: .venv/ready
	@$(BIN)/caj release stamp

test: preflight .venv/ready $(WHEELS)/ready
	@$(BIN)/pytest

# Everything that is promised of speed and size, measured; renews the status page. Needs Chromium, npm and a quiet machine.
bench: .venv/ready .venv-grade/ready .cache/npm/ready runtime book
	@$(BIN)/python benchmarks

# Classes of up to 10,000, as many as fit into the time; renews the tables of guides/institutions.
MINUTES ?= 20
bench-scale: .venv/ready
	@$(BIN)/python benchmarks/scale.py --minutes $(MINUTES) --write

# Single values of the tables are changed at random; nearly every change must turn a test red.
mutation: .venv/ready
	@$(BIN)/python benchmarks/mutation/run.py --write

# The notebooks on every supported Python that is here; of uv or pyenv too.
pythons: .venv/ready
	@$(BIN)/python tools/pythons.py

run: .venv/ready
	@$(BIN)/caj notebooks student
	@$(BIN)/caj notebooks run

check: .venv/ready
	@$(BIN)/caj data check
	@$(BIN)/caj notebooks check
	@$(BIN)/caj notebooks prose

# Asks every address that a source names; needs the network, so no test runs it.
links: .venv/ready
	@$(BIN)/caj data links

# How far the sources are from the newest Jupyter Book 2, which the book does not use: a copy is converted and read.
canary:
	@$(PYTHON) -m venv .venv-canary
	@.venv-canary/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "jupyter-book>=2"
	@.venv-canary/bin/python tools/canary.py

# The tests with the newest version of every dependency, in place of the tested ones.
nightly: $(WHEELS)/ready
	@$(PYTHON) tools/nightly.py > .cache/nightly.txt
	@$(PYTHON) -m venv --clear .venv-nightly
	@.venv-nightly/bin/python -m pip install --quiet --disable-pip-version-check -r .cache/nightly.txt
	@.venv-nightly/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGES:%=-e %)
	@.venv-nightly/bin/python tools/nightly.py --compare
	@.venv-nightly/bin/pytest

# The code of all chapters and solved exercises on the oldest pandas, numpy and Altair that pyproject.toml allows; needs Python 3.11 or 3.12.
oldest:
	@mkdir -p .cache && $(PYTHON) tools/nightly.py --oldest > .cache/oldest.txt
	@$(PYTHON) -m venv --clear .venv-oldest
	@.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check -r .cache/oldest.txt .
	@.venv-oldest/bin/python tools/code_of_chapters.py
	@touch .venv-oldest/ready

clean:
	rm -rf _build .cache .venv .venv-grade .venv-lite .venv-canary .venv-nightly .venv-oldest

OURS := central-asia-plus-japan coursekit bookkit
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header $(OURS:%=--no-emit-package %)
# The tested versions, for the whole project, for a student's computer, for Binder and for nbgrader; needs uv.
lock:
	$(COMPILE) $(PACKAGES:%=%/pyproject.toml) --extra run --extra release --group test --group lint --upgrade -c tools/pins.txt -o constraints.txt
	$(COMPILE) pyproject.toml --extra run -c constraints.txt -o constraints-run.txt
	$(COMPILE) pyproject.toml --extra kernel -c constraints.txt -o .binder/requirements.txt
	$(COMPILE) pyproject.toml packages/coursekit/pyproject.toml --extra run --extra grade -c constraints.txt -o constraints-grade.txt
	echo "jupyterlite-core[contents]==0.8.6 jupyterlite-pyodide-kernel==0.8.6 jupyterlab-widgets" | tr ' ' '\n' | $(COMPILE) - -o tools/lite.txt

# What the machine or this copy of the book lacks, said before anything is installed or built.
preflight: FIRST = $(if $(wildcard .venv/ready),$(BIN)/python,$(PYTHON))
preflight:
	@command -v $(FIRST) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed: $(FIRST) is not installed."; exit 1; }
	@$(FIRST) tools/preflight.py

.venv/ready: constraints.txt pyproject.toml packages/coursekit/pyproject.toml packages/bookkit/pyproject.toml | preflight
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGES:%=-e %)
	@touch $@

# nbgrader with our executor, and Dask for many machines; `caj grade` on one machine does not need it.
grade-env: .venv-grade/ready

.venv-grade/ready: constraints-grade.txt pyproject.toml packages/coursekit/pyproject.toml
	$(PYTHON) -m venv .venv-grade
	.venv-grade/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints-grade.txt
	.venv-grade/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e packages/coursekit
	@touch $@

.venv-lite/ready: tools/lite.txt
	$(PYTHON) -m venv .venv-lite
	.venv-lite/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/lite.txt
	@touch $@

# What a student installs, kept so that the tests can install it without a network.
$(WHEELS)/ready: constraints-run.txt .venv/ready
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes -r constraints-run.txt -d $(WHEELS)
	@touch $@

# What the tests and benches take from npm; pinned, never part of the book.
.cache/npm/ready: tools/package.json
	@mkdir -p .cache/npm && cp tools/package.json .cache/npm/
	npm install --prefix .cache/npm --no-audit --no-fund --silent
	@touch $@
