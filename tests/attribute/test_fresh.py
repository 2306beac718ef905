"""What is new: copies folded, first occurrence first, filters that filter."""

from datetime import timedelta

from tests.attribute.chatter import START, message

from onrecord.attribute.fresh import Wanted, contents, keep
from onrecord.attribute.statements import statements

DENIAL = "This report about the pier is fake and we never left the harbour"


def found() -> list[object]:
    said = [
        message(DENIAL, 0),
        message("We shelled the barracks at dawn", 5, sender="Nour", sender_id="user2"),
        message(DENIAL.upper() + "!!! 🔥", 60, sender="Nour", sender_id="user2"),
        message(DENIAL, 120, forward=("Tide Channel", "channel9")),
    ]
    return list(statements(said))


def test_copies_are_one_content_with_every_occurrence() -> None:
    newest, oldest = contents(found())  # type: ignore[arg-type]
    assert newest.first.kind == "claim-of-responsibility"
    assert [s.citation.ref.n for s in oldest.statements] == [0, 60, 120]
    assert (oldest.speakers, oldest.lasted) == (3, timedelta(minutes=120))


def test_filters() -> None:
    def numbers(wanted: Wanted) -> list[int]:
        return [s.citation.ref.n for s in keep(found(), wanted)]  # type: ignore[arg-type]

    assert numbers(Wanted()) == [0, 5, 60, 120]
    assert numbers(Wanted(kinds=frozenset({"denial"}))) == [0, 60, 120]
    assert numbers(Wanted(voices=frozenset({"forwarded"}))) == [120]
    assert numbers(Wanted(sender="user2")) == [5, 60]
    assert numbers(Wanted(languages=frozenset({"ar"}))) == []
    after = START + timedelta(minutes=60)
    assert numbers(Wanted(since=after)) == [60, 120]
    assert numbers(Wanted(until=after)) == [0, 5, 60]
