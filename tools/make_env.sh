#!/bin/sh
# Makes .venv from wheels, without root. Works where the venv module is missing
# (Debian without python3-venv) and where pip refuses a global install.
#   tools/make_env.sh core|test
set -eu
cd "$(dirname "$0")/.."
want=$1
python=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        echo "No usable venv module: fetching virtualenv into .boot" >&2
        "$python" -m pip install --quiet --target .boot virtualenv
        PYTHONPATH=.boot "$python" -m virtualenv --quiet .venv
    fi
fi

stamp=.venv/.made-$want
if [ -f "$stamp" ] && [ "$stamp" -nt pyproject.toml ] && [ "$stamp" -nt "requirements/$want.txt" ]; then
    exit 0
fi
echo "Setting up .venv ($want, from wheels; the first time takes a minute) ..." >&2
# The lock holds names, versions and hashes; wheels only, so nothing compiles.
# bagit and pyspark (tests only, pure Python) come as source alone. --no-deps: the lock is whole,
# and older pips take the newest release for `coverage[toml]` beside a pinned `coverage`.
.venv/bin/python -m pip install --quiet --no-deps --only-binary :all: --no-binary bagit,pyspark --require-hashes \
    -r "requirements/$want.txt"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
touch "$stamp"
