# One-command tasks. CI calls the same ones.
PYTHON ?= python3
PY := .venv/bin/python
PIP := .venv/bin/pip --disable-pip-version-check --quiet
export PYTHONPATH := .:site
WORKERS ?= auto

.PHONY: help setup demo code run worker check test test-long bench screenshots clean

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

.venv/.product: requirements.txt constraints.txt
	@echo "==> Building the virtual environment (1 to 2 minutes the first time)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Install the venv module first: apt-get install python3-venv"; exit 1; }
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/.tools: .venv/.product requirements-dev.txt
	@echo "==> Installing what checking and testing need"
	@$(PIP) install -r requirements-dev.txt
	@touch $@

setup: .venv/.tools ## build the virtual environment with everything in it

demo: .venv/.product ## start the demo, register one synthetic patient, keep serving (ONCE=1 stops there)
	@$(PY) -u -m content.demo $(if $(ONCE),--once)

code: .venv/.product ## print the demo accounts' current second-factor codes
	@DJANGO_SETTINGS_MODULE=config.settings.demo $(PY) manage.py code

check: .venv/.tools ## lint, format, types, floors, templates, migrations, settings
	@echo "==> ruff";         .venv/bin/ruff check . && .venv/bin/ruff format --check .
	@echo "==> mypy";         .venv/bin/mypy
	@echo "==> import-linter"; .venv/bin/lint-imports
	@echo "==> djlint";       .venv/bin/djlint --check --lint site/templates
	@echo "==> migrations";   DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py makemigrations --check --dry-run
	@echo "==> system check"; DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py check --fail-level WARNING

# What a database can do otherwise than SQLite: locks, triggers, searching, sorting, processes. test-long runs all.
ON_POSTGRES := tests/faults $(addprefix tests/integration/,audit definitions desk documents open_forms programme registration routing rows \
  stamps submissions uploads agreements/test_signing_at_once.py agreements/test_state_machine.py agreements/test_records.py \
  agreements/test_superseding.py agreements/test_gate.py agreements_register/test_expressions.py \
  agreements_register/test_register_page.py content/test_finding.py content_certification \
  content_library/test_finding.py content_ratings disclosure/test_nowhere_else.py)

test: .venv/.tools ## the whole suite: SQLite, then what touches the database again on PostgreSQL
	@echo "==> Tests on SQLite"
	@$(PY) -m pytest -q -n $(WORKERS) -m "not long and not postgres"
	@echo "==> Tests on PostgreSQL"
	@$(PY) -m tests.on_postgres -q -n $(WORKERS) -m "not long and not browser and not own_database" $(ON_POSTGRES)

test-long: .venv/.tools ## the full sweeps (an hour or more)
	@$(PY) -m pytest -q -m long
	@$(PY) -m tests.on_postgres -q -m "not browser and not own_database" tests/integration tests/faults

bench: .venv/.tools ## speed and memory, as tables
	@$(PY) -m tests.bench

screenshots: .venv/.tools ## every step and PDF page as pictures under docs/screenshots
	@$(PY) -m tests.browser.screenshots
