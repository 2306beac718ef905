"""verify_alone's own arithmetic holds and refuses the signatures at the edges of Ed25519."""

from tests.checkers.signatures import rows

import verify_alone


def test_python_alone() -> None:
    found = [verify_alone.ed25519(*row) for *row, _ in rows()]
    assert found == [holds for *_, holds in rows()]
