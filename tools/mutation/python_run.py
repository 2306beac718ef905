"""What a child does: the changed module in its place, then conformance cases, then test files."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from mutation.forked import BROKEN, forked

if TYPE_CHECKING:
    from tests.checkers.checkerbench import Given

ROOT = Path(__file__).resolve().parents[2]
_MEMORY = Path("/dev/shm")  # noqa: S108  # a disk would be synced for every mutant
SCRATCH = (_MEMORY if _MEMORY.is_dir() else Path(tempfile.gettempdir())) / f"mutants-{os.getpid()}"
ALONE = "verify_alone"
# Seconds each, and others notice the same: left out of the tests that mutants run.
SLOW = (
    "flipped or truncation or processes or concurrent or batches or passphrase or one_truth "
    "or clear or two_witnesses or locked"
)
OURS = ("onrecord", "tests", "__main__", "mutation", "mutate")
Tell = Callable[[Any], None]


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from code that is not the one in its file."""

    def __init__(self, module: str, file: Path, code: CodeType) -> None:
        super().__init__(module, str(file))
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        """The changed one: no file of compiled code."""
        return self.code


class Changed(importlib.abc.MetaPathFinder):
    """Gives a module its mutated code, whoever imports it."""

    def __init__(self, module: str, file: Path, code: CodeType) -> None:
        self.module, self.file, self.code = module, file, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module that was changed; others are found as ever."""
        if fullname != self.module:
            return None
        loader = Loader(fullname, self.file, self.code)
        return importlib.util.spec_from_file_location(fullname, self.file, loader=loader)


class Files:
    """A plugin that tells the file of each test before it runs, and remembers where one failed."""

    def __init__(self, begins: Tell) -> None:
        self.begins, self.failed = begins, ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Before the fixtures of each test."""
        self.begins(_file(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After each part of a test."""
        if report.failed:
            self.failed = _file(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be loaded any more."""
        if report.failed:
            self.failed = _file(report.nodeid)


def _file(nodeid: str) -> str:
    return nodeid.split("::")[0]


def under_pytest(tests: Sequence[str], begins: Tell) -> str:
    """Runs test files; the one that failed first, or ""."""
    files = Files(begins)
    common = [
        "-x",
        "-q",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--noconftest",
    ]
    words = [*common, "-k", f"not ({SLOW})", f"--basetemp={SCRATCH}/made", *tests]
    return "" if pytest.main(words, plugins=[files]) in (0, 5) else files.failed or BROKEN


def every_case() -> "list[Given]":
    """The conformance cases."""
    from tests.checkers import checkerbench

    return list(checkerbench.every_case())


def alone_is_right(case: "Given", on_record: dict[str, str]) -> bool:
    """verify_alone gives the answer on record, sentences included."""
    from tests.checkers import checkerbench
    from tests.checkers.test_alone_says_the_same import digest

    answer = checkerbench.by_python(case, SCRATCH)
    if checkerbench.told(case, answer) is not None:
        return False
    if checkerbench.reasons(answer) != checkerbench.on_record("alone").get(case.name, []):
        return False
    return on_record[case.name] == digest(answer)


def package_is_right(case: "Given", on_record: dict[str, str]) -> bool:
    """The package's verifier agrees, and tells what the other one tells."""
    from tests.checkers import checkerbench
    from tests.checkers.test_package_conforms import judged, said_right, told_otherwise

    result, cls = judged(case)
    if result != case.expected["result"] or not said_right(case, cls):
        return False
    row = checkerbench.told_alone(SCRATCH).get(case.name)
    return row is None or not told_otherwise(case, row)


def warm(tests: Sequence[str], package: bool) -> None:
    """Loads what every child needs, but nothing of onrecord: each child takes it changed."""
    SCRATCH.mkdir(exist_ok=True)
    for name in forked(lambda tell: _names_loaded(tests, tell), 120, 1200):
        if name not in sys.modules:
            importlib.import_module(name)
    importlib.import_module("tests.checkers.test_alone_says_the_same")
    from tests.checkers import checkerbench

    if any(name.split(".")[0] == "onrecord" for name in sys.modules):
        raise SystemExit("the package is loaded before its mutants: none would be noticed")
    if package:  # what the other checker tells is made once for all mutants
        checkerbench.told_alone(SCRATCH)


def _names_loaded(tests: Sequence[str], tell: Tell) -> None:
    for test in ("tests/checkers/test_package_conforms.py", *tests):
        importlib.import_module(test.removesuffix(".py").replace("/", "."))
    under_pytest(tests[:1], lambda _: None)
    names = [n for n in list(sys.modules) if n.split(".")[0] not in OURS]
    tell([n for n in names if _again(n)])


def _again(name: str) -> bool:
    spec = getattr(sys.modules[name], "__spec__", None)
    if spec is None or spec.name != name or "test" in name.split("_"):
        return False
    return not any(
        Path(spec.origin or "").is_relative_to(ROOT / p) for p in ("src", "tools", "tests")
    )


def remembering() -> Callable[..., bool]:
    """verify_alone's Ed25519, unchanged, that knows its answers to all conformance cases."""
    space = sys.modules[ALONE].__dict__
    own = space["ed25519"]
    space["ed25519"] = known = cache(own)
    record = on_record()
    for case in every_case():
        alone_is_right(case, record)
    space["ed25519"] = own
    return known


def on_record() -> dict[str, str]:
    """The answers of verify_alone, as digests."""
    found: dict[str, str] = json.loads((ROOT / "tests/checkers/answers.json").read_text())
    return found
