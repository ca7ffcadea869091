# All that a clone needs: make demo, make test. Each sets itself up first, in .venv.
# Written for GNU Make 3.81 (macOS) and POSIX sh.

SHELL := /bin/sh
BIN := .venv/bin
CABLES ?=
export CABLES

.PHONY: help demo test test-interop check lint types floors docs docs-check accuracy bench ingest graph search export lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1  |\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

demo: .venv/.core  ## build an archive of fictional telegrams, or of your own: make demo CABLES=~/folder
	@$(BIN)/python tools/demo.py "$$CABLES"

test: check  ## lint, types, floors, docs, then every test
	@sh tools/tests.sh

test-interop: .venv/.interop  ## exports, read by Datasette, FollowTheMoney, DuckDB, polars, pandas; the notebook
	$(BIN)/pytest tests/interop

check: lint types floors docs-check  ## lint, types, floors, docs; no tests

lint: .venv/.dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev  ## mypy --strict
	$(BIN)/mypy

floors: .venv/.dev  ## import-linter: which module may import which
	$(BIN)/lint-imports --no-cache

docs: .venv/.dev  ## write the generated pages of docs/ anew
	@sh tools/docs.sh

docs-check: .venv/.dev  ## fail where a generated page of docs/ is stale
	@sh tools/docs.sh --check

accuracy: .venv/.dev  ## write docs/accuracy.md: right answers on real telegrams (needs the corpus)
	$(BIN)/python tools/accuracy.py

bench: .venv/.dev  ## speed, each figure beside a floor of the same run; fails where hostile text takes too long
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/parse.py
	$(BIN)/python benchmarks/hostile.py

ingest: .venv/.dev  ## whole collections into fresh archives: speed, memory, growth (an hour, 6 GB)
	$(BIN)/python benchmarks/ingest.py

graph: .venv/.dev  ## the citations of a large archive: resolving them, threads, paths (half an hour)
	$(BIN)/python benchmarks/graph.py

search: .venv/.dev  ## searching a large archive, beside the bare engine and SQLite FTS5 (half an hour)
	$(BIN)/python benchmarks/search.py --build

export: .venv/.dev  ## exports of 250,000 invented telegrams: speed, memory (an hour, 10 GB)
	$(BIN)/python benchmarks/export.py

lock:  ## pin all requirements anew, by hash, for every platform (needs uv)
	@sh tools/lock.sh

clean:  ## remove .venv, demo/ and all caches
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.core: requirements/core.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh core

.venv/.interop: requirements/interop.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh interop

.venv/.dev: requirements/dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh dev
