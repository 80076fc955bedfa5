# politikgraf
#   make                 set up, build and validate the graph, write the site
#   make test            run the tests
#   make DOCUMENTS=DIR   also check every pointer against the texts in DIR, and show passages
#   make lint, make clean

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DOCUMENTS ?=
DOCUMENTS_FLAG := $(if $(DOCUMENTS),--documents "$(DOCUMENTS)")
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt
SHOW_PACKAGES := sed -un 's/^Collecting \([A-Za-z0-9_.-]*\).*/  \1/p'

.PHONY: all build site test lint clean
all: site

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "politikgraf needs Python 3.11; $(PYTHON) was not found. Name yours: make PYTHON=python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "politikgraf needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up $(VENV); the first time this takes a minute or two:"
	@$(INSTALL) -e . | $(SHOW_PACKAGES)
	@touch $@

$(VENV)/.installed-for-tests: $(VENV)/.installed
	@echo "Adding what the tests need:"
	@$(INSTALL) -e '.[test]' | $(SHOW_PACKAGES)
	@touch $@

build: $(VENV)/.installed
	@$(BIN)/politikgraf build $(DOCUMENTS_FLAG)

site: build
	@$(BIN)/politikgraf site $(DOCUMENTS_FLAG)
	@echo "Open build/out/site/index.html in a browser, or ask: $(BIN)/politikgraf queries"

test: $(VENV)/.installed-for-tests build
	@$(BIN)/python -m pytest

lint: $(VENV)/.installed
	@$(INSTALL) -e '.[lint]' | $(SHOW_PACKAGES)
	@$(BIN)/ruff check build tests && $(BIN)/ruff format --check build tests

clean:
	@rm -rf $(VENV) build/out
