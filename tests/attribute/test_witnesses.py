"""Two exports of one chat: what is in both, in one only, and what was changed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.attribute.chatter import message

from onrecord.attribute.witnesses import Pair, Witness, account, align
from onrecord.model.chat import Media, Message

CHAT = [message(f"line {n}", n, sender_id=f"user{n % 3}") for n in range(8)]


def pairs(one: list[Message], other: list[Message]) -> list[Pair]:
    return list(align(Witness(one), Witness(other)))


def test_alike_whatever_names_the_witnesses_see() -> None:
    other = [replace(m, sender=f"contact {m.sender}", n=m.n + 100) for m in CHAT]
    found = pairs(CHAT, other)
    assert [(p.one, p.other, p.differ) for p in found] == [(n, n + 100, ()) for n in range(8)]


def test_gone_changed_and_new() -> None:
    other = [m for m in CHAT if m.n != 3]
    other[0] = replace(other[0], text="another line")
    other[1] = replace(other[1], media=(Media("photo", "a.jpg", True, 10),))
    other.append(message("late", 9, sender_id="user1"))
    found = pairs(CHAT, other)
    assert [(p.one, p.other, p.differ) for p in found if p.differ or None in (p.one, p.other)] == [
        (0, 0, ("text",)),
        (1, 1, ("media",)),
        (3, None, ()),
        (None, 9, ()),
    ]
    counted = account(found)
    assert (counted.alike, counted.changed, counted.only_one, counted.only_other) == (5, 2, 1, 1)


def test_media_left_out_of_one_export_is_no_other_media() -> None:
    there = Media("photo", "photos/1.jpg", True, 10)
    gone = Media("photo", None, False, 10)
    (p,) = pairs([replace(CHAT[0], media=(there,))], [replace(CHAT[0], media=(gone,))])
    assert p.differ == ()


def test_without_ids_by_minute_and_words_then_by_sender() -> None:
    bare = [replace(m, id=None) for m in CHAT]
    other = [m for m in bare if m.n != 5]
    other[2] = replace(other[2], text="changed")
    found = {(p.one, p.other): (p.differ, p.by) for p in pairs(bare, other)}
    assert found[(2, 2)] == (("text",), "minute and sender")
    assert found[(5, None)] == ((), "")
    assert found[(0, 0)] == ((), "minute and words")
    assert len(found) == 8


def test_the_same_words_twice_in_a_minute_are_two_messages() -> None:
    twice = [replace(CHAT[0], id=None), replace(CHAT[0], id=None, n=1)]
    counted = account(pairs(twice, twice[:1]))
    assert (counted.alike, counted.only_one) == (1, 1)


def test_an_id_of_one_series_is_not_an_id_of_another() -> None:
    negative = replace(CHAT[0], id="-5")
    positive = replace(CHAT[0], id="5")
    assert account(pairs([negative], [positive])).alike == 0
    odd = replace(CHAT[0], id="3EB0/x")
    assert account(pairs([odd], [odd])).alike == 1


@given(
    st.lists(st.integers(0, 20), max_size=15, unique=True),
    st.lists(st.integers(0, 20), max_size=15, unique=True),
    st.booleans(),
)
def test_every_message_exactly_once(one: list[int], other: list[int], numbered: bool) -> None:
    def side(numbers: list[int]) -> list[Message]:
        made = [message(f"t{n}", n) for n in numbers]
        return made if numbered else [replace(m, id=None) for m in made]

    found = pairs(side(one), side(other))
    assert sorted(p.one for p in found if p.one is not None) == sorted(one)
    assert sorted(p.other for p in found if p.other is not None) == sorted(other)
    both = {p.one for p in found if p.one is not None and p.other is not None}
    assert both == set(one) & set(other)
