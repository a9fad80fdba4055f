# Lestari's commands. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
READY := .venv/.ready
CODE := lestari tests $(wildcard bench)
ADDRESS ?= 127.0.0.1
PORT ?= 8000
SCALE ?= lampung
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# Some images forbid it for all; without compiled files each start of a process takes three times as long.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run demo bench test coverage test-postgresql faults check format messages docs screenshots lock

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## Serve the demo of a province (SCALE=tanggamus: a regency) on http://127.0.0.1:8000 (PORT=8100: another port); loaded on the first start
	@exec $(BIN)/lestari serve --demo $(SCALE) --host $(ADDRESS) --port $(PORT)

demo: $(READY) ## Load the same demo into an empty data folder
	@$(BIN)/lestari demo --scale $(SCALE)

bench: $(READY) ## Measure, and print the table that the README shows
	@.ci/needs postgresql
	@$(BIN)/python -m bench $(ARGS)

test: $(READY) ## Run every check and every test, on SQLite and on PostgreSQL, in a real browser
	@.ci/needs chromium postgresql gettext
	@# The checks run beside the first tests and are shown behind the last.
	@said=$$(mktemp); $(MAKE) --no-print-directory check >"$$said" 2>&1 & checks=$$!; bad=0; \
	$(BIN)/python -m tests || bad=1; wait $$checks || bad=1; echo; cat "$$said"; rm -f "$$said"; exit $$bad

coverage: $(READY) ## Count what of the code the tests run; at least 95 %
	@.ci/needs chromium gettext
	@$(BIN)/python -m tests --coverage

test-postgresql: $(READY) ## Run the tests named in ARGS on a PostgreSQL that the suite starts
	@.ci/needs postgresql
	$(BIN)/pytest -p tests.postgresql $(ARGS)

faults: $(READY) ## Kill the server 200 times, fill its disk, take its database away, on SQLite and on PostgreSQL
	@.ci/needs postgresql
	LESTARI_KILLS=200 $(BIN)/pytest -n 2 tests/faults
	LESTARI_KILLS=200 $(BIN)/pytest -n 2 -p tests.postgresql tests/faults

check: $(READY) ## Check format, lint, types, imports, templates and translations
	@.ci/needs gettext
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/ruff check --quiet $(CODE)
	@# Types take as long as all that follows: side by side.
	$(BIN)/mypy & types=$$!; others=0; \
	{ { $(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports; } && $(BIN)/djlint lestari --lint --quiet \
	  && $(BIN)/python .ci/messages --check && $(BIN)/python .ci/pages --check; } || others=$$?; \
	wait $$types && exit $$others

format: $(READY) ## Put code into the house's format
	$(BIN)/ruff check --fix --quiet $(CODE) || true
	$(BIN)/ruff format $(CODE)

messages: $(READY) ## Bring the translation catalogue up to date with code and templates
	@.ci/needs gettext
	$(BIN)/python .ci/messages

docs: $(READY) ## Write the pages of the docs that are made from the tables (rights, actions)
	$(BIN)/python .ci/pages

screenshots: $(READY) ## Take the pictures of the README from the demo
	@.ci/needs chromium
	$(BIN)/python -m tests.browser.screenshots

lock: $(UV) ## Pin all dependencies anew, with hashes
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --group work pyproject.toml --output-file requirements.lock

# The environment, made once for each state of the lock file.
$(UV):
	@echo "Fetching uv …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lestari needs Python 3.11 or newer; $(PYTHON) is older. Say which: make PYTHON=python3.11 …" >&2; exit 2; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target .tools 'uv>=0.9'

$(READY): requirements.lock pyproject.toml | $(UV)
	@echo "Making the environment …"
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $(READY)
