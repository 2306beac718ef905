"""Which case and which test file reaches which line, by coverage."""

import importlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import coverage

from mutation import python_run as run
from mutation.forked import BROKEN, forked

LOADING = "loading"
"""Who reaches what runs when a module is loaded: everybody."""
Reach = dict[str, dict[str, list[int]]]
"""A source file to who reaches it, and in which lines."""


def reach(
    files: Sequence[Path], cases: Iterable[Any], right: Callable[..., bool], tests: Sequence[str]
) -> Reach:
    """Runs everything once, unchanged. Ends the program if something fails: no score then."""
    told = forked(lambda tell: _reached(files, list(cases), right, tests, tell), 300, 3600)
    if told == BROKEN or "failed" in told:
        raise SystemExit(f"fails without any change: {told}")
    found: Reach = told
    return found


def _now(seen: coverage.Coverage, who: str) -> None:
    seen.switch_context(who)


def _reached(
    files: Sequence[Path],
    cases: Sequence[Any],
    right: Callable[..., bool],
    tests: Sequence[str],
    tell: run.Tell,
) -> None:
    seen = coverage.Coverage(data_file=None, include=[str(f) for f in files], config_file=False)
    seen.start()
    record = run.on_record()
    seen.switch_context(LOADING)
    for file in files:
        if file.is_relative_to(run.ROOT / "src"):
            importlib.import_module(f"onrecord.archive.{file.stem}")
    for case in cases:
        seen.switch_context(case.name)
        if not right(case, record):
            tell({"failed": case.name})
            return
    seen.switch_context("between")
    failed = run.under_pytest(tests, lambda who: _now(seen, who)) if tests else ""
    seen.stop()
    if failed:
        tell({"failed": failed})
        return
    found: Reach = {}
    for file in files:
        by_who = found.setdefault(str(file), {})
        for line, names in seen.get_data().contexts_by_lineno(str(file)).items():
            for name in names:
                by_who.setdefault(name, []).append(line)
    tell(found)
