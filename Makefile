# make demo    set up, run the whole loop on a real model, then serve it (SERVE=0 ends after the table)
# make run     set up and serve, with the demo project ready to rank
# make test    set up and pass all tests
# make bench   measure claims with up to a million open tasks, and the ranking page

PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
SERVE ?= 1
SEED ?= 0
# What neither watches a clock nor a browser runs in as many processes as there are processors, a file in one of them, each
# with a database of its own. The others drive browsers, servers and workers: they run one after the other.
PARTS := accounts api datasets evaluations pages preferences projects prompts registry reviews
CALM_TESTS := tests/contract tests/training tests/test_architecture.py $(PARTS:%=tests/labeling/%)
SIDE_BY_SIDE := $(CALM_TESTS) --numprocesses logical --maxprocesses 4 --dist loadfile
ONE_BY_ONE := tests $(CALM_TESTS:%=--ignore=%)

export PORT

.PHONY: bench setup setup-dev demo run stop test test-python test-fast test-frontend test-browser lint types format messages screenshots clean

setup:
	@$(PYTHON) config/install.py

setup-dev:
	@$(PYTHON) config/install.py --dev

demo: setup
	@$(PY) manage.py demo --seed $(SEED) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

run: setup
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo_project --port $(PORT)
	@$(PY) -m honcho start

stop:
	@$(PY) manage.py database stop

test: test-python test-frontend

test-python: setup-dev
	@$(PY) -m pytest $(SIDE_BY_SIDE)
	@$(PY) -m pytest $(ONE_BY_ONE)

test-frontend: setup-dev
	@cd frontend && $(NPM) run --silent test

test-fast: setup-dev
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "not slow"
	@$(PY) -m pytest $(ONE_BY_ONE) -m "not slow and not browser"

lint: setup-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports --no-cache
	@cd frontend && $(NPM) run --silent lint

types: setup-dev
	@$(PY) -m mypy
	@cd frontend && $(NPM) run --silent types

format: setup-dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@cd frontend && $(NPM) run --silent format

bench: setup-dev
	@$(PY) -m benchmarks claim --json var/benchmarks/claim.json
	@$(PY) -m benchmarks page --json var/benchmarks/page.json

# Compile the words of the log-in and join pages after a change to labeling/locale/*/LC_MESSAGES/django.po.
messages: setup-dev
	@$(PY) -c "import pathlib, polib; [polib.pofile(str(p)).save_as_mofile(str(p.with_suffix('.mo'))) for p in pathlib.Path('labeling/locale').rglob('*.po')]"

screenshots: setup-dev
	@$(PY) -m tests.browser.screenshots

clean:
	@rm -rf .venv frontend/node_modules frontend/dist var/setup

# npm of the machine, or the one set-up took from PyPI.
NPM = $(if $(wildcard .venv/bin/npm),PATH="$(CURDIR)/.venv/bin:$$PATH" npm,npm)
