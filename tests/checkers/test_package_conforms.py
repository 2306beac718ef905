"""onrecord's own verifier over the conformance cases of single proofs."""

import pytest
from tests.checkers.checkerbench import Given

from onrecord.archive import compare, extend, policy, verify
from onrecord.archive.note import VerifierKey
from onrecord.errors import ProofRefused


def judged(case: Given) -> tuple[str, str]:
    """The package's result, and the class if it accepts."""
    keys = [VerifierKey.parse(k) for k in case.keys]
    trust = policy.trusting(*keys)
    if case.policy is not None:
        from tests.checkers.checkerbench import CASES

        logs = "".join(f"log {k}\n" for k in keys).encode()
        trust = policy.parse(logs + case.policy, CASES / case.name)
    try:
        if case.name.startswith("compare-extends"):
            extend.read(case.file, trust)
            return "ok", ""
        if case.name.startswith("compare"):
            compare.read(case.file, trust)
            return "ok", ""
        return "ok", str(verify.verify(case.file, trust).wording).replace("_", " ")
    except ProofRefused:
        return "refused", ""


def test_the_package_agrees(cases: list[Given]) -> None:
    wrong = set()
    tried = 0
    for case in cases:
        if case.name.startswith(("page", "bundle")) or b"tsa " in (case.policy or b""):
            continue
        tried += 1
        result, cls = judged(case)
        if result != case.expected["result"] or (cls and [cls] != case.expected["classes"]):
            wrong.add(case.name)
    assert tried > 400
    assert wrong == set()


def test_a_case_that_cannot_be_read_is_no_pass(cases: list[Given]) -> None:
    with pytest.raises(ProofRefused):
        verify.verify(b"", policy.trusting(*(VerifierKey.parse(k) for k in cases[0].keys)))
