"""The sockets. Who writes a plug-in reads this page and no other.

A plug-in is one file in the room it belongs to, holding one object of the
protocol's type under the name given below. Nothing has to be registered.

===============  ==================  =======================================
room             attribute           protocol
===============  ==================  =======================================
``formats/``     ``FORMAT``          :class:`Format`
``press/``       ``PRESS_FORMAT``    :class:`PressFormat`
``store/``       ``ENGINE``          :class:`Engine`
``report/``      ``WRITER``          :class:`Writer` (``model.story``)
===============  ==================  =======================================
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:  # who searches must not load pyarrow, nor what only annotates
    import pyarrow as pa

    from onrecord.model.chat import Chat
    from onrecord.model.press import Article
    from onrecord.model.query import Hit, Query
    from onrecord.model.story import Story
    from onrecord.model.trouble import Trouble


class Tree(Protocol):
    """An export as named bytes, whether it came as a folder, a zip or a tar."""

    @property
    def name(self) -> str:
        """What the person called it (the last part of its path)."""

    def members(self) -> Sequence[str]:
        """Names of all members, ``/`` between parts, sorted."""

    def size(self, member: str) -> int:
        """Bytes of a member. Raises KeyError if there is none of that name."""

    def open(self, member: str) -> BinaryIO:
        """A member's bytes from the start; seekable only for plain files."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person said about an export: the zone its clock stood in (IANA
    name), the order of day and month (``dmy``, ``mdy``, ``ymd``), a column map,
    and the format to read where more than one fits."""

    zone: str | None = None
    date_order: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A reader's claim on an export: the members it would read, and why."""

    members: tuple[str, ...]
    why: str


class Format(Protocol):
    """One export format. Pure: the same bytes and Ask give the same parts."""

    name: str
    version: int
    title: str

    def sniff(self, tree: Tree) -> Sniffed | None:
        """A claim, or None. Reads at most a few kilobytes of each member."""

    def read(self, tree: Tree, ask: Ask) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
        """Batches of ``model.schema.MESSAGE``, chats and troubles, in order.

        ``n`` counts from 0 over the whole export. A Chat comes before its first
        message. Every record met is a row or is named by a Trouble; a fatal
        Trouble ends a member, never the process. Memory is bounded.
        """


class PressFormat(Protocol):
    """One format of news. Pure."""

    name: str
    version: int
    title: str

    def sniff(self, member: str, head: bytes) -> bool:
        """True if this file is of the format; ``head`` is its first 64 KiB."""

    def read(self, member: str, data: bytes) -> "Iterator[Article | Trouble]":
        """The articles of one sealed file."""


class Engine(Protocol):
    """A text index over readings: derived, disposable, rebuilt at will."""

    name: str

    def build(self, folder: Path, batches: "Iterable[tuple[int, pa.RecordBatch]]") -> None:
        """Index (reading number, batch) pairs into an empty folder."""

    def search(
        self, folder: Path, query: "Query", *, limit: int, offset: int, order: str
    ) -> "Found":
        """Hits of the query, ``order`` best, oldest or newest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A window of hits, how many there are in all, and in how many messages."""

    hits: "tuple[Hit, ...]"
    total: int
    searched: int


class Writer(Protocol):
    """One output of a story. Pure."""

    name: str
    suffix: str

    def write(self, story: "Story") -> bytes:
        """The whole file."""


class Translator(Protocol):
    """A local translation engine. What it says is a draft until a person signs."""

    name: str
    version: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """One draft a text, same order."""
