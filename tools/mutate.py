"""The mutation score of the checkers (T15): how many small faults the tests notice.

    python tools/mutate.py [--seconds 600] [--state FILE] [--sample N --seed S] [TARGET ...]

A target is a module of ``onrecord.archive`` or ``verify_alone``. Each mutant runs in a
child of its own against the tests that watch the target; a child that fails, hangs or
breaks has noticed it. What was tried is kept in the state file, by the digest of
source and tests, so that a long run can be taken in parts. Own code, because the
maintained tools (mutmut, cosmic-ray) copy the tree and start a fresh interpreter for every
mutant: hours here for what forks do in minutes.
"""

import argparse
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from mutants import Mutant, mutants, named

if TYPE_CHECKING:
    from tests.checkers.checkerbench import Given

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT / "src" / "onrecord" / "archive"
_A = "tests/archive/"
_C = "tests/checkers/"
_PROOFS = tuple(
    f"{_A}{name}.py"
    for name in (
        "test_proof_refused",
        "test_small_guards",
        "test_vectors",
        "test_compare",
        "test_stamp",
    )
)
_LOGS = (f"{_A}test_keys.py", f"{_A}test_witness.py", f"{_A}test_desk_log.py")
_SEALS = (f"{_A}test_vectors.py", f"{_A}test_seal.py", f"{_A}test_proof_refused.py")
_SLOW = "flipped truncation processes concurrent spilling program age_ kill alone_ passphrase"
TARGETS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("verify", "form", "openings", "sealvalues", "sentences", "compare"), _PROOFS),
    "verify": (*_PROOFS, f"{_A}test_witness.py"),
    "tree": (f"{_A}test_tree.py", *_PROOFS),
    "note": (*_LOGS, *_PROOFS),
    "b64": (*_PROOFS, *_LOGS),
    "entry": (*_PROOFS, *_LOGS),
    "policy": (*_LOGS, *_PROOFS),
    "token": _PROOFS,
    "leaf": _SEALS,
    "proof": (*_PROOFS, *_SEALS),
    "extend": (f"{_A}test_extend.py",),
    "ring": (f"{_A}test_escrow.py",),
    "verify_alone": (_C + "test_alone_says_the_same.py", _C + "test_verify_alone.py"),
}
Cases = list[tuple[str, dict[str, bytes]]]
CPU_SECONDS = 60
_MEMORY = Path("/dev/shm")  # noqa: S108  # a disk would be synced for every mutant
SCRATCH = (_MEMORY if _MEMORY.is_dir() else Path(tempfile.gettempdir())) / f"mutants-{os.getpid()}"
# Loaded once, before the forks. Nothing of onrecord: each child takes it changed.
AHEAD = (
    "pyarrow.parquet",
    "pyarrow.compute",
    "pyrage",
    "rfc3161_client",
    "cryptography.x509",
)


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from a source that is not the one in its file."""

    def __init__(self, module: str, file: Path, source: str) -> None:
        super().__init__(module, str(file))
        self.source = source

    def get_code(self, fullname: str) -> Any:
        """Compiled afresh: no cached file."""
        return compile(self.source, self.path, "exec", dont_inherit=True)


class Changed(importlib.abc.MetaPathFinder):
    """Gives a module its mutated source, whoever imports it."""

    def __init__(self, module: str, file: Path, source: str) -> None:
        self.module, self.file, self.source = module, file, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module that was changed; others are found as ever."""
        if fullname != self.module:
            return None
        loader = Loader(fullname, self.file, self.source)
        return importlib.util.spec_from_file_location(fullname, self.file, loader=loader)


def file_of(target: str) -> Path:
    """A target's source."""
    return (
        ROOT / "tools" / "verify_alone.py" if target == "verify_alone" else ARCHIVE / f"{target}.py"
    )


def whole_cases() -> Cases:
    """The files of every conformance case, read once for all mutants."""
    return [
        (folder.name, {p.name: p.read_bytes() for p in folder.iterdir()})
        for folder in sorted(p for p in (ROOT / "conformance").iterdir() if p.is_dir())
    ]


def quickly(target: str, cases: Cases) -> bool:
    """A first look without the test runner: True if every conformance case is as it must be."""
    from tests.checkers import checkerbench

    for name, files in cases:
        case = checkerbench.Given(
            name,
            tuple(files["keys.txt"].decode().split()),
            files.get("policy.txt"),
            files.get("page.html", files.get("proof.json", b"")),
            json.loads(files["expected.json"]),
        )
        if not (_alone if target == "verify_alone" else _package)(case):
            return False
    return True


def _alone(case: "Given") -> bool:
    """verify_alone gives the answer on record, sentences included."""
    from tests.checkers.test_alone_says_the_same import ON_RECORD, digest

    SCRATCH.mkdir(exist_ok=True)
    return bool(json.loads(ON_RECORD.read_text())[case.name] == digest(case, SCRATCH))


def _package(case: "Given") -> bool:
    """The package's verifier agrees (its own tests see to pages and bundles)."""
    from tests.checkers import checkerbench
    from tests.checkers.test_package_conforms import judged, told_otherwise

    if case.name.startswith(("page", "bundle")) or b"tsa " in (case.policy or b""):
        return True
    result, cls = judged(case)
    wanted = case.expected
    if result != wanted["result"] or (cls and [cls] != wanted["classes"]):
        return False
    row = checkerbench.told_alone(SCRATCH).get(case.name)
    return row is None or not told_otherwise(case, row)


def noticed(target: str, mutant: Mutant, cases: Cases) -> bool:
    """True if the tests of the target fail with this mutant in place."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            module = target if target == "verify_alone" else f"onrecord.archive.{target}"
            sys.meta_path.insert(0, Changed(module, file_of(target), mutant.source))
            if not quickly(target, cases):
                return False  # the child ends here: see finally
            SCRATCH.mkdir(exist_ok=True)
            if target == "verify_alone":  # a program too: its tests run it as one
                (SCRATCH / "alone.py").write_text(mutant.source, "utf-8")
                os.environ["ONRECORD_VERIFY_ALONE"] = str(SCRATCH / "alone.py")
            tests = [t for t in TARGETS[target] if (ROOT / t).exists() and "the_same" not in t]
            words = ["-x", "-q", "-p", "no:cacheprovider", "--noconftest"]
            code = int(pytest.main([*words, f"--basetemp={SCRATCH}/made", *tests]))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _digest(target: str) -> str:
    """Of the target's source and of the tests that watch it."""
    said = hashlib.sha256(file_of(target).read_bytes())
    for test in TARGETS[target]:
        if (ROOT / test).exists():
            said.update((ROOT / test).read_bytes())
    return said.hexdigest()[:16]


def chosen(targets: Sequence[str], sample: int | None, seed: int) -> dict[str, set[str]]:
    """The names of the mutants to be tried, by target: all, or so many drawn over all."""
    every = [(t, name) for t in targets for name in named(file_of(t).read_text("utf-8"))]
    if sample is not None:
        every = random.Random(seed).sample(every, min(sample, len(every)))
    return {t: {name for target, name in every if target == t} for t in targets}


def score(target: str, state: dict[str, Any], until: float, wanted: set[str]) -> dict[str, Any]:
    """The target's results so far; stops when the time is up."""
    cases = whole_cases()
    if target != "verify_alone":  # what the other checker tells, made once for all mutants
        from tests.checkers import checkerbench

        SCRATCH.mkdir(exist_ok=True)
        checkerbench.told_alone(SCRATCH)
    digest = _digest(target)
    held = state.get(target)
    if held is None or held["digest"] != digest:
        held = state[target] = {"digest": digest, "results": {}, "total": 0, "seconds": 0.0}
    source = file_of(target).read_text("utf-8")
    held["total"] = len(named(source))
    if not held["results"] and noticed(
        target, Mutant("as it is", file_of(target).read_text()), cases
    ):
        raise SystemExit(f"{target}: the tests fail without any change")
    for mutant in mutants(source, wanted - set(held["results"])):
        if time.monotonic() > until:
            break
        began = time.monotonic()
        held["results"][mutant.name] = noticed(target, mutant, cases)
        held["seconds"] += time.monotonic() - began
    result: dict[str, Any] = held
    return result


def told(target: str, held: dict[str, Any], wanted: set[str]) -> str:
    """One line for a target, of the mutants that were wanted."""
    seen = [hit for name, hit in held["results"].items() if name in wanted]
    tried, killed = len(seen), sum(seen)
    share = f"{killed / tried:.1%}" if tried else "-"
    return f"{target:14} {killed:5} of {tried:5} noticed ({share}); {held['total']} mutants"


def main() -> int:
    """Runs what the time allows; lists what nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--state", type=Path, default=ROOT / "build" / "mutation.json")
    parser.add_argument("--sample", type=int, help="so many, drawn at random over the targets")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    args = parser.parse_args()
    if unknown := set(args.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    targets = args.targets or list(TARGETS)
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]
    for name in AHEAD:
        importlib.import_module(name)
    args.state.parent.mkdir(parents=True, exist_ok=True)
    state = json.loads(args.state.read_text()) if args.state.exists() else {}
    until = time.monotonic() + args.seconds
    wanted = chosen(targets, args.sample, args.seed)
    for target in [t for t in targets if wanted[t]]:
        held = score(target, state, until, wanted[target])
        args.state.write_text(json.dumps(state, indent=1))
        print(told(target, held, wanted[target]), flush=True)
        for name, seen in held["results"].items():
            if not seen and name in wanted[target]:
                print(f"    not noticed: {file_of(target).name}:{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
