"""Go's answers about small trees; Python's and JavaScript's stand in the conformance cases."""

from tests.checkers import checkerbench
from tests.checkers.trees import questions


def test_paths_lead_to_the_root_and_wrong_ones_do_not(go_checker: str) -> None:
    rows = list(questions())
    answers = checkerbench.batch([go_checker, "--batch"], [asked for asked, _ in rows])
    assert [a["holds"] for a in answers] == [holds for _, holds in rows]
    assert len(rows) > 150
