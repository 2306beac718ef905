"""What an export says: chats, messages, media. Who a person *is*, it does not say."""

from dataclasses import dataclass, field
from typing import Literal

from onrecord.model.place import Place
from onrecord.model.when import NEVER, When

MessageKind = Literal["message", "service"]


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of an export: ``id`` as the platform writes it, or ours.

    ``kind`` is the platform's word (``private_supergroup`` ...). ``notes`` are
    facts about the export itself (tool, version, date filter, caps), as pairs.
    """

    id: str
    name: str
    kind: str
    platform: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted run of a text: ``[start, start+length)`` in code points.

    ``type`` is Telegram's word (``bold``, ``mention``, ``mention_name``,
    ``text_link``, ``phone`` ...); ``value`` is a link's target or a user id.
    """

    type: str
    start: int
    length: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji (or custom emoji id, or ``paid``) and how many gave it."""

    emoji: str
    count: int


@dataclass(frozen=True, slots=True)
class Media:
    """An attachment as the export names it; ``present`` if its bytes came too.

    ``type`` is ours: photo, video, voice, audio, sticker, animation, document,
    contact-card, video-note. ``path`` is the member's name in the export.
    """

    type: str
    path: str | None
    present: bool
    size: int | None = None
    mime: str | None = None
    name: str | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Forward:
    """Whose words a forward carries: ``name`` as written, None if hidden."""

    name: str | None
    id: str | None
    time: When = NEVER


@dataclass(frozen=True, slots=True)
class Message:
    """One record of a chat: the frozen row view of :mod:`onrecord.model.schema`.

    ``n`` is the running number in its reading, from 0, in the export's order.
    ``key`` is the digest of where it stands, ``id`` the platform's own. ``text``
    is valid Unicode, exactly what the app shows, never normalised. Where the
    original is not (lone surrogates, bad bytes, Telegram's ``\\x1B``), ``text``
    shows escapes, ``text_raw`` holds the original bytes, ``enc`` names the
    reason, and such text is never called verbatim.
    """

    n: int
    place: Place
    chat: str
    id: str | None
    kind: MessageKind
    sender: str | None
    sender_id: str | None
    time: When
    text: str
    text_raw: bytes | None = None
    enc: str | None = None
    entities: tuple[Entity, ...] = ()
    reply_to: str | None = None
    reply_chat: str | None = None
    quote: str | None = None
    forward: Forward | None = None
    via_bot: str | None = None
    signature: str | None = None
    edited: When | None = None
    reactions: tuple[Reaction, ...] = ()
    media: tuple[Media, ...] = ()
    action: str | None = None
    payload: str | None = None
    unknown: str | None = None
    reading: int = 0

    @property
    def key(self) -> str:
        """The digest of the message's place, 32 hex digits."""
        return self.place.key


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader accounts for: in = messages + service + unreadable."""

    messages: int = 0
    service: int = 0
    unreadable: int = 0
    troubles: int = 0
    by_kind: tuple[tuple[str, int], ...] = field(default=())

    @property
    def records(self) -> int:
        """Records met in the export, readable or not."""
        return self.messages + self.service + self.unreadable
