# Two commands on a fresh machine: `make build` builds the demonstration publication, `make test` runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORES ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: build test check soak bench clean

build: $(VENV)/.installed
	$(BIN)/byline build

# The engine's tests have a process to themselves: its workers fork only where there is no other thread.
test: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/engine
	$(BIN)/python -m pytest --ignore tests/engine --numprocesses $(CORES) --dist loadfile

soak: $(VENV)/.tested
	$(BIN)/python -m pytest -m "soak or control" --override-ini addopts="-ra --import-mode=importlib"

SIZES ?= 1000 10000
RUNS ?= 5

bench: $(VENV)/.installed $(if $(findstring preview,$(BENCH)),$(VENV)/.tested)
	$(BIN)/python -m tests.bench.run --sizes $(SIZES) --runs $(RUNS) $(BENCH)

clean:
	rm -rf $(VENV) .byline output/*

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[code,search]"
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	$(BIN)/python tests/provision.py
	touch $@
