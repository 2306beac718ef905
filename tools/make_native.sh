#!/bin/sh
# Compiles native/ into .venv where there is a C compiler and Python's headers.
# Without them nothing happens: the core reads, seals and indexes without (docs/decisions/0101, 0130, 0151).
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || sh tools/make_env.sh core
eval "$(.venv/bin/python - <<'P'
import sysconfig
print(f"include='{sysconfig.get_path('include')}'; site='{sysconfig.get_path('platlib')}'")
P
)"
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null 2>&1 || [ ! -f "$include/Python.h" ]; then
    echo "No C compiler or no Python.h: reading, sealing and indexing go without compiled helpers." >&2
    exit 0
fi
for name in onrecord_native onrecord_rows onrecord_words; do
    made=$site/$name.abi3.so
    for source in native/*.[ch]; do
        if [ ! -f "$made" ] || [ "$source" -nt "$made" ]; then
            case $(uname -s) in Darwin) flags="-bundle -undefined dynamic_lookup" ;; *) flags="-shared" ;; esac
            # shellcheck disable=SC2086
            "$compiler" -O3 -fPIC $flags "-I$include" "native/$name.c" -o "$made.part"
            mv "$made.part" "$made"
            break
        fi
    done
done
