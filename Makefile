# `make run` and `make test` are all that is needed. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/uv-$(UV_VERSION)/bin/uv
PY := .venv/bin/python
LOCALES := fr ar ary ary_Latn
CATALOGUES := $(foreach l,$(LOCALES),locales/$(l)/LC_MESSAGES/jawab.mo)
PYTEST := $(PY) -m pytest

.PHONY: help setup run test test-fast test-nlu check lint types imports locales locales-check validate train bench-nlu bench-retrieval bench-train lock clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.synced nlu/.venv/.synced locales ## Bring uv, both environments, compiled messages

run: setup ## Train where needed, start everything; PORT=… for another port
	@$(if $(PORT),JAWAB_PORT=$(PORT)) exec ./jawab up

test: setup ## Run all tests
	@sh tests/needs.sh
	$(PYTEST) tests --ignore=tests/nlu
	nlu/.venv/bin/python -m pytest tests/nlu -c tests/nlu/pytest.ini --rootdir=. -p no:cacheprovider

test-fast: setup ## Run the tests that need no server and no browser
	$(PYTEST) tests/unit tests/data tests/project -q

test-nlu: setup ## Run the tests of the understanding
	nlu/.venv/bin/python -m pytest tests/nlu -c tests/nlu/pytest.ini --rootdir=. -p no:cacheprovider

check: setup lint types imports locales-check validate ## Lint, types, import contracts, messages, training data

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: setup
	$(PY) -m mypy

imports: setup
	PYTHONPATH=. .venv/bin/lint-imports

locales: $(CATALOGUES)

# Babel knows no `ary`: its plural forms are those of `ar`, and the file is named, not found.
locales/%.mo: locales/%.po .venv/.synced
	@.venv/bin/pybabel -q compile -i $< -o $@ -l $(if $(findstring /fr/,$@),fr,ar)

locales-check: setup
	PYTHONPATH=. $(PY) -m pytest -q tests/data/test_messages.py

validate: setup
	nlu/.venv/bin/python -m nlu.cli validate --quick

train: setup ## Train a model where data, config or code changed
	@./jawab train

bench-nlu: setup ## Public sets below JAWAB_SHARED, figures of others beside ours; minutes
	@nlu/.venv/bin/python -W ignore -m benchmarks.understanding.sets $(ARGS)

bench-retrieval: setup ## Procedures that nobody was taught; minutes
	@nlu/.venv/bin/python -W ignore -m benchmarks.understanding.retrieval $(ARGS)

bench-train: setup ## Training and latency beside stock Rasa; minutes
	@nlu/.venv/bin/python -W ignore -m benchmarks.understanding.training $(ARGS)

lock: $(UV) ## Resolve the requirements anew
	$(UV) pip compile -q pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock
	$(UV) --directory nlu pip compile -q pyproject.toml --group dev --python-version 3.10 \
	  --python-platform x86_64-unknown-linux-gnu \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: Python 3.11 or newer is needed; name it: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "uv $(UV_VERSION) …"
	@rm -rf $(@D:/bin=) && $(PYTHON) -m venv $(@D:/bin=)
	@$(@D)/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: requirements.lock $(UV)
	@echo "environment of the gateway, the actions and the backend …"
	@test -x $(PY) || $(UV) venv -q --python $(PYTHON) .venv
	@$(UV) pip sync -q --require-hashes requirements.lock
	@touch $@

nlu/.venv/.synced: nlu/requirements.lock $(UV)
	@echo "environment of Rasa (2.5 GB, half a minute to several) …"
	@test -x nlu/.venv/bin/python || $(UV) --directory nlu venv -q || \
	  { echo "make: no Python 3.10 was found, and none could be fetched." \
	      "Install one (pyenv install 3.10) and try again." >&2; exit 1; }
	@$(UV) --directory nlu pip sync -q --require-hashes requirements.lock
	@touch $@

clean: ## Remove environments and compiled files; databases and models stay
	rm -rf .venv nlu/.venv .tools $(CATALOGUES)
