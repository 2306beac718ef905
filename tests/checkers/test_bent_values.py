"""Checkers agree on rightly signed proofs of values of wrong kinds (T7, D14)."""

import time
from pathlib import Path
from typing import Any

import pytest
from tests.archive.archivecase import EVERY, figure
from tests.checkers import bent, checkerbench
from tests.checkers.checkerbench import Given

from onrecord.archive import policy, verify
from onrecord.archive.note import VerifierKey
from onrecord.errors import ProofRefused


def by_package(given: Given) -> tuple[str, str]:
    """The result, and the class or the step."""
    try:
        trust = policy.trusting(*(VerifierKey.parse(k) for k in given.keys))
    except ValueError:
        return "refused", "key"
    try:
        return "ok", str(verify.verify(given.file, trust).wording).replace("_", " ")
    except ProofRefused as no:
        return "refused", verify.STEPS[int(str(no.where).removeprefix("step "))]


def short(answer: dict[str, Any]) -> tuple[str, str]:
    """The same of a checker's answer."""
    summary = answer["summary"]
    if summary["result"] != "ok":
        return "refused", summary.get("step", "")
    return "ok", answer["rows"][0]["class"]


@pytest.mark.parametrize("every", EVERY)
def test_they_agree(node: list[str], go_checker: str, tmp_path: Path, every: bool) -> None:
    began = time.monotonic()
    found = bent.proofs(20_000 if every else 400, 1 if every else 2)
    cases = [Given(way, keys, None, data, {}) for way, keys, data in found]
    questions = [c.question() for c in cases]
    js = [short(a) for a in checkerbench.batch(node, questions)]
    go = [short(a) for a in checkerbench.batch([go_checker, "--batch"], questions)]
    alone = [short(checkerbench.by_python(c, tmp_path)) for c in cases]
    package = [by_package(c) for c in cases]
    rows = list(zip(cases, js, go, alone, package, strict=True))
    apart = [(c.name, *said) for c, *said in rows if len(set(said)) > 1]
    what = "rightly signed proofs of bent values, four checkers side by side"
    figure("T7", what, len(rows), len(rows) - len(apart), time.monotonic() - began)
    assert apart == []
    results = [said[0] for said in alone]
    assert results.count("ok") > len(rows) // 20 and results.count("refused") > len(rows) // 5
