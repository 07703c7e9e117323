# chat   serve the pages (the main job)      lint       ruff, bandit and mypy
# eval   ask the golden questions            bench      measure speed and memory
# test   run the tests, in minutes           test-all   run every test
# sbom   list what is installed, sbom.json   test-slow  run only what test leaves out: slow, most browsers
# faults do harm and see what comes of it
# Properties are tested with few examples by test, with many by the others. Of long tables of equal rows, all but
# test-all run a sample: the other rows are marked rest.
# Each makes .venv when it is missing or older than what it is made from: chat with what the program needs,
# the others with what development needs too.
.PHONY: chat test test-all test-slow lint eval bench sbom faults
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SBOM := .venv/sbom
PIP := pip install --quiet --disable-pip-version-check
# By file: a file's tests share what is made for them. Bytecode is kept: many tests start processes.
# One thread computes in each: more of them wait for each other, and spin, where two workers share two cores.
PYTEST := PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
QUICK := not rest and not slow and (not browser or sample)

chat: .venv/ready
	$(BIN)/resolutions chat

test: .venv/dev
	$(PYTEST) -m "$(QUICK)"

test-slow: .venv/dev $(SBOM)/ready
	$(PYTEST) -m "not rest and (not ($(QUICK)) or hypothesis)" --hypothesis-profile many

test-all: .venv/dev $(SBOM)/ready
	$(PYTEST) --hypothesis-profile many

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml corpus ingest index assistant
	$(BIN)/mypy

eval: .venv/dev
	$(BIN)/resolutions eval

bench: .venv/dev
	$(BIN)/resolutions bench

faults: .venv/dev
	$(BIN)/python -m evals faults

sbom: .venv/dev $(SBOM)/ready
	$(SBOM)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o sbom.json .venv

# Every archive must have a hash of ours. After those of the program come torch, which is another one on each
# machine and has none, and this project; what is there already is left as it is.
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/$(PIP) --require-hashes --no-deps -r constraints.txt
	$(BIN)/$(PIP) --no-build-isolation -e .
	$(BIN)/python -m index.onnx_export  # once, for the first start
	touch $@

.venv/dev: .venv/ready constraints-dev.txt
	$(BIN)/$(PIP) --require-hashes --no-deps -r constraints-dev.txt
	touch $@

$(SBOM)/ready: .venv/dev constraints-sbom.txt
	$(PYTHON) -m venv --clear $(SBOM)
	$(SBOM)/bin/$(PIP) --require-hashes --no-deps -r constraints-sbom.txt
	touch $@
