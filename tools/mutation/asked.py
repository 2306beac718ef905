"""The questions that the JavaScript and Go checkers are asked, and the answers that are right.

They are those of tests/checkers: the conformance cases with the answer of verify_alone (which
is held to the cases by its own test), the wordings, and for JavaScript all of it again with
the signatures checked by hand.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mutation.python_run import SCRATCH


@dataclass(frozen=True)
class Question:
    """One line for a batch mode and the right answer to it."""

    name: str
    asked: dict[str, Any]
    wanted: Any
    reasons: tuple[str, ...] = ()

    def print(self) -> str:
        """A digest of both."""
        text = json.dumps((self.asked, self.wanted, self.reasons), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def conformance(checker: str) -> Iterator[Question]:
    """The conformance cases, with the reasons on record of this checker."""
    from tests.checkers import checkerbench

    SCRATCH.mkdir(exist_ok=True)
    reasons = checkerbench.on_record(checker)
    for case in checkerbench.every_case():
        answer = checkerbench.without_reasons(checkerbench.by_python(case, SCRATCH))
        yield Question(case.name, case.question(), answer, tuple(reasons.get(case.name, ())))


def signatures() -> Iterator[Question]:
    """Ed25519 at its edges."""
    from tests.checkers.checkerbench import b64
    from tests.checkers.signatures import rows

    for number, (*row, holds) in enumerate(rows()):
        asked = {"ed25519": [b64(x) for x in row]}
        yield Question(f"signature {number}", asked, {"holds": holds})


def trees() -> Iterator[Question]:
    """Inclusion and consistency in small trees, as the Go checker is asked."""
    from tests.checkers.trees import questions

    for number, (asked, holds) in enumerate(questions()):
        yield Question(f"tree {number}", asked, {"holds": holds})


def wordings() -> Iterator[Question]:
    """Quotations beside messages, in the shape of the JavaScript core."""
    from tests.checkers.test_wording_agrees import wordings_asked

    for number, (asked, said) in enumerate(wordings_asked()):
        yield Question(f"wording {number}", {"classify": asked}, said)


def by_hand(questions: list[Question]) -> Iterator[Question]:
    """The same, the signatures checked by the core's own arithmetic."""
    for q in questions:
        asked = {**q.asked, "byHand": True}
        yield Question(f"{q.name}, by hand", asked, q.wanted, q.reasons)


def right(answer: Any, question: Question) -> bool:
    """True if an answer is the one wanted, with the reasons on record."""
    from tests.checkers import checkerbench

    if not question.asked.keys().isdisjoint(("ed25519", "Record", "Tree")):
        return bool(answer == question.wanted)
    try:
        if tuple(checkerbench.reasons(answer)) != question.reasons:
            return False
        return bool(checkerbench.without_reasons(answer) == question.wanted)
    except (KeyError, TypeError, AttributeError):
        return False
