# make demo   the sample case, from export to published story and proof
# make test   lint, types, import contract, tests
# Both set up what they need in .venv, from wheels, without root.

PY := .venv/bin/python

.PHONY: help demo desk test check fix golden native bench bench-all sweep mutation docs lock env-core env-test env-bench clean

help:
	@sed -n '1,3p' Makefile; grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/'

env-core:
	@sh tools/make_env.sh core

env-test:
	@sh tools/make_env.sh test

demo: env-core ## the whole way on the sample case (writes ./demo)
	@$(PY) tools/demo.py demo

desk: env-core ## an empty desk in the browser, on this machine only (Ctrl-C ends it)
	@.venv/bin/onrecord desk

check: env-test ## format, lint, types, import contract
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

test: check native ## everything a push must pass, in two processes
	$(PY) -m pytest -n 2 --dist loadfile

fix: env-test ## format and mend what can be mended by machine
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

golden: env-test ## write the golden samples again
	$(PY) tools/make_golden.py
	$(PY) tools/make_golden_press.py
	$(PY) tools/make_answers.py

docs: env-test ## write the generated reference again
	$(PY) tools/make_reference.py

sweep: env-test ## the long tests
	ONRECORD_SWEEP=1 $(PY) -m pytest -m sweep
	$(PY) tools/fuzz_readers.py 300

native: ## sealing's inner loop, compiled, if there is a compiler (sealing works without)
	@sh tools/make_native.sh

mutation: env-test ## the mutation score of the checkers; hours, taken up where it stopped
	$(PY) tools/mutate.py

env-bench:
	@sh tools/make_bench.sh

bench: env-test native env-bench ## figures as ratios, measured side by side with peers (short set)
	$(PY) bench/run.py --write

bench-all: env-test native env-bench ## the same with a million and five million messages
	$(PY) bench/run.py --all --write

lock: env-test ## resolve requirements/*.txt anew
	sh tools/make_lock.sh

clean: ## what can be made again
	rm -rf demo .venv .venv-bench .bench .boot build dist .make .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
