"""What somebody says in the sample: one record of a chat, before any format."""

from dataclasses import dataclass, field, replace

__all__ = ["Forward", "Media", "Part", "Poll", "Reaction", "Say", "replace"]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a text. ``type`` is Telegram's word, empty for plain text."""

    type: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Forward:
    """Where words come from: ``name`` as shown, ``id`` unless hidden."""

    name: str
    id: str | None
    unix: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji, how many gave it, and the last who did, if that is shown."""

    emoji: str
    count: int
    by: str | None = None
    unix: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """An attachment. ``path`` is None where the exporter left the file out."""

    type: str
    path: str | None
    size: int
    width: int = 0
    height: int = 0
    mime: str = ""
    name: str = ""
    duration: int = 0
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question, and each answer with its votes."""

    question: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """One record. ``who`` is a key of the cast, ``reply`` and ``of`` are keys of says."""

    key: str
    unix: int
    who: str
    parts: tuple[Part, ...] = ()
    reply: str | None = None
    forward: Forward | None = None
    via: str | None = None
    edited: int | None = None
    reactions: tuple[Reaction, ...] = ()
    media: Media | None = None
    poll: Poll | None = None
    action: str | None = None
    title: str | None = None
    members: tuple[str, ...] = ()
    inviter: str | None = None
    of: str | None = None
    truth: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The whole text, as the app shows it."""
        return "".join(part.text for part in self.parts)
