# make help lists the targets.

NEEDS := import sys; sys.exit(sys.version_info < (3, 11))
# The first of these that is new enough; make PYTHON=/path/to/python3.12 site names another.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$one -c '$(NEEDS)' 2>/dev/null && echo $$one && break; done)
VENV := .venv
BIN := $(VENV)/bin
ARTICLE := how-to-choose-vinegar
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: help site serve test lint golden reference pictures wheel hooks clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

site: $(VENV)/installed ## install into .venv and build the example site
	$(BIN)/contentshop build
	@echo
	@echo "What to look at · 看一看"
	@echo "  pages · 网页         make serve, http://127.0.0.1:8000/"
	@echo "  an article · 文章    make serve, http://127.0.0.1:8000/articles/$(ARTICLE)/"
	@echo "  for WeChat · 公众号  build/wechat/$(ARTICLE)/index.html"
	@echo "  a poster · 海报      build/moments/articles/$(ARTICLE)/poster-3x4.jpg"
	@echo "  on a phone · 手机上  build/kit/$(ARTICLE)/index.html"
	@echo "  every link · 链接    $(BIN)/contentshop links matrix $(ARTICLE)"
	@echo "What to upload · 上传  build/web/"

serve: $(VENV)/installed ## show the example site on http://127.0.0.1:8000/, reload as files change
	$(BIN)/contentshop serve

test: $(VENV)/tested ## install what tests need, run everything
	@$(BIN)/python tools/need_browser.py
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= tests
	$(BIN)/python -m coverage report --skip-covered --skip-empty

lint: $(VENV)/linted ## ruff, formatting, strict types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

golden: $(VENV)/tested ## write the golden site anew and show each change once
	@$(BIN)/python -m pytest -q --no-header tests/test_golden.py --golden
	@$(BIN)/python tools/show_golden.py

reference: $(VENV)/tested ## write the generated parts of the documentation anew
	@$(BIN)/python tools/write_reference.py

pictures: $(VENV)/tested ## draw the example's pictures and take those of the documentation
	$(BIN)/python tools/draw_images.py
	$(BIN)/python tools/take_pictures.py

wheel: $(VENV)/linted ## build the wheel, install it in an empty environment, make and build sites with it
	$(BIN)/python tools/try_wheel.py

hooks: $(VENV)/linted ## have git check each commit: ruff, formatting, types, house rules
	@$(PIP) --group hooks
	@$(BIN)/pre-commit install

clean: ## remove what builds and tests made
	rm -rf build .contentshop .coverage .coverage.* htmlcov dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@"$(PYTHON)" -c '$(NEEDS)' 2>/dev/null || { \
		here="$$($(or $(PYTHON),python3) --version 2>/dev/null)"; \
		echo "contentshop needs Python 3.11 or newer; here is $${here:-none}."; \
		echo "Install one (https://www.python.org/downloads/), or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
		echo "需要 Python 3.11 或更新的版本；装好再来，或者指明：make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
		exit 1; } >&2
	@echo "Installing into $(VENV), which takes a minute or two …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@$(PIP) --upgrade pip || { rm -rf $(VENV); exit 1; }

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@$(PIP) --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	@echo "Installing what tests need …"
	@$(PIP) --group test
	@$(PIP) --no-deps --group readers
	@touch $@

$(VENV)/linted: $(VENV)/installed
	@echo "Installing what checks need …"
	@$(PIP) --group lint --group test build
	@touch $@
