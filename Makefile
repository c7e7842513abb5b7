# Everything happens in .venv. `make quiz` installs only what nkquiz itself needs; the other
# targets also install the tools, in the versions of requirements-dev.lock.

PYTHON ?= python3
DECK ?= decks/north-korean-diplomats.yaml
# More for pytest, such as ARGS="-k cloze".
ARGS ?=

# How long `make soak` searches: runs of the property tests, kills, mangled inputs.
RUNS ?= 20
KILLS ?= 10000
INPUTS ?= 100000
SEED := $(or $(SEED),$(shell date +%s))

VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
# Where Python may not write .pyc files, each start of an editable install would compile again.
COMPILE = $(BIN)/python -m compileall -q src

.PHONY: help quiz test lint fix golden bench soak check lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

quiz: $(VENV)/runtime ## play the seed deck, or DECK=FILE
	@$(BIN)/nkquiz quiz $(DECK)

# Coverage takes two to three times as long: CI measures it, with COVERAGE=1.
test: $(VENV)/dev ## run all tests; with COVERAGE=1, show which lines they reach
	@$(COMPILE)
	$(BIN)/pytest -n auto --dist loadgroup $(if $(COVERAGE),--cov --cov-report=term) $(ARGS)

lint: $(VENV)/dev ## look for lint and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

fix: $(VENV)/dev ## fix lint and formatting where ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Each part prints its seed; SEED=N draws the same again. What it finds becomes a test.
soak: $(VENV)/dev ## search for faults at random, for an hour: see RUNS, KILLS and INPUTS
	@$(COMPILE)
	@echo 'SEED=$(SEED)'
	@for seed in $$(seq $(SEED) $$(($(SEED) + $(RUNS) - 1))); do \
		$(BIN)/pytest --quiet -n auto -m 'hypothesis and not release' \
			--hypothesis-profile=soak --hypothesis-seed=$$seed $(ARGS) || exit 1; done
	NKQUIZ_SEEDS=$(RUNS) $(BIN)/pytest --quiet -n auto --dist loadgroup $(ARGS)
	@for part in 'input_mangler $(INPUTS)' 'store_killer $(KILLS)' 'session_killer $(KILLS)'; do \
		folder=$$(mktemp -d); set -- $$part; echo "tests/$$1.py $$folder $$2 $(SEED)"; \
		$(BIN)/python tests/$$1.py $$folder $$2 $(SEED) && rm -rf $$folder || exit 1; done

check: lint ## lint, types and layers
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(VENV)/dev ## rewrite the expected outputs beside the tests; then read the diff
	NKQUIZ_GOLDEN=1 $(BIN)/pytest -n auto $(ARGS)

bench: $(VENV)/dev ## measure the speed
	$(BIN)/python tests/bench.py

# With extras: pip, that checks hashes, takes `coverage[toml]` for another package than `coverage`,
# and fails when a newer one comes out.
lock: $(VENV)/made ## pin the tools anew
	$(PIP) install --upgrade uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header \
		--output-file requirements-dev.lock pyproject.toml

clean: ## remove .venv and what the tools wrote
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps: each is younger than what it was made from.
$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'nkquiz needs Python 3.11 or newer. Name one: make PYTHON=python3.13' >&2; exit 1; }
	@echo 'Creating $(VENV) ...'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/made pyproject.toml
	@echo 'Installing nkquiz ...'
	@$(PIP) install --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/dev: $(VENV)/made pyproject.toml requirements-dev.lock
	@echo 'Installing nkquiz and its tools ...'
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --editable .
	@$(COMPILE)
	@touch $@ $(VENV)/runtime
