# politikgraf: `make` builds, validates and writes the site; `make test` runs the tests.
# DOCUMENTS=DIR  the source texts, where they are on hand: shows and checks passages.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DOCUMENTS ?=
DOCUMENTS_FLAG := $(if $(DOCUMENTS),--documents "$(DOCUMENTS)")

.PHONY: all test build site lint clean
all: site

$(VENV)/.installed: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "politikgraf needs Python 3.11 ($(PYTHON) was not found; try: make PYTHON=python3)"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

build: $(VENV)/.installed
	@$(BIN)/politikgraf build $(DOCUMENTS_FLAG)

site: build
	@$(BIN)/politikgraf site $(DOCUMENTS_FLAG)
	@echo "Next: open build/out/site/index.html in a browser, or ask: $(BIN)/politikgraf queries"

test: build
	@$(BIN)/python -m pytest

lint: $(VENV)/.installed
	@$(BIN)/ruff check build tests && $(BIN)/ruff format --check build tests

clean:
	@rm -rf $(VENV) build/out
