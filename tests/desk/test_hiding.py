"""What a published page must not hold: no word that exporters give to every chat."""

from pathlib import Path

from tests.desk.smalldesk import Small

from onrecord.desk.case import open_case
from onrecord.desk.hiding import Hiding

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"


def test_a_chat_without_an_id_of_its_own_does_not_forbid_a_common_word(one: Small) -> None:
    one.desk.add(one.case, GOLDEN / "telegram-html" / "twin")
    hidden = {s.value: s.what for s in Hiding(open_case(one.case)).secrets()}
    assert "messages" not in hidden
    assert hidden["user100"] == "a member's id"
    assert "the group's title" in hidden.values()
