"""Invented messages for the attribute room's tests, and text strategies."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from onrecord.model.chat import Entity, Forward, Message
from onrecord.model.place import Place
from onrecord.model.when import When

START = datetime(2031, 3, 1, 8, 0, tzinfo=UTC)
ODD = "\u2028\u0085\u202e\u200f\u200d\u200b\ufeff\U0001f525👩‍👩‍👧\x00"
MARKS = "\"'“”„«»‹›‘’「」『』＂>"
TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(ODD + MARKS + "\n aأб5")), max_size=60
)


def when(minutes: int) -> When:
    at = START + timedelta(minutes=minutes)
    return When(at.strftime("%Y-%m-%dT%H:%M:%S"), "utc", at, at)


def message(
    text: str,
    n: int = 0,
    *,
    sender: str | None = "Rami",
    sender_id: str | None = "user1",
    **more: object,
) -> Message:
    """A message of chat 77 in minute ``n``; ``forward=(name, id)`` makes a forward."""
    forward = more.pop("forward", None)
    if isinstance(forward, tuple):
        more["forward"] = Forward(forward[0], forward[1])
    fields: dict[str, object] = {"chat": "77", "id": str(n + 1), "kind": "message"} | more
    return Message(
        n=n,
        place=Place("result.json", n * 100, 90),
        sender=sender,
        sender_id=sender_id,
        time=when(n),
        text=text,
        **fields,  # type: ignore[arg-type]
    )


def entity(kind: str, start: int, length: int) -> Entity:
    return Entity(kind, start, length)
