#!/bin/sh
# Resolves the locks: names, versions, hashes; no download address.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet pip-tools
compile() {
    .venv/bin/python -m piptools compile --quiet --generate-hashes --strip-extras \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --allow-unsafe "$@"
}
printf 'hatchling\neditables\n' >.venv/build.in
.venv/bin/python - >.venv/test.in <<'P'
import tomllib
with open("pyproject.toml", "rb") as f:
    print("\n".join(tomllib.load(f)["dependency-groups"]["test"]))
P
.venv/bin/python - >.venv/bench.in <<'P'
import tomllib
with open("pyproject.toml", "rb") as f:
    print("\n".join(tomllib.load(f)["dependency-groups"]["bench"]))
P
compile -o requirements/core.txt pyproject.toml .venv/build.in
compile -o requirements/test.txt -c requirements/core.txt pyproject.toml .venv/build.in .venv/test.in
compile -o requirements/bench.txt -c requirements/core.txt .venv/bench.in
