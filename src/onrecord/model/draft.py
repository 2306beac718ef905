"""A draft: the writer's Markdown as blocks, quotations and citations.

The text format is described in ``docs/guide/draft.md``; :mod:`report.draft`
reads it. A block without a citation is the writer's own words. Lines count
from 1 in the draft file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

CiteKind = Literal["m", "s", "a", "p", "x"]
Role = Literal["story", "obtained", "reporting", "method", "limits", "corrections", "contact"]
Where = Literal["text", "headline", "lead", "caption", "alt", "pull", "translation"]


@dataclass(frozen=True, slots=True)
class Cite:
    """``[[m:KEY]]`` a message, ``s:`` a statement, ``a:`` an article, ``p:`` a
    picture, ``x:`` words said elsewhere, which the desk answers for itself.

    ``note`` is what follows a bar: ``[[m:KEY|Member C]]``, ``[[m:KEY|forwarded]]``.
    """

    kind: CiteKind
    id: str
    line: int
    note: str = ""

    def __str__(self) -> str:
        return f"[[{self.kind}:{self.id}]]"


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation beside its original: a statement of a person, or a draft.

    ``by`` is who signs it; a machine's draft has ``tool`` and no ``by``.
    ``dispute`` is another reading of the same words by a second person.
    """

    lang: str
    text: str
    by: str
    line: int
    date: str = ""
    tool: str = ""
    dispute: bool = False

    @property
    def signed(self) -> bool:
        """True if a named person answers for it."""
        return bool(self.by and self.text)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a flagged gap or cut is fair, and who says so."""

    text: str
    by: str
    line: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks and what they are cited to.

    ``words`` as printed, without the outer quotation marks. ``card`` if it
    stands as a block of its own. No ``cites``: the writer's own quotation marks.
    """

    words: str
    cites: tuple[Cite, ...]
    line: int
    where: Where = "text"
    card: bool = False
    translations: tuple[Translation, ...] = ()
    reasons: tuple[Reason, ...] = ()
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Plain words of the writer; ``style`` em, strong or link (with ``href``)."""

    text: str
    style: Literal["", "em", "strong", "link"] = ""
    href: str = ""


Piece = Run | Quotation | Cite


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the draft.

    ``kind`` heading, paragraph, items (``items`` holds a tuple of pieces each),
    card (one Quotation), picture. ``role`` is that of the section it stands in.
    """

    kind: Literal["heading", "paragraph", "items", "card", "picture"]
    line: int
    role: Role = "story"
    level: int = 0
    pieces: tuple[Piece, ...] = ()
    items: tuple[tuple[Piece, ...], ...] = ()
    path: str = ""
    alt: tuple[Piece, ...] = ()
    credit: str = ""

    @property
    def own_words(self) -> bool:
        """True if nothing in the block is cited: the writer's own words."""
        return not any(True for _ in self.cites())

    def all_pieces(self) -> Iterator[Piece]:
        """Every piece of text, items and alt text included."""
        yield from self.pieces
        for item in self.items:
            yield from item
        yield from self.alt

    def cites(self) -> Iterator[Cite]:
        """Every citation of the block."""
        for piece in self.all_pieces():
            if isinstance(piece, Cite):
                yield piece
            elif isinstance(piece, Quotation):
                yield from piece.cites


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed draft. ``facts`` are the front matter's pairs, keys lower-case."""

    name: str
    headline: tuple[Piece, ...]
    lead: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    def fact(self, name: str, default: str = "") -> str:
        """A value of the front matter, or ``default``."""
        return dict(self.facts).get(name, default)

    def pieces(self) -> Iterator[Piece]:
        """Every piece in reading order: headline, lead, blocks."""
        yield from self.headline
        yield from self.lead
        for block in self.blocks:
            yield from block.all_pieces()

    def quotations(self) -> Iterator[Quotation]:
        """Every quotation in reading order."""
        for piece in self.pieces():
            if isinstance(piece, Quotation):
                yield piece

    def cites(self) -> Iterator[Cite]:
        """Every citation in reading order."""
        for piece in self.pieces():
            if isinstance(piece, Cite):
                yield piece
            elif isinstance(piece, Quotation):
                yield from piece.cites


def plain(pieces: tuple[Piece, ...]) -> str:
    """The pieces as one line of text, citations left out."""
    out = []
    for piece in pieces:
        if isinstance(piece, Run):
            out.append(piece.text)
        elif isinstance(piece, Quotation):
            out.append(f"“{piece.words}”")
    return "".join(out).strip()
