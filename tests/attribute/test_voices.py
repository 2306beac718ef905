"""Voices tile the text; a forward is never its forwarder's own words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.attribute.chatter import TEXTS, entity, message

from onrecord.attribute.copies import Copies
from onrecord.attribute.reported import reported
from onrecord.attribute.voices import Around, all_voices, not_own, own_spans, voices
from onrecord.model.chat import Message
from onrecord.model.when import NEVER, When

LONG = (
    "The harbour gate was closed at dawn and nobody of the guard came back to open it before noon, "
)


def said(m: Message, around: Around | None = None) -> list[tuple[str, str]]:
    found = voices(m, around or Around())
    return [(v.kind, m.text[v.start : v.end]) for v in found]


RECORDS = st.sampled_from(
    [
        {},
        {"forward": ("Tide Channel", "channel9")},
        {"forward": (None, None)},
        {"via_bot": "@gif"},
        {"sender_id": "channel77"},
        {"signature": "Nour"},
        {"quote": "aأб5 x"},
        {"kind": "service"},
    ]
)


@given(TEXTS, RECORDS, st.lists(st.tuples(st.integers(0, 70), st.integers(-1, 70)), max_size=3))
def test_spans_tile_the_text(
    text: str, record: dict[str, object], blocks: list[tuple[int, int]]
) -> None:
    entities = tuple(entity("blockquote", s, n) for s, n in blocks)
    m = message(text, entities=entities, **record)  # type: ignore[arg-type]
    copies = Copies()
    copies.add(message(text * 3, sender_id="user2"))
    at = 0
    for v in voices(m, Around(copies=copies)):
        assert v.start == at
        assert v.end > v.start
        assert v.reasons
        at = v.end
    assert at == len(text)


@given(TEXTS, st.data())
def test_no_slice_of_a_forward_is_its_forwarders(text: str, data: st.DataObject) -> None:
    m = message("x" + text, forward=("Tide Channel", "channel9"))
    start = data.draw(st.integers(0, len(m.text) - 1))
    end = data.draw(st.integers(start + 1, len(m.text)))
    assert own_spans(m) == ()
    assert not_own(m, start, end)[0].kind == "forwarded"


def test_forward_names_its_origin() -> None:
    (v,) = voices(message('we "hold" the gate', forward=("Tide Channel", "channel9")))
    assert (v.kind, v.of, v.of_id) == ("forwarded", "Tide Channel", "channel9")
    (v,) = voices(message("we hold", forward=(None, None)))
    assert (v.kind, v.of, v.reasons[0].rule) == ("forwarded", None, "forward-hidden")
    (v,) = voices(message("we hold", forward=("Rami", "user1")))
    assert (v.kind, v.reasons[0].rule) == ("forwarded", "forward-of-own-words")


@pytest.mark.parametrize(
    ("record", "kind", "rule"),
    [
        ({"sender_id": "channel77"}, "group", "sender-is-chat"),
        ({"sender_id": "-10077"}, "group", "sender-is-chat"),
        ({"sender_id": "user77"}, "own", "sender"),
        ({"sender_id": "channel5"}, "group", "sender-is-channel"),
        ({"signature": "Nour"}, "group", "signed-post"),
        ({"kind": "service"}, "group", "service-event"),
        ({"via_bot": "@gif"}, "bot", "via-bot"),
        ({"sender": "@lantern_bot"}, "bot", "sender-is-bot"),
        ({"sender": "LanternBot"}, "bot", "sender-is-bot"),
        ({"sender": "Talbot"}, "own", "sender"),
        ({"sender": None, "sender_id": None}, "own", "sender"),
    ],
)
def test_by_the_record(record: dict[str, object], kind: str, rule: str) -> None:
    (v,) = voices(message("we hold the gate", **record))  # type: ignore[arg-type]
    assert (v.kind, v.reasons[0].rule) == (kind, rule)


def test_inside_a_message() -> None:
    m = message('> the gate is lost\nNo. He wrote "we run" and ran')
    assert said(m) == [
        ("quoted-reply", "> the gate is lost"),
        ("own", "\nNo. He wrote "),
        ("quoted", '"we run"'),
        ("own", " and ran"),
    ]
    assert [m.text[s:e] for s, e in own_spans(m)] == ["\nNo. He wrote ", " and ran"]


def test_the_replied_to_words_are_not_the_replier_s() -> None:
    old = "nobody is at the gate"
    m = message(f"{old} - who says so?", quote=old)
    assert said(m)[0] == ("quoted-reply", old)
    m = message(f"{old} - who says so?", reply_to="9")
    assert said(m, Around(replied={"9": old}))[0] == ("quoted-reply", old)
    assert said(m)[0][0] == "own"


def test_blockquote_before_marks() -> None:
    m = message('abc "de" fgh', entities=(entity("blockquote", 0, 6),))
    assert said(m) == [("quoted", 'abc "d'), ("quoted", 'e"'), ("own", " fgh")]


def test_a_copy_of_someone_else_s_long_text() -> None:
    copies = Copies()
    first = message(LONG, 0, sender="Nour", sender_id="user2")
    again = message(f"Listen:\n{LONG.upper()}🔥\nTrue!", 1)
    own = message(LONG, 2, sender="Nour", sender_id="user2")
    third = list(all_voices([first, again, own], Around(copies=copies)))
    assert [v.kind for v in third[0][1]] == ["own"]
    assert [v.kind for v in third[1][1]] == ["own", "copied", "own"]
    assert (third[1][1][1].of, third[1][1][1].reasons[0].words) == ("Nour", "1")
    assert [v.kind for v in third[2][1]] == ["own"]


def test_a_copy_of_a_forward_is_its_origin_s() -> None:
    copies = Copies()
    fwd = message(LONG, 0, forward=("Tide Channel", "channel9"))
    later = message(LONG, 1)  # the same member, now without the forward's mark
    out = list(all_voices([fwd, later], Around(copies=copies)))
    assert (out[1][1][0].kind, out[1][1][0].of) == ("copied", "Tide Channel")


def test_a_copy_from_the_press() -> None:
    copies = Copies()
    copies.add_press(f"Gate closed\n\n{LONG}", "Qadria Wire", "a:1")
    (v,) = voices(message(LONG), Around(copies=copies))
    assert (v.kind, v.of) == ("copied", "Qadria Wire")


def test_one_other_word_is_no_copy() -> None:
    copies = Copies()
    copies.add(message(LONG, sender_id="user2", sender="Nour"))
    (v,) = voices(message(LONG.replace("dawn", "dusk")), Around(copies=copies))
    assert v.kind == "own"


def test_quoting_own_words() -> None:
    m = message('We hold the "Hope" pier. "They run."')
    assert not_own(m, 0, 24) == ()
    assert [v.kind for v in not_own(m, 25, 36)] == ["quoted"]
    assert [v.kind for v in not_own(m, 0, 15)] == ["quoted"]  # cuts the quotation
    with pytest.raises(ValueError, match="slice"):
        not_own(m, 3, 300)


def test_reported_speech_is_reported_and_its_wording_the_writer_s() -> None:
    m = message("I was there. The ministry denied shelling the school. Nobody came.")
    around = Around(speech=reported)
    assert said(m, around)[1] == ("reported", "The ministry denied shelling the school.")
    assert [v.of for v in voices(m, around) if v.kind == "reported"] == ["The ministry"]
    assert not_own(m, 0, len(m.text), around) == ()


def test_a_copy_without_its_label_and_of_one_sentence() -> None:
    copies = Copies()
    copies.add(message(f"Statement: {LONG}", sender_id="user2", sender="Nour"))
    copies.add(
        message(f"Hear. {LONG.strip(', ')}. {LONG} True.", 1, sender_id="user3", sender="Sami")
    )
    for text in (LONG, f"Is it so? {LONG.strip(', ')}. I doubt it."):
        found = voices(message(text, 2), Around(copies=copies))
        assert "copied" in [v.kind for v in found]


def test_the_press_that_came_later_is_no_source() -> None:
    def at(hour: int) -> When:
        moment = datetime(2026, 3, 9, hour, tzinfo=UTC)
        return When(str(hour), "utc", moment, moment)

    for published, kind in ((at(8), "copied"), (at(20), "own"), (NEVER, "copied")):
        copies = Copies()
        copies.add_press(LONG, "Qadria Wire", "a:1", published)
        mine = replace(message(LONG), time=at(12))
        copies.add(mine)
        assert voices(mine, Around(copies=copies))[0].kind == kind


def test_nobody_is_a_copy_of_oneself_though_the_export_names_no_sender() -> None:
    copies = Copies()
    first = replace(message(LONG), sender=None, sender_id=None, id="1")
    second = replace(first, id="2", n=2)
    copies.add(first)
    copies.add(second)
    assert voices(first, Around(copies=copies))[0].kind != "copied"
    assert voices(second, Around(copies=copies))[0].kind == "copied"
