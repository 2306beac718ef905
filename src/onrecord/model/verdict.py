"""What is known about one printed quotation: its class and what goes with it."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from onrecord.model.alignment import Span
from onrecord.model.caution import Flag
from onrecord.model.difference import Change, Difference

Class = Literal["EXACT", "VERBATIM", "ELIDED", "BRACKETED", "RESPELLED", "TRANSLATED", "NOT_FOUND"]
CLOSED = "\U0010ffff"
"""Stands for closed segments in an opened text; a noncharacter, never in a message."""
PUBLISHABLE: frozenset[Class] = frozenset(("EXACT", "VERBATIM", "ELIDED", "BRACKETED"))


@dataclass(frozen=True, slots=True)
class Left:
    """Sealed words the quotation leaves out: ``sealed[start:end]``.

    ``marked`` if ``[…]`` stands for them; a cut-off beginning or end of a
    sentence is left out too and need not be marked.
    """

    where: Literal["gap", "beginning", "end"]
    start: int
    end: int
    words: str
    marked: bool
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Inserted:
    """The desk's words in brackets and the sealed words they stand for.

    ``replaces`` is ``sealed[start:end]``, '' if the words are only added.
    ``flags`` are caution words in the replaced or in the inserted words.
    """

    words: str
    replaces: str
    start: int
    end: int
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The class of a quotation and everything a reader or editor must be told.

    ``spans`` are the quoted runs of the sealed text. ``difference`` is set for
    NOT_FOUND, ``respelled`` for RESPELLED. ``offer`` is a printed wording that
    would pass with its marks put right, or None. ``notes`` are sentences.
    """

    cls: Class
    whole: bool = False
    starts_mid_sentence: bool = False
    ends_mid_sentence: bool = False
    spans: tuple[Span, ...] = ()
    folds: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    inserted: tuple[Inserted, ...] = ()
    respelled: tuple[tuple[Change, str], ...] = ()
    difference: Difference | None = None
    offer: str | None = None
    notes: tuple[str, ...] = ()
    unicode: str = unicodedata.unidata_version

    @property
    def gaps(self) -> tuple[Left, ...]:
        """The left-out words between quoted runs."""
        return tuple(g for g in self.left if g.where == "gap")

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Negations, conditions and "they say" in what was left out or added."""
        left = [f for part in self.left for f in part.flags]
        return tuple(dict.fromkeys([*left, *(f for part in self.inserted for f in part.flags)]))

    @property
    def publishable(self) -> bool:
        """True if the wording may be printed; with flags, only with a reason."""
        return self.cls in PUBLISHABLE
