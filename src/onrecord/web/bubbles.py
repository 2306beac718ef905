"""Messages as the reader shows them: the record, whose words, what it answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.model.chat import Media, Message
from onrecord.model.query import Mark, Row

if TYPE_CHECKING:
    from onrecord.desk import Desk

_SEEN = frozenset({"photo", "sticker", "animation"})
_HEARD = frozenset({"voice", "audio"})
_DONE = {
    "create_group": "made the group",
    "create_channel": "made the channel",
    "migrate_from_group": "carried the group over from an earlier one",
    "migrate_to_supergroup": "carried the group over into a larger one",
    "invite_members": "added members",
    "remove_members": "removed members",
    "join_group_by_link": "joined by a link",
    "join_group_by_request": "joined after asking",
    "edit_group_title": "changed the group’s title",
    "edit_group_photo": "changed the group’s picture",
    "delete_group_photo": "removed the group’s picture",
    "pin_message": "pinned a message",
    "clear_history": "cleared the history",
    "phone_call": "called",
    "group_call": "began a voice chat",
    "group_call_scheduled": "set a time for a voice chat",
    "invite_to_group_call": "asked others into a voice chat",
    "set_messages_ttl": "set how long messages last",
    "joined_telegram": "joined Telegram",
    "topic_created": "opened a topic",
    "topic_edit": "changed a topic",
    "score_in_game": "scored in a game",
    "take_screenshot": "took a screenshot",
}
"""What the commonest service messages say happened; the record has the app's own word."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: ``at`` is its place in its chat (None outside of a chat),
    ``first_of_day`` its day where it differs from the one before it."""

    message: Message
    voice: str
    at: int | None = None
    first_of_day: str | None = None
    answers: Row | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def ref(self) -> str:
        """How addresses name it: reading and number."""
        return f"{self.message.reading}/{self.message.n}"

    @property
    def anchor(self) -> str:
        """Its name within a page."""
        return f"m{self.message.reading}-{self.message.n}"

    @property
    def number(self) -> str:
        """The number shown: the platform's own if it gives one, else the export's order."""
        return self.message.id or f"{self.message.n + 1:,}"

    @property
    def whose(self) -> str:
        """A sentence where the words are not the sender's own; empty where they are."""
        m = self.message
        if m.forward is not None:
            name = m.forward.name or "someone whose name is hidden"
            return f"Forwarded from {name}. Not this member's words."
        if m.via_bot is not None:
            return f"Sent through the bot {m.via_bot}."
        if self.voice == "group":
            return "Posted as the group. Which administrator wrote it is not in the export."
        return ""

    @property
    def service(self) -> str:
        """What a service message says, in words."""
        action = self.message.action or "service message"
        said = _DONE.get(action, action.replace("_", " "))
        return f"{self.message.sender or 'Someone'} {said}"


def pictured(media: Media) -> bool:
    """True for what may be shown as a picture."""
    return media.present and media.path is not None and media.type in _SEEN


def heard(media: Media) -> bool:
    """True for what may be played as sound."""
    return media.present and media.path is not None and media.type in _HEARD


def bubbles(
    desk: "Desk",
    case: Path,
    rows: Sequence[Row],
    *,
    first: int | None = None,
    before: str = "",
    notes: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> list[Bubble]:
    """The whole messages of rows of one reading, with what they answer.

    ``first`` is the place in the chat of the first row, ``before`` the day that
    stands above it already, ``notes`` what is said of a message by its number.
    """
    if not rows:
        return []
    reading = rows[0].reading
    whole = {m.n: m for m in desk.messages(case, reading, [r.n for r in rows])}
    replies = [m.n for m in whole.values() if m.reply_to is not None]
    answered = desk.answered(case, reading, replies)
    out, day = [], before
    for step, row in enumerate(rows):
        message = whole.get(row.n)
        if message is None:
            continue
        here = (row.time or "")[:10]
        fresh = here if here != day else None
        day = here
        at = None if first is None else first + step
        told = tuple(notes.get(row.n, ()))
        out.append(Bubble(message, row.voice, at, fresh, answered.get(row.n), (), told))
    return out


def together(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by reading."""
    out: dict[int, list[Row]] = {}
    for row in rows:
        out.setdefault(row.reading, []).append(row)
    return out
