# chat   serve the pages (the main job)      test   run the tests      lint   ruff and mypy
# eval   ask the golden questions            bench  measure speed and memory
# Each makes .venv when it is missing or older than what it is made from.
.PHONY: chat test lint eval bench
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

chat: .venv/ready
	$(BIN)/resolutions chat

test: .venv/ready
	$(BIN)/pytest

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: .venv/ready
	$(BIN)/resolutions eval

bench: .venv/ready
	$(BIN)/resolutions bench

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -m index.onnx_export  # once, for the first start
	touch $@
