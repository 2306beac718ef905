"""What the log says and what a checked proof shows. Values only."""

from dataclasses import dataclass
from typing import Literal

EntryKind = Literal[
    "received", "seal", "reseal", "judged", "published", "retracted", "withheld", "key"
]
State = Literal["intact", "altered", "withheld"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a desk log: origin, number of entries, RFC 6962 root (32 bytes)."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the desk log and what this case can open of it.

    ``body`` is the entry's exact bytes. ``opened`` maps a disclosure's name to
    its value; empty if the case does not hold them.
    """

    index: int
    kind: EntryKind
    body: bytes
    disclosures: tuple[str, ...] = ()
    opened: tuple[tuple[str, object], ...] = ()

    def get(self, name: str) -> object:
        """The opened value of that name, or None."""
        return dict(self.opened).get(name)


@dataclass(frozen=True, slots=True)
class Attr:
    """What must be known of a message before its words are anybody's."""

    kind: str
    edited: bool
    forwarded: bool
    via_bot: bool
    quoted_reply: bool
    time_basis: str
    time_precision: str
    enc: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time over a head: by whom, when (RFC 3339 UTC), and what it is worth.

    ``trust``: ``qualified`` or ``plain`` as the policy says, ``test`` for a local
    test authority, ``witness`` for a cosignature, ``unknown`` if not pinned.
    """

    name: str
    at: str
    trust: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A signed translation of the opened words; ``known`` if its key is pinned."""

    lang: str
    by: str
    text: str
    known: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What one accepted proof shows, and nothing more.

    ``runs`` are the maximal runs of consecutive opened segments of ``field``
    (``text`` or ``plain``); ``segments_shown`` of ``segments_total`` are open.
    ``time`` and ``day`` are as sealed, None if closed;
    ``undated`` if the export gives the message no time. ``alias`` is the opened
    alias value, ``alias_name`` its label in the archive. ``root`` is hex.
    """

    shown: str
    speaker: str | None
    story: str | None
    field: str
    runs: tuple[str, ...]
    segments_shown: int
    segments_total: int
    attr: Attr
    time: str | None
    edited: str | None
    day: str | None
    alias_name: str | None
    alias: str | None
    desk: str
    archive: str
    root: str
    k: str
    entry_index: int
    head: Checkpoint
    stamps: tuple[Stamp, ...] = ()
    translations: tuple[Translation, ...] = ()
    other: tuple[tuple[str, object], ...] = ()
    wording: str | None = None
    undated: bool = False
    closed: tuple[bool, bool] = (False, False)
    """Whether closed segments stand before the first run, and after the last."""

    @property
    def words(self) -> str:
        """The opened words, ``[…]`` where sealed segments are not shown."""
        before, after = ("[…]" if closed else "" for closed in self.closed)
        return before + "[…]".join(self.runs) + after

    @property
    def complete(self) -> bool:
        """True if every segment of the message is open."""
        return self.segments_shown == self.segments_total


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check looked at: the object's name, its state, and why."""

    what: str
    state: State
    note: str = ""
