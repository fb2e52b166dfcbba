# The one front door for commands; CI calls the same ones. Run `make help`.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
# Tests that need only Python may run side by side: each file has its own folders, ports and databases. Their order is drawn anew each time;
# SEED=n draws it again as it was.
TOGETHER := -n 2 --dist loadfile $(if $(SEED),--randomly-seed=$(SEED))
VENV := .venv
RUN := $(VENV)/bin
# uv lives in an environment of its own, so that syncing never removes it.
UV_HOME := .tools/uv
UV := $(UV_HOME)/bin/uv
# The interpreter itself, not a shim before it or a virtual environment on it: uv makes .venv anew, stamps and all, for any other path than its own.
INTERPRETER = $(shell $(PYTHON) -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))')
UV_BOUNDS := uv>=0.13,<0.14
# The stamp carries the digest of what was locked: another lock is another stamp, the same lock is no work at all.
LOCKED := $(shell cat uv.lock pyproject.toml | sha256sum | cut -c1-16)
SYNCED := $(VENV)/.synced-$(LOCKED)
# The optional extra that reads scans stays where it was asked for once.
WITH_OCR := $(VENV)/.ocr
READING := $(VENV)/.ocr-$(LOCKED)

export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The caller's own virtual environment is none of our business; and a house of many processes must not compile itself in each of them.
unexport VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: help setup ocr fonts demo test test-full test-marked check fix bench drill docs bundle

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SYNCED) fonts ## make .venv from uv.lock and fetch the fonts; a second run downloads nothing

fonts: $(SYNCED)
	@$(RUN)/python -m tools.fetch_fonts

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
	  echo "Hongtou needs Python 3.11, 3.12 or 3.13; say which: make setup PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python can't make environments here; install it first: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(UV_HOME)
	$(UV_HOME)/bin/python -m pip install --quiet "$(UV_BOUNDS)"

$(SYNCED): | $(UV)
	@echo "Installing the locked packages into $(VENV) (about 300 MB, the first time only) …"
	$(UV) sync --frozen $(if $(wildcard $(WITH_OCR)),--extra ocr) --python "$(INTERPRETER)"
	@rm -f $(VENV)/.synced-*
	@touch $@

ocr: $(READING) ## add what reads words on scans (about 140 MB to download, 325 MB on disk); make setup keeps it from then on

$(READING): $(SYNCED)
	$(UV) sync --frozen --extra ocr --python "$(INTERPRETER)"
	@rm -f $(VENV)/.ocr-*
	@touch $(WITH_OCR) $@

demo: setup ## run the main job in an example office and keep its desk open (ONCE=1 ends after the verification)
	@$(RUN)/python -m hongtou.demo $(if $(filter 1,$(ONCE)),--once)

test: setup ## run the tests that need nothing but Python and little time
	@$(RUN)/python -m pytest $(TOGETHER)

test-full: setup ocr bundle ## run every test; a missing program is a failure
	@$(RUN)/python -m pytest --full

test-marked: setup ocr bundle ## run only the long tests and those that need more (the rest of test-full)
	@$(RUN)/python -m pytest --full --marked $(if $(SEED),--randomly-seed=$(SEED))

check: setup ## look without changing: style, types, import contracts, packaging
	@status=0; \
	for look in "ruff check" "ruff format --check" mypy lint-imports "python -m tools.check_wheel"; do \
	  printf '\n== %s\n' "$$look"; $(RUN)/$$look || status=1; \
	done; exit $$status

fix: setup ## mend what ruff can mend
	$(RUN)/ruff check --fix
	$(RUN)/ruff format

bench: setup ## measure each stage against the bare library calls
	@$(RUN)/python -m bench

drill: setup ## kill processes at random moments (SHARD=i/n for a part)
	@$(RUN)/python -m tests.drills $(if $(SHARD),--shard $(SHARD))

docs: setup ## write the generated tables of docs/
	@$(RUN)/python -m tools.generate_docs

bundle: setup ## make one file under dist/ that installs without a network (OCR=1: with what reads scans)
	@$(RUN)/python -m tools.bundle $(if $(filter 1,$(OCR)),--ocr) --uv $(UV) --pip-python $(UV_HOME)/bin/python
