# The two commands of the README, and what a maintainer needs besides.
PYTHON ?= python3
BIN := .venv/bin
WHEELS := .cache/wheels

.PHONY: book pdf epub test bench run check clean lock

book: .venv/ready
	@$(BIN)/jupyter-book build . -n -W --keep-going -q || { rm -rf _build/.doctrees; exit 1; } # else a second try would forget the warnings
	@echo "The book is built. Open $(CURDIR)/_build/html/index.html"

pdf: book
	@$(BIN)/python -m caj.book.paper _build/html _build/central-asia-plus-japan.pdf

epub: book
	@$(BIN)/python -m caj.book.epub _build/html _build/central-asia-plus-japan.epub

test: .venv/ready $(WHEELS)/ready
	@$(BIN)/pytest

bench: .venv/ready
	@$(BIN)/python benchmarks/loading.py

run: .venv/ready
	@$(BIN)/caj notebooks student
	@$(BIN)/caj notebooks run

check: .venv/ready
	@$(BIN)/caj data check
	@$(BIN)/caj notebooks check

clean:
	rm -rf _build .cache .venv

# The tested versions, for the whole project and for a student's kernel; needs uv.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade -o constraints.txt
	uv pip compile pyproject.toml --extra run --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -c constraints.txt -o .binder/requirements.txt

.venv/ready: constraints.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed: $(PYTHON) is not installed."; exit 1; }
	@$(PYTHON) tools/preflight.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What a student's kernel needs, kept so that the tests can install it without a network.
$(WHEELS)/ready: .binder/requirements.txt .venv/ready
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes -r .binder/requirements.txt -d $(WHEELS)
	@touch $@

# What the tests and benches take from npm; pinned, never part of the book.
.cache/npm/ready: tools/package.json
	@mkdir -p .cache/npm && cp tools/package.json .cache/npm/
	npm install --prefix .cache/npm --no-audit --no-fund --silent
	@touch $@
