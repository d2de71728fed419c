# Everything a person does with a checkout. Nothing but LibreOffice (for the tests) is installed outside of it.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := .tools
UV_VERSION := 0.13.8
PIP := -m pip --disable-pip-version-check --quiet
ARGS ?=

# A moved checkout has a virtual environment that points to its old place: the stamp tells where it was made.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
endif

.PHONY: help setup demo test check bench lock clean moved office

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

setup: $(READY) ## a virtual environment in .venv with what requirements-dev.lock names

demo: $(READY) ## the main job on this machine, no account needed (ARGS=--script to only watch, LANGUAGE=en in English)
	@$(BIN)/estimator demo $(ARGS)

test: $(READY) office ## every test (ARGS goes to pytest)
	@$(BIN)/pytest $(ARGS)

check: $(READY) ## lint, format, types, the arrows between the rooms, the locales
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.checks.locales

bench: $(READY) ## the table of speed and cost (ARGS goes to the bench)
	@$(BIN)/python -m ops.bench $(ARGS)

lock: $(TOOLS)/bin/uv ## both lock files anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(call compile,requirements.lock,)
	@$(call compile,requirements-dev.lock,--group dev --constraint requirements.lock)

clean: ## remove everything that can be made again
	@rm -rf $(VENV) $(TOOLS) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

moved:

$(READY): requirements-dev.lock pyproject.toml
	@python=$$($(find_python)); \
	echo "Setting up $(VENV) with $$("$$python" --version), a minute the first time ..."; \
	[ "$$(cat $@ 2>/dev/null)" = "$(CURDIR)" ] && $(BIN)/python --version >/dev/null 2>&1 || "$$python" -m venv --clear $(VENV)
	@$(BIN)/python $(PIP) install --require-hashes -r requirements-dev.lock
	@$(BIN)/python $(PIP) install --no-build-isolation --no-deps --no-index -e .
	@printf '%s' "$(CURDIR)" > $@

$(TOOLS)/bin/uv: Makefile
	@python=$$($(find_python)); "$$python" -m venv --clear $(TOOLS)
	@$(TOOLS)/bin/python $(PIP) install uv==$(UV_VERSION)
	@touch $@

# The tests recalculate the quotation in LibreOffice and look at its Japanese as a picture.
office:
	@if ! $(have_office); then \
	  if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then $(install_office); \
	  else echo "make test needs LibreOffice Calc and a Japanese font: install libreoffice-calc and a Noto CJK font, then again." >&2; exit 1; fi; fi

have_office = { command -v soffice >/dev/null && { ! command -v fc-list >/dev/null || [ -n "$$(fc-list :lang=ja family)" ]; }; }

define install_office
echo "Installing LibreOffice Calc and a Japanese font ..."; \
as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
$$as_root apt-get update -qq; \
$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui fonts-noto-cjk >/dev/null
endef

# A name on the PATH may be a shim of a version manager that only complains: each is run before it is believed.
define find_python
found=; for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; \
    if "$$name" -c 'import ensurepip, venv' 2>/dev/null; then echo "$$name"; exit 0; fi; fi; done; \
if [ -n "$$found" ]; then echo "$$found has no venv module: install python3-venv (Debian, Ubuntu), then again." >&2; \
else echo "Python 3.11 or newer is needed and was not found on the PATH: install it, or say make PYTHON=/path/to/python3." >&2; fi; \
exit 1
endef

define compile
$(TOOLS)/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-annotate --no-emit-index-url $(2) $(ARGS) --output-file $(1) pyproject.toml && \
{ echo '# Made by "make lock" from pyproject.toml: every package with its hashes, for plain pip.'; cat $(1); } > $(1).new && \
mv $(1).new $(1)
endef
