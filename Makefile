PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint format bench quality models notebook notebook-outputs

run: $(VENV)/.installed
	@exec $(BIN)/python app.py

test: $(VENV)/.installed-test
	@sh tools/prepare_tests.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-test
	$(BIN)/python -m tools.bench

quality: $(VENV)/.installed-test
	$(BIN)/python -m tools.quality $(FOLDER)

models: $(VENV)/.installed-models
	$(BIN)/python -m tools.build_models --calibration "$(CALIBRATION)"

notebook: $(VENV)/.installed-notebook
	$(BIN)/jupyter lab notebooks/demo.ipynb

notebook-outputs: $(VENV)/.installed-test
	$(BIN)/python -m tools.execute_notebook

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-models: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[models]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-notebook: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[notebook]'
	@touch $@ $(VENV)/.installed
