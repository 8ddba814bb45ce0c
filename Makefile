# The commands of the house. Each sets up by itself what it needs: see deploy/bootstrap.

.DEFAULT_GOAL := help
.PHONY: help run demo test lint format bench lock
SHELL := /bin/sh
BIN := .venv/bin
# Files of tests at a time: two cores, and much of a test is waiting.
WORKERS ?= 3
# Compiled modules are kept: a process of ours then starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: ## Start everything on this machine, send the examples, stay up until Ctrl-C
	@deploy/bootstrap run
	@exec $(BIN)/python -m deploy.local run

demo: ## The same, then stop; fails unless every example's journey completed
	@deploy/bootstrap demo
	@exec $(BIN)/python -m deploy.local demo

test: ## Run all tests but the longest, with a real broker and a real store of their own
	@deploy/bootstrap test
	@exec $(BIN)/python -m pytest -m 'not long' --numprocesses $(WORKERS) --dist loadfile \
		--no-loadscope-reorder

lint: ## Check style, types and the rules of the house
	@deploy/bootstrap lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: ## Bring the code into the house style
	@deploy/bootstrap format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: ## Measure the floor, the batched limit and the product in one run
	@deploy/bootstrap bench
	@exec $(BIN)/python -m tests.load.bench

lock: ## Compute requirements/lock.txt anew from pyproject.toml
	@deploy/bootstrap lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--no-emit-index-url --generate-hashes --no-header -o requirements/lock.txt
