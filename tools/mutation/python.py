"""The bench of the checkers in Python: ``verify_alone`` and the package's own.

Each mutant runs in a child of one warm process: first the conformance cases that reach
the changed statement (the one that noticed most mutants first), then, if none noticed it,
the test files that reach it, under pytest. Own code, because the maintained tools (mutmut,
cosmic-ray) start an interpreter a mutant and know tests only: hours for what forks do in
minutes. From them: choice of tests by coverage, results kept by digest, time limits.
"""

import ast
import gc
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mutation import python_places
from mutation import python_run as run
from mutation.forked import BROKEN, forked
from mutation.place import Seen
from mutation.python_places import Place
from mutation.python_reach import LOADING, Reach, reach

ALONE, ROOT = run.ALONE, run.ROOT
CASES_CPU = 15
NO_CHANGE = "no change"


class PythonBench:
    """One module of a checker in Python."""

    def __init__(self, name: str, tests: dict[str, tuple[str, ...]]) -> None:
        self.name = name
        self.alone = name == ALONE
        self.file = file_of(name)
        self.source = self.file.read_text("utf-8")
        self.places = {p.name: (i, p) for i, p in enumerate(python_places.places(self.source))}
        self.tree = ast.parse(self.source)
        self.nodes = python_places.nodes(self.tree)
        self.tests = tests[name]
        self.on_record = run.on_record()
        self.cases = {c.name: c for c in run.every_case() if self.alone or _is_single(c)}
        self.right = run.alone_is_right if self.alone else run.package_is_right
        self.kills: Counter[str] = Counter()
        if self.alone:
            self.arithmetic, self.ed25519 = _arithmetic(self.source), run.remembering()
        package = tuple(n for n in tests if n != ALONE)
        every = tuple(dict.fromkeys(t for n in package for t in tests[n]))
        found = _reach((ALONE,), ()) if self.alone else _reach(package, every)
        self.reached = {who: set(lines) for who, lines in found[str(self.file)].items()}
        gc.collect()
        gc.freeze()  # what the children share is not copied for the collector's marks

    def names(self) -> list[str]:
        """Of all places."""
        return list(self.places)

    def lines(self) -> dict[str, str]:
        """The statement of each place, its lines joined."""
        text = self.source.split("\n")
        return {
            name: " ".join(x.strip() for x in text[p.first - 1 : p.last])
            for name, (_, p) in self.places.items()
        }

    def watchers(self) -> str:
        """Of all cases, the answers on record and the tests."""
        prints = "".join(self.watcher(who) for who in (*sorted(self.cases), *self.tests))
        return hashlib.sha256(prints.encode()).hexdigest()[:16]

    def watcher(self, by: str) -> str:
        """Of one case with its answer on record, or of one test file."""
        if by in self.cases:
            case = self.cases[by]
            text = repr((case.keys, case.policy, case.file, case.expected, self.on_record.get(by)))
            return hashlib.sha256(text.encode()).hexdigest()[:16]
        path = ROOT / by
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""

    def close(self) -> None:
        """Nothing runs on."""

    def tried(self, name: str) -> Seen | None:
        """Tries the mutant in a child: cases first, then tests."""
        number, place = self.places[name]
        lines = set(range(place.first, place.last + 1))
        # A constant of the module is read when it is loaded: everybody may notice.
        loaded = not place.called or self._at(LOADING) & lines
        who = {w for w in (*self.cases, *self.tests) if loaded or self._at(w) & lines}
        cases = sorted((w for w in self.cases if w in who), key=lambda w: -self.kills[w])
        tests = [t for t in self.tests if t in who or self.alone]
        by = forked(lambda tell: self._by_cases(number, place, cases, tell), CASES_CPU)
        if by == NO_CHANGE:
            return None
        if by == "" and tests:
            by = forked(lambda tell: self._by_tests(number, place, tests, tell))
        if by in self.cases:
            self.kills[by] += 1
        return Seen(by)

    def _at(self, who: str) -> set[int]:
        return self.reached.get(who, set())

    def _place(self, number: int, place: Place) -> bool:
        """Puts the changed code where the module is, in a child. False if the change is none."""
        if not python_places.changed(self.tree, *self.nodes[number]):
            return False
        code = compile(self.tree, str(self.file), "exec", dont_inherit=True)
        if self.alone:
            space = sys.modules[ALONE].__dict__
            exec(code, space)  # noqa: S102  # the mutant itself
            if place.last < self.arithmetic[0] or place.first > self.arithmetic[1]:
                space["ed25519"] = self.ed25519  # nothing of it was changed: known answers serve
        else:
            sys.meta_path.insert(0, run.Changed(f"onrecord.archive.{self.name}", self.file, code))
        return True

    def _by_cases(self, number: int, place: Place, cases: Sequence[str], tell: run.Tell) -> None:
        tell(BROKEN)
        if not self._place(number, place):
            tell(NO_CHANGE)
            return
        for name in cases:
            try:
                good = self.right(self.cases[name], self.on_record)
            except Exception:  # noqa: BLE001  # whatever a mutant raises was noticed
                good = False
            if not good:
                tell(name)
                return
        tell("")

    def _by_tests(self, number: int, place: Place, tests: Sequence[str], tell: run.Tell) -> None:
        tell(BROKEN)
        self._place(number, place)
        if self.alone:  # a program too: its tests run it as one
            (run.SCRATCH / "alone.py").write_text(ast.unparse(self.tree), "utf-8")
            os.environ["ONRECORD_VERIFY_ALONE"] = str(run.SCRATCH / "alone.py")
        tell(run.under_pytest(tests, lambda _: None))


def file_of(target: str) -> Path:
    """A target's source."""
    at = "tools/verify_alone.py" if target == ALONE else f"src/onrecord/archive/{target}.py"
    return ROOT / at


def _arithmetic(source: str) -> tuple[int, int]:
    """First and last line of Ed25519 in verify_alone, constants included."""
    body = ast.parse(source).body
    first = next(n.lineno for n in body if isinstance(n, ast.Assign) and "P" in _targets(n))
    last = next(
        n.end_lineno for n in body if isinstance(n, ast.FunctionDef) and n.name == "ed25519"
    )
    return first, last or first


def _targets(node: ast.Assign) -> set[str]:
    return {t.id for t in node.targets if isinstance(t, ast.Name)}


def _is_single(case: Any) -> bool:
    """The package judges it: its own tests see to pages, bundles and tokens with authorities."""
    other = case.name.startswith(("page", "bundle"))
    return not other and b"tsa " not in (case.policy or b"")


@cache
def _reach(targets: tuple[str, ...], tests: tuple[str, ...]) -> Reach:
    alone = targets == (ALONE,)
    cases = [c for c in run.every_case() if alone or _is_single(c)]
    right = run.alone_is_right if alone else run.package_is_right
    return reach([file_of(t) for t in targets], cases, right, tests)
