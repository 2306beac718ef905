#!/bin/sh
# Makes .venv-bench, the peers that bench/ measures us against. Never part of onrecord.
set -eu
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
stamp=.venv-bench/.made
if [ -f "$stamp" ] && [ "$stamp" -nt requirements/bench.txt ]; then exit 0; fi
if [ ! -x .venv-bench/bin/python ]; then
    python=${PYTHON:-python3}
    if ! "$python" -m venv .venv-bench >/dev/null 2>&1; then
        rm -rf .venv-bench
        "$python" -m pip install --quiet --target .boot virtualenv
        PYTHONPATH=.boot "$python" -m virtualenv --quiet .venv-bench
    fi
fi
echo "Setting up .venv-bench (the peers, from wheels) ..." >&2
.venv-bench/bin/python -m pip install --quiet --no-deps --only-binary :all: --require-hashes -r requirements/bench.txt
touch "$stamp"
