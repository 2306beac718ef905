"""Reporting that does not come from the group, and what it has to do with it."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from onrecord.model.place import Place
from onrecord.model.when import NEVER, When

BasisKind = Literal["name", "place", "date", "number", "term", "vector"]
QuotationType = Literal["direct", "indirect", "mixed"]
Outcome = Literal[
    "supported", "contradicted", "chat-first", "reporting-first", "nothing-found", "unclear"
]


@dataclass(frozen=True, slots=True)
class Article:
    """One published item, as text with where its bytes are sealed.

    ``text`` is headline, blank line, body, as extracted; offsets of passages
    count in it. ``blob`` is the SHA-256 of the sealed file (hex).
    """

    place: Place
    blob: str
    outlet: str | None
    title: str
    text: str
    byline: str | None = None
    place_line: str | None = None
    published: When = NEVER
    modified: When = NEVER
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    kind: str = "article"

    @property
    def id(self) -> str:
        """``a:`` and 12 hex digits over blob and place."""
        said = f"{self.blob}\n{self.place}"
        return "a:" + hashlib.sha256(said.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Passage:
    """``[start, end)`` of an article's text, in code points."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing a match rests on, with its place in both texts (code points)."""

    kind: BasisKind
    note: str
    statement: tuple[int, int]
    passage: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lead:
    """Who was first: seconds from chat to press, as the interval both clocks allow.

    Positive: the chat was first.
    """

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words somebody else is said to have said, in one text (code points).

    ``direct``: all of the content stands between marks; ``mixed``: some of it;
    ``indirect``: none. ``source`` names the speaker as the text does there and
    ``speaker`` repeats its words; both are None where the text names none beside
    it. ``closed`` is False if the text forgets to close the marks.
    """

    type: QuotationType
    content: tuple[int, int]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    speaker: str | None
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A statement set beside passages; a proposal, never a verdict.

    ``passages`` are best first; ``rests_on[i]`` belongs to ``passages[i]``.
    ``counted`` are the articles whose word the outcome rests on; ``independent``
    counts sources after copies, syndication and circular sourcing are collapsed,
    ``sources`` explains them one by one.
    """

    statement: str
    outcome: Outcome
    passages: tuple[Passage, ...]
    rests_on: tuple[tuple[Basis, ...], ...]
    lead: Lead | None
    independent: int
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    scope: str
    counted: tuple[str, ...] = ()
