"""What is new: copies folded, first occurrence first, filters that filter."""

import dataclasses
from datetime import timedelta

from tests.attribute.chatter import START, message

from onrecord.attribute.fresh import Wanted, contents, keep
from onrecord.attribute.statements import statements
from onrecord.model.claim import Statement

DENIAL = "This report about the pier is fake and we never left the harbour"


def found() -> list[Statement]:
    said = [
        message(DENIAL, 0),
        message("We shelled the barracks at dawn", 5, sender="Nour", sender_id="user2"),
        message(DENIAL.upper() + "!!! 🔥", 60, sender="Nour", sender_id="user2"),
        message(DENIAL, 120, forward=("Tide Channel", "channel9")),
    ]
    return list(statements(said))


def test_copies_are_one_content_with_every_occurrence() -> None:
    newest, oldest = contents(found())
    assert newest.first.kind == "claim-of-responsibility"
    assert [s.citation.ref.n for s in oldest.statements] == [0, 60, 120]
    assert (oldest.speakers, oldest.lasted) == (3, timedelta(minutes=120))


def test_filters() -> None:
    def numbers(wanted: Wanted) -> list[int]:
        return [s.citation.ref.n for s in keep(found(), wanted)]

    assert numbers(Wanted()) == [0, 5, 60, 120]
    assert numbers(Wanted(kinds=frozenset({"denial"}))) == [0, 60, 120]
    assert numbers(Wanted(voices=frozenset({"forwarded"}))) == [120]
    assert numbers(Wanted(sender="user2")) == [5, 60]
    assert numbers(Wanted(languages=frozenset({"ar"}))) == []
    after = START + timedelta(minutes=60)
    assert numbers(Wanted(since=after)) == [60, 120]
    assert numbers(Wanted(until=after)) == [0, 5, 60]


def test_a_message_that_two_exports_hold_is_one_message() -> None:
    once = [s for s in found() if s.citation.ref.n in (0, 60)]
    other = [
        dataclasses.replace(
            s,
            citation=dataclasses.replace(
                s.citation, ref=dataclasses.replace(s.citation.ref, reading=7)
            ),
            speaker="Saved as Nour",
            speaker_id=None,
        )
        for s in once[1:]
    ]
    own = once[0].citation.ref.reading
    (held,) = contents([*once, *other], chats={own: own, 7: own})
    assert (len(held.statements), held.messages, held.speakers) == (3, 2, 2)
    (apart,) = contents([*once, *other])
    assert (apart.messages, apart.speakers) == (3, 3)
