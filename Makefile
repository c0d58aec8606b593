# Redress. `make run` and `make test` need nothing installed but make and a Python.
PYTHON := .venv/bin/python
TEMPLATES = $(shell find redress -name '*.html')
LEFT_OUT := not soak$(if $(filter 1,$(NO_BROWSER)), and not journey)
.DEFAULT_GOAL := help
.PHONY: help run test check types bench soak reset messages hooks run-ready test-ready

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \t\2/p' Makefile | expand -t 18

run: run-ready ## Start the demonstration here (PORT=8000; Ctrl-C stops everything)
	@exec $(PYTHON) -m redress.launch

test: test-ready ## Set up everything, then check and test everything
	@sh scripts/browser.sh
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest -n 2 -m '$(LEFT_OUT)'

check: test-ready ## Lint, formats, types, layers, templates, migrations (needs no network)
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy && .venv/bin/lint-imports
	.venv/bin/djade --check --target-version 6.1 $(TEMPLATES) && .venv/bin/djlint --lint --quiet redress
	REDRESS_MODE=test $(PYTHON) manage.py makemigrations --check --dry-run

types: test-ready ## Check the types alone
	$(PYTHON) -m mypy

bench: test-ready ## Measure against yardsticks on this machine
	$(PYTHON) -m bench

soak: test-ready ## Run the tests with large counts, which take long
	$(PYTHON) -m pytest -m soak

messages: run-ready ## Compile the translations
	$(PYTHON) -m redress.launch.compiling

reset: run-ready ## Delete the local data, after asking
	@$(PYTHON) -m redress.launch.resetting

hooks: test-ready ## Check each commit before it is made
	.venv/bin/prek install

run-ready:
	@sh bootstrap.sh run

test-ready:
	@sh bootstrap.sh dev && $(PYTHON) -m redress.launch.compiling
