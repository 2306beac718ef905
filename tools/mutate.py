"""The mutation score of the checkers (T15): how many small faults the cases and tests notice.

    python tools/mutate.py [--seconds 300] [--state FILE] [--figures FILE] [TARGET ...]

A target is a module of ``onrecord.archive`` that a verifier is made of, ``verify_alone``,
``js`` or ``go``. All mutants are tried, none is drawn. What was tried is kept in the state
file, so that the run can be taken in parts; the exit code is 0 if all were tried and 95 %
noticed, 1 if fewer, 3 if some are still to be tried.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]

from mutation import python_places  # noqa: E402  # the paths first
from mutation.golang import GoBench  # noqa: E402
from mutation.javascript import JavaScriptBench  # noqa: E402
from mutation.place import Bench  # noqa: E402
from mutation.python import ALONE, PythonBench  # noqa: E402
from mutation.python_run import SCRATCH, warm  # noqa: E402
from mutation.record import Record, equivalents, figures  # noqa: E402

_A = "tests/archive/"
_C = "tests/checkers/"
_PROOFS = tuple(
    f"{_A}test_{name}.py"
    for name in ("small_guards", "proof_refused", "vectors", "compare", "stamp")
)
_LOGS = tuple(f"{_A}test_{name}.py" for name in ("keys", "witness", "desk_log"))
_SEALS = tuple(
    f"{_A}test_{name}.py"
    for name in ("native", "proof_choice", "vectors", "seal", "proof_refused", "small_guards")
)
PYTHON: dict[str, tuple[str, ...]] = {
    "verify": (*_PROOFS, f"{_A}test_witness.py"),
    "form": _PROOFS,
    "openings": _PROOFS,
    "sealvalues": _PROOFS,
    "sentences": _PROOFS,
    "compare": _PROOFS,
    "extend": (f"{_A}test_extends.py",),
    "tree": (f"{_A}test_tree.py", *_PROOFS),
    "note": (*_LOGS, *_PROOFS),
    "b64": (*_PROOFS, *_LOGS, f"{_A}test_proof_choice.py"),
    "entry": (f"{_A}test_entries.py", *_PROOFS, *_LOGS),
    "policy": (f"{_A}test_policy_lines.py", *_LOGS, *_PROOFS),
    "token": (f"{_A}test_tokens.py", f"{_A}test_cms.py", *_PROOFS),
    "leaf": _SEALS,
    "proof": (f"{_A}test_proof_choice.py", *_PROOFS, f"{_A}test_seal.py"),
    "ring": (f"{_A}test_escrow.py",),
    ALONE: tuple(f"{_C}test_{n}.py" for n in ("alone_signatures", "alone_prints", "verify_alone")),
}
TARGETS = (*PYTHON, "js", "go")
WANTED = 0.95
WRITTEN_EVERY = 20.0
"""Seconds: no more than that is lost where the run is ended."""


def bench_of(target: str) -> Bench:
    """The bench of a target."""
    if target == "js":
        return JavaScriptBench()
    return GoBench() if target == "go" else PythonBench(target, PYTHON)


def run(target: str, record: Record, until: float) -> tuple[dict[str, int], list[str]]:
    """Tries what is left of a target while there is time; its figures and its survivors."""
    bench = bench_of(target)
    try:
        equal = equivalents(bench)
        known = record.known(bench)
        whole = bench.watchers()
        began = time.monotonic()
        for name in bench.names():
            now = time.monotonic()
            if now > until:
                break
            if name not in known:
                record.add(bench, name, bench.tried(name), whole)
            if now - began > WRITTEN_EVERY:
                record.spent(bench, now - began)
                record.write()
                began = now
        record.spent(bench, time.monotonic() - began)
        record.write()
    finally:
        bench.close()
    for name in equal:
        if known.get(name, {"by": ""})["by"]:
            raise SystemExit(f"{target}: listed as equivalent, but noticed: {name}")
    lines = bench.lines()
    alive = [f"{n}    {lines[n]}" for n, r in known.items() if r["by"] == "" and n not in equal]
    return figures(bench, known, equal, record.spent(bench, 0)), alive


def told(target: str, f: dict[str, int]) -> str:
    """One line for a target."""
    share = f"{f['noticed'] / f['tried']:.1%}" if f["tried"] else "-"
    left = f"; {f['mutants'] - f['tried']} not tried yet" if f["mutants"] > f["tried"] else ""
    return (
        f"{target:14} {f['noticed']:5} of {f['tried']:5} noticed ({share}), "
        f"{f['equivalent']} equivalent{left}"
    )


def row(target: str, f: dict[str, int]) -> dict[str, object]:
    """A row of the attacks page; it says what part of the mutants was tried."""
    part = "" if f["tried"] == f["mutants"] else f" (of {f['mutants']}, not all tried yet)"
    what = f"mutants of `{target}`{part}"
    tried, caught = f["tried"], f["noticed"]
    return {
        **{"test": "T15", "what": what, "tried": tried, "caught": caught},
        "seconds": f["seconds"],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the time allows; lists what nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--state", type=Path, default=ROOT / "build" / "mutation.json")
    parser.add_argument("--figures", type=Path, help="append the rows of the attacks page here")
    args = parser.parse_args(arguments)
    if unknown := set(args.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    targets = args.targets or list(TARGETS)
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        return tried(targets, args)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)


def tried(targets: Sequence[str], args: argparse.Namespace) -> int:
    """Tries the targets' mutants and prints what was found; the exit code."""
    tests = dict.fromkeys(t for n in targets if n in PYTHON for t in PYTHON[n])
    warm(list(tests), any(t in PYTHON and t != ALONE for t in targets))
    record = Record(args.state)
    until = time.monotonic() + args.seconds
    total = dict.fromkeys(("mutants", "tried", "noticed", "broke", "equivalent", "seconds"), 0)
    rows = []
    print(python_places.RULE, flush=True)
    for target in targets:
        found, alive = run(target, record, until)
        print(told(target, found), flush=True)
        for name in alive:
            print(f"    not noticed: {name}", flush=True)
        total = {k: total[k] + found[k] for k in total}
        if found["tried"]:
            rows.append(row(target, found))
    print(told("all", total))
    if args.figures:
        with args.figures.open("a") as out:
            out.writelines(json.dumps(r) + "\n" for r in rows)
    if total["tried"] < total["mutants"]:
        return 3
    return 0 if total["noticed"] >= WANTED * total["tried"] else 1


if __name__ == "__main__":
    sys.exit(main())
