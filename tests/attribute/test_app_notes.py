"""Words the app wrote inside a message are nobody's words."""

from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import not_own, voices
from onrecord.model.chat import Entity, Message
from onrecord.model.place import Place
from onrecord.model.when import When

TEXT = "The bridge is open. <This message was edited>"
AT = TEXT.index("<")
MESSAGE = Message(
    n=0,
    place=Place("chat.txt", 0, 10),
    chat="c",
    id=None,
    kind="message",
    sender="Samir",
    sender_id=None,
    time=When("", "none"),
    text=TEXT,
    entities=(Entity("app_note", AT, len(TEXT) - AT),),
)


def test_the_note_is_a_voice_of_its_own() -> None:
    assert [(v.kind, v.start, v.end) for v in voices(MESSAGE)] == [
        ("own", 0, AT),
        ("app", AT, len(TEXT)),
    ]


def test_it_cannot_be_quoted_as_the_members_words() -> None:
    assert not_own(MESSAGE, 0, AT) == ()
    assert [v.kind for v in not_own(MESSAGE, 0, len(TEXT))] == ["app"]


def test_nothing_is_stated_by_it() -> None:
    assert all(s.citation.end <= AT for s in of_message(MESSAGE))
