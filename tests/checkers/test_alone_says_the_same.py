"""verify_alone over all conformance cases: its whole answers are those on record.

The answers (sentences included) are kept as one digest a case. That they are right is
shown elsewhere: the JavaScript and Go checkers give the same ones (test_conformance).
"""

import hashlib
import json
from pathlib import Path

from tests.checkers import checkerbench
from tests.checkers.checkerbench import Answer, Given

HERE = Path(__file__).parent
ON_RECORD = HERE / "answers.json"


def digest(answer: Answer) -> str:
    """What verify_alone answers to a case, reasons left out, in twelve digits."""
    text = json.dumps(checkerbench.without_reasons(answer), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def test_every_answer_is_the_one_on_record(cases: list[Given], tmp_path: Path) -> None:
    wanted = json.loads(ON_RECORD.read_text())
    reasons = checkerbench.on_record("alone")
    for case in cases:
        answer = checkerbench.by_python(case, tmp_path)
        assert checkerbench.told(case, answer) is None
        assert digest(answer) == wanted[case.name], case.name
        assert checkerbench.reasons(answer) == reasons.get(case.name, []), case.name
    assert set(wanted) == {c.name for c in cases}
