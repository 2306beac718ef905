"""The other checkers' own arithmetic holds and refuses the same signatures."""

import pytest
from tests.checkers import checkerbench
from tests.checkers.checkerbench import b64
from tests.checkers.signatures import rows

WANTED = [holds for *_, holds in rows()]


@pytest.mark.parametrize("by_hand", [False, True], ids=["webcrypto", "by-hand"])
def test_javascript(node: list[str], by_hand: bool) -> None:
    asked = [{"ed25519": [b64(x) for x in row], "byHand": by_hand} for *row, _ in rows()]
    assert [a["holds"] for a in checkerbench.batch(node, asked)] == WANTED


def test_go(go_checker: str) -> None:
    asked = [{"ed25519": [b64(x) for x in row]} for *row, _ in rows()]
    answers = checkerbench.batch([go_checker, "--batch"], asked)
    assert [a["holds"] for a in answers] == WANTED
