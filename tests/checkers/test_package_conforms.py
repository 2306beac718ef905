"""onrecord's own verifier over the conformance cases of single proofs."""

import base64
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tests.checkers import checkerbench
from tests.checkers.checkerbench import Given

from onrecord.archive import compare, extend, policy, sentences, verify
from onrecord.archive.note import VerifierKey
from onrecord.errors import BadOption, ProofRefused


def trust_of(case: Given) -> policy.Policy:
    """Whom the case trusts."""
    keys = [VerifierKey.parse(k) for k in case.keys]
    if case.policy is None:
        return policy.trusting(*keys)
    logs = "".join(f"log {k}\n" for k in keys).encode()
    return policy.parse(logs + case.policy, checkerbench.CASES / case.name)


def judged(case: Given) -> tuple[str, str]:
    """The package's result, and the class if it accepts, or its reason."""
    try:
        trust = trust_of(case)
    except (BadOption, ValueError) as bad:
        return "misuse", str(bad)
    if not trust.logs:
        return "misuse", ""
    try:
        if case.name.startswith("compare-extends"):
            extend.read(case.file, trust)
            return "ok", ""
        if case.name.startswith("compare"):
            compare.read(case.file, trust)
            return "ok", ""
        return "ok", str(verify.verify(case.file, trust).wording).replace("_", " ")
    except ProofRefused as bad:
        return "refused", str(bad)


MORE = ("It is attributed there", "It was edited", "The times given for this head are disputed")
"""What the others tell in the same breath."""


def told_otherwise(case: Given, row: dict[str, Any]) -> list[str]:
    """In what the package tells something else of an accepted case than verify_alone."""
    found = verify.verify(case.file, trust_of(case))
    said = sentences.of(found)
    opened = row["opened"]
    # A policy names a witness as it likes; the others print the name in its key.
    theirs = row["sentence"].replace("(witness witness.example/", "(witness ")
    theirs = (
        theirs.replace("(witness.example/", "(")
        .replace("\u202d", "[U+202D]")
        .replace("\u202e", "[U+202E]")
    )
    same = {
        "sentence": " ".join([said[0], *(s for s in said[1:] if s.startswith(MORE))]) == theirs,
        "segments": any(row["segments"] in s for s in said),
        "attr": asdict(found.attr) == opened["attr"],
        "time": (found.time, found.edited)
        == tuple((opened.get("time") or {"sent": None, "edited": None}).values()),
        "day": found.day == opened.get("day"),
        "alias": found.alias == opened.get("alias"),
        "desk": (found.desk, found.archive) == (row["desk"], row["archive"]),
        "printed": (found.shown, found.speaker, found.story)
        == (row["shown"], row["speaker"], row["story"]),
    }
    return [name for name, good in same.items() if not good]


def test_the_package_tells_what_the_others_tell(cases: list[Given], tmp_path: Path) -> None:
    rows = checkerbench.told_alone(tmp_path)
    wrong = {c.name: w for c in cases if c.name in rows and (w := told_otherwise(c, rows[c.name]))}
    assert wrong == {} and len(rows) > 100


def is_single(case: Given) -> bool:
    """The package judges it: its own tests see to pages, bundles, tokens with authorities."""
    other = case.name.startswith(("page", "bundle"))
    return not other and b"tsa " not in (case.policy or b"")


def said_right(case: Given, said: str) -> bool:
    """The class of an accepted proof, the reason on record of a refused one."""
    if case.expected["result"] == "ok":
        return not said or [said] == case.expected["classes"]
    return bool(checkerbench.plain_reason(said) == checkerbench.on_record("package")[case.name])


def test_the_package_agrees(cases: list[Given]) -> None:
    wrong = set()
    tried = 0
    for case in cases:
        if not is_single(case):
            continue
        tried += 1
        result, cls = judged(case)
        if result != case.expected["result"] or not said_right(case, cls):
            wrong.add(case.name)
    assert tried > 400
    assert wrong == set()


_PROOF = re.compile(rb'<script type="application/vnd\.onrecord\.proof\+base64">([^<]*)</script>')


def test_the_package_agrees_on_bundles(cases: list[Given]) -> None:
    wrong, tried = set(), 0
    for case in cases:
        if not case.name.startswith("bundle"):
            continue
        tried += 1
        proofs = [base64.b64decode(p) for p in _PROOF.findall(case.file)]
        try:
            verify.verify_bundle(proofs, trust_of(case))
            result = "ok"
        except ProofRefused:
            result = "refused"
        if result != case.expected["result"] or len(proofs) < 2:
            wrong.add(case.name)
    assert tried > 10
    assert wrong == set()


def test_a_case_that_cannot_be_read_is_no_pass(cases: list[Given]) -> None:
    with pytest.raises(ProofRefused):
        verify.verify(b"", policy.trusting(*(VerifierKey.parse(k) for k in cases[0].keys)))
