"""What the desk tells about a case: received things, findings, publications."""

from dataclasses import dataclass
from typing import Literal

from onrecord.model.chat import Chat, Counts
from onrecord.model.trouble import Trouble

State = Literal["intact", "altered", "withheld", "unread", "disputed", "due"]
"""``disputed`` and ``due`` are of times that others give, and say nothing of the evidence."""


@dataclass(frozen=True, slots=True)
class Custody:
    """How a thing came to the desk (Berkeley Protocol, collection data).

    ``received_by`` is the desk's own person. There is no field for the source:
    who handed it over is never asked and never stored. Empty means not said.
    ``beacon`` is a public value that nobody knew before a time (a drand round, the hash
    of a block): with it sealed, the seal is not older than that.
    """

    received_by: str = ""
    received_on: str = ""
    method: str = ""
    device: str = ""
    context: str = ""
    beacon: str = ""

    def said(self) -> dict[str, str]:
        """What was said, by field name."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


NOTHING_SAID = Custody()


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that was sealed: an export or a folder of news.

    ``manifest`` is the SHA-256 of the bag's manifest (hex), ``root`` the root of
    the archive tree over its messages (base64; None for news), ``entry`` the
    index of its log entry. ``seconds`` is how long it took here.
    """

    number: int
    kind: Literal["chat", "news"]
    name: str
    format: str
    format_version: int
    files: int
    bytes: int
    manifest: str
    root: str | None
    entry: int
    at: str
    counts: Counts
    chats: tuple[Chat, ...]
    troubles: tuple[Trouble, ...]
    withdrawn: str | None = None
    custody: Custody = NOTHING_SAID
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the desk's log: size, root (base64), and what dates it.

    ``stamps`` name each time stamp authority with the time it states; the local
    test authority is named as what it is.
    """

    size: int
    root: str
    desk: str
    stamps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is in a case and how whole it is."""

    name: str
    path: str
    made: str
    received: tuple[Received, ...]
    head: Head | None
    judgements: int
    stories: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One object that was checked: its state, and what differs in words."""

    object: str
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of a check; ``whole`` only if nothing is altered.

    ``deep`` is False where the archive secret was not given: then the leaves
    could not be derived again and the report says so.
    """

    findings: tuple[Finding, ...]
    deep: bool
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """True if no object is altered."""
        return all(f.state != "altered" for f in self.findings)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication wrote and how each quotation was classed."""

    story: str
    files: tuple[str, ...]
    checker: str
    checker_sha256: str
    quotations: tuple[tuple[str, str, str], ...]
    proofs: int
    proof_bytes: int
    entry: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """One message that was withheld: log entry, reading, row.

    ``same`` are places (``READING/N``) of other rows with its words, or of the same message in
    another export; ``files`` those of the case's files that still hold its words. Both
    stop at fifty, and neither sees into packed files or pictures.
    """

    entry: int
    reading: int
    n: int
    same: tuple[str, ...]
    files: tuple[str, ...]
