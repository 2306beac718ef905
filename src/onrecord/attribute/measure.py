"""What the measuring commands print: plain values, offsets in code points."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.attribute.copies import Copies
from onrecord.attribute.near import THRESHOLD, near
from onrecord.attribute.reported import reported
from onrecord.attribute.voices import Around, all_voices
from onrecord.model.chat import Message


def voices_json(messages: Iterable[Message]) -> Iterator[dict[str, Any]]:
    """One object a message with its voices, in order.

    ``{"id", "key", "chat", "sender", "sender_id", "voices": [{"kind", "start",
    "end", "of", "of_id", "reasons": [{"rule", "language", "words", "start",
    "end"}]}]}``. Replies and copies are known as far as earlier messages go.
    """
    replied: dict[str, str] = {}
    around = Around(replied=replied, copies=Copies(), speech=reported)
    for message, spans in all_voices(messages, around):
        if message.id is not None and message.text:
            replied[message.id] = message.text
        yield {
            "id": message.id,
            "key": message.key,
            "chat": message.chat,
            "sender": message.sender,
            "sender_id": message.sender_id,
            "voices": [
                {
                    "kind": v.kind,
                    "start": v.start,
                    "end": v.end,
                    "of": v.of,
                    "of_id": v.of_id,
                    "reasons": [
                        {
                            "rule": r.rule,
                            "language": r.language,
                            "words": r.words,
                            "start": r.start,
                            "end": r.end,
                        }
                        for r in v.reasons
                    ],
                }
                for v in spans
            ],
        }


def near_json(
    items: Iterable[tuple[str, str]], threshold: float = THRESHOLD
) -> dict[str, list[str]]:
    """Near-copies of ``(id, text)`` items: ``{group: [ids]}``, in order of occurrence.

    A group's name is the id of its first member; items alone are in none.
    """
    return {g.ids[0]: list(g.ids) for g in near(items, threshold)}
