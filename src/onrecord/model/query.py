"""A parsed query: a tree every engine answers alike.

Leaves carry the words as typed and the rung (see ``docs/reference/search``);
``lang`` cuts them into terms, never an engine.
"""

from dataclasses import dataclass
from enum import IntEnum


class Rung(IntEnum):
    """How far a search widens. Each hit says which rung it came from."""

    EXACT = 0
    MARKS = 1
    LETTERS = 2
    CLITICS = 3
    STEM = 4
    NAMES = 5
    ARABIZI = 6
    MEANING = 7


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several as a phrase (``slop`` words may stand between)."""

    text: str
    rung: Rung
    phrase: bool = False
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so, on the letters rung."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within ``edits`` edits, on the letters rung."""

    text: str
    edits: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that match a regular expression, bounded in time."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field that equals a value: ``from``, ``chat``, ``kind``, ``has`` ..."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Span:
    """Time between two instants (RFC 3339, either may be None), both inclusive."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in any script and spelling (``~Almuslawi``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Arabizi:
    """An Arabic word as Latin letters and digits may write it, or the other way."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Any of the words or their stems; ranked, the rarer and the more the better."""

    text: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Every message (a query of nothing but ``NOT``, or ``*``)."""


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Messages without it."""

    part: "Query"


Query = (
    Words
    | Prefix
    | Fuzzy
    | Pattern
    | Name
    | Arabizi
    | Question
    | Field
    | Span
    | Everything
    | And
    | Or
    | Not
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A found run of the original text, ``[start, end)`` in code points.

    ``why`` says in words what the rung did (``attached و``, ``stem: мост``).
    """

    start: int
    end: int
    rung: Rung
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is printed of a message found, kept by the engine beside its index.

    ``time`` is RFC 3339 with ``Z`` where certain, else local time without zone,
    else None; ``time_basis`` says which. ``voice`` is the record's own (``own``,
    ``forwarded``, ``group``, ``bot``). ``text`` is the original. ``reply_to`` is
    the platform's id of the message replied to; ``languages`` those its words
    speak for; ``has`` what ``has:`` finds it by.
    """

    reading: int
    n: int
    key: str
    id: str | None
    chat: str
    kind: str
    sender: str | None
    sender_id: str | None
    time: str | None
    time_basis: str
    voice: str
    text: str
    reply_to: str | None = None
    languages: tuple[str, ...] = ()
    has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One message found: reading, row, score of its order, and why.

    ``marks`` are in the order of the text; empty if only fields were asked for.
    ``row`` is None only where an engine keeps no texts.
    """

    reading: int
    n: int
    score: float
    marks: tuple[Mark, ...] = ()
    row: Row | None = None

    @property
    def rung(self) -> Rung:
        """The widest rung the hit needed."""
        return max((m.rung for m in self.marks), default=Rung.EXACT)
