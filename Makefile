# make help lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help site serve test lint golden wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

site: $(VENV)/installed ## install into .venv and build the example site
	$(BIN)/contentshop build
	@echo
	@echo "To look at it:  make serve    then open http://127.0.0.1:8000/"
	@echo "What to upload: build/web/    (any static host)"

serve: $(VENV)/installed ## show the example site on http://127.0.0.1:8000/
	$(BIN)/contentshop serve

test: $(VENV)/tested ## install what tests need, run everything
	@$(BIN)/python tools/need_browser.py
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= tests
	$(BIN)/python -m coverage report --skip-covered --skip-empty

lint: $(VENV)/linted ## ruff, formatting, strict types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

golden: $(VENV)/tested ## write the golden site anew and show what changed
	$(BIN)/python -m pytest -q tests/test_golden.py --golden || true
	git --no-pager diff --stat -- tests/golden

wheel: $(VENV)/linted ## build the wheel, install it in an empty environment, build a new site with it
	$(BIN)/python tools/try_wheel.py

clean: ## remove what builds and tests made
	rm -rf build .contentshop .coverage .coverage.* htmlcov dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group test
	$(BIN)/python -m pip install --quiet --no-deps --group readers
	@touch $@

$(VENV)/linted: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group lint --group test build
	@touch $@
