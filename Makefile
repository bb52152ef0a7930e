# Every command works in an empty clone: it builds .venv first when that is missing or older than the lock.
# The plain commands behind these stand in README.md.

PYTHON ?= python3
EXTRAS ?= dev notebooks
# Where nothing is given, conf/local/globals.yml or else conf/base/globals.yml says where data lie.
RAW ?=
DATA ?=
ENV ?= demo
KEEP ?= 3

UV_VERSION := 0.13.8
BIN := .venv/bin
COMMA := ,
ROOTS := $(if $(RAW),raw_root=$(RAW))$(if $(RAW),$(if $(DATA),$(COMMA)))$(if $(DATA),data_root=$(DATA))
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
STAMP := .venv/.synced-$(shell cat uv.lock pyproject.toml | cksum | cut -d' ' -f1)

export DO_NOT_TRACK := true
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup demo real test test-services lint types prune viz mlflow docs realism bench bench-fabrication planted clean-venv

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(STAMP) ## Build .venv from the lock

$(STAMP):
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else f"expected Python 3.11 to 3.13, was {v[0]}.{v[1]}; name another one: make setup PYTHON=<python>")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	$(BIN)/uv sync --frozen --python $(BIN)/python $(addprefix --extra ,$(EXTRAS))
	@rm -f .venv/.synced-* && touch $@

demo: setup ## Play an invented league from raw files to the report; needs no data and no network
	$(BIN)/kedro run
	@echo "Report: data/demo/08_reporting/metrics_baseline.md (an invented league)"

real: setup ## The real NBA: make real RAW=<folder of raw files> DATA=<folder for results>
	$(BIN)/kedro run --env local $(if $(ROOTS),--params "$(ROOTS)")

test: lint types ## Lint, types, import order, tests, coverage
	$(BIN)/pytest -n 2 --dist loadgroup -m "not services" --cov --cov-report=term

test-services: setup ## Tests that need a PostgreSQL server; installs it with apt-get where it is missing
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
		$(SUDO) apt-get update --quiet && $(SUDO) apt-get install --quiet --yes --no-install-recommends postgresql; }
	$(BIN)/pytest -m services --no-skips

lint: setup ## Style, format and import order
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## Type check
	$(BIN)/mypy

prune: setup ## Delete all but the newest versions: make prune KEEP=3 DATA=<data root>
	$(BIN)/busta prune --keep $(KEEP) $(if $(DATA),--data-root $(DATA))

viz: setup ## The pipeline in the browser: make viz ENV=local
	$(BIN)/kedro viz run --env $(ENV)

mlflow: setup ## The runs in the browser
	MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false $(BIN)/mlflow ui --backend-store-uri sqlite:///mlflow.db --workers 1

docs: setup ## Write the data dictionary and the page of versions anew
	$(BIN)/python docs/build_dictionary.py
	$(BIN)/busta versions --write

realism: setup ## Set the invented league beside the real one: make realism RAW=<folder of raw files>
	$(BIN)/python docs/build_realism.py --raw $(RAW)

planted: setup ## Are planted edges found, and none where there are none
	$(BIN)/python -m benchmarks.planted_edges
	$(BIN)/python -m benchmarks.planted_props

bench: setup ## Seconds and memory of each stage: make bench RAW=<folder>
	$(BIN)/python benchmarks/stages.py --raw $(RAW)

bench-fabrication: setup ## Seconds and memory of inventing a league, up to 30 teams and 50 seasons
	$(BIN)/python -m benchmarks.fabrication

clean-venv: ## Delete .venv
	rm -rf .venv
