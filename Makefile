# From a clone to a book and its tests; everything else is a command: `.venv/bin/caj --help`.
PYTHON ?= python3
BIN := .venv/bin
WHEELS := .cache/wheels
PACKAGES := . packages/coursekit packages/bookkit
PIP := -m pip --quiet --disable-pip-version-check

.PHONY: book test env grade-env runtime lite clean preflight

book: preflight .venv/ready
	@$(BIN)/caj book build

test: env
	@$(BIN)/pytest

# What `book` and `test` need, and no more than that.
env: preflight .venv/ready $(WHEELS)/ready

# nbgrader with our executor, and Dask for many machines; `caj grade` on one machine does not need it.
grade-env: .venv-grade/ready

# Python for the pages, so that code runs in them, and JupyterLite on the same Python; both need npm.
runtime lite: .venv/ready
	@$(BIN)/caj book $@

clean:
	rm -rf _build .cache .venv .venv-grade

# What the machine or this copy of the book lacks, said before anything is installed or built.
preflight: FIRST = $(if $(wildcard .venv/ready),$(BIN)/python,$(PYTHON))
preflight:
	@command -v $(FIRST) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed: $(FIRST) is not installed."; exit 1; }
	@$(FIRST) packages/bookkit/src/bookkit/preflight.py

.venv/ready: constraints.txt pyproject.toml packages/coursekit/pyproject.toml packages/bookkit/pyproject.toml | preflight
	$(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) install --require-hashes -r constraints.txt
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation $(PACKAGES:%=-e %)
	@touch $@

.venv-grade/ready: constraints-grade.txt pyproject.toml packages/coursekit/pyproject.toml
	$(PYTHON) -m venv .venv-grade
	.venv-grade/bin/python $(PIP) install --require-hashes -r constraints-grade.txt
	.venv-grade/bin/python $(PIP) install --no-deps --no-build-isolation -e . -e packages/coursekit
	@touch $@

# What a student installs, kept so that the tests can install it without a network.
$(WHEELS)/ready: constraints-run.txt .venv/ready
	$(BIN)/python $(PIP) download --require-hashes -r constraints-run.txt -d $(WHEELS)
	@touch $@

# What the tests and benches take from npm; pinned, never part of the book.
.cache/npm/ready: tests/package.json
	@mkdir -p .cache/npm && cp tests/package.json .cache/npm/
	npm install --prefix .cache/npm --no-audit --no-fund --silent
	@touch $@
