# make help lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLE := how-to-choose-vinegar

.PHONY: help site serve test lint golden wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

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
