"""Every guard of verify_alone refuses some case, and without it that case is judged otherwise."""

import ast
import sys
from pathlib import Path

import pytest
from tests.checkers import checkerbench
from tests.checkers.checkerbench import Given

import verify_alone

SOURCE = Path(verify_alone.__file__)

# Guards before guards: without them the next one refuses the same input at the same step.
BEFORE = {
    "a token is not DER",
    "two aliases, or a wrong name of one",
    "the head is of no pinned desk",
    "tlog_proof holds no head",
    "tlog_proof is not a string",
    "no neighbour is shown",
    "a mark on an element without text",
    "the path has a wrong length or the index is too large",
    "a disclosure of the entry",
    "holds an unknown character reference",
}


def guards() -> dict[int, str]:
    """The lines that call ``need``, with the text of the call."""
    text = SOURCE.read_text("utf-8")
    found = {}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "need"
        ):
            found[node.lineno] = ast.get_source_segment(text, node) or ""
    return found


def test_every_guard(cases: list[Given], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals: dict[int, list[Given]] = {}
    fired = [0]
    off = [0]

    def need(true: object, step: str, why: str) -> None:
        line = sys._getframe(1).f_lineno
        if not true and line != off[0]:
            fired[0] = line
            raise verify_alone.Refused(step, why)

    monkeypatch.setattr(verify_alone, "need", need)
    for case in cases:
        if case.expected["result"] == "refused":
            fired[0] = 0
            checkerbench.by_python(case, tmp_path)
            refusals.setdefault(fired[0], []).append(case)
    untried = {g for line, g in guards().items() if line not in refusals}
    idle = set()
    for line, text in guards().items():
        off[0] = line
        if line in refusals and not any(noticed(c, tmp_path) for c in refusals[line]):
            idle.add(text)
    assert untried == set(), f"no case is refused by {len(untried)} guards"
    assert {text for text in idle if not any(why in text for why in BEFORE)} == set()


def noticed(case: Given, folder: Path) -> bool:
    """True if the case is judged otherwise than it must be, or the checker breaks."""
    try:
        return checkerbench.told(case, checkerbench.by_python(case, folder)) is not None
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError):
        return True
