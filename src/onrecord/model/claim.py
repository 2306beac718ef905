"""Statements: who said what, in whose words, and why we think so."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from onrecord.model.cite import Citation
from onrecord.model.rule_words import in_words
from onrecord.model.when import When

VoiceKind = Literal[
    "own", "forwarded", "quoted-reply", "quoted", "reported", "group", "bot", "copied", "app"
]
StatementKind = Literal[
    "assertion",
    "denial",
    "claim-of-responsibility",
    "threat",
    "call-to-action",
    "announcement",
    "praise-or-mourning",
    "instruction",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule fired: its name, its language file, the words it rests on.

    ``start``/``end`` are code points in the message's text; equal if the reason
    rests on the record and not on words.
    """

    rule: str
    language: str
    words: str
    start: int = 0
    end: int = 0

    @property
    def brief(self) -> str:
        """The rule in words; a name that is no pattern is itself."""
        return in_words(self.rule)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a span is: ``[start, end)`` of the message's text.

    ``of`` names the origin where the export or the text does (a forward's
    source, a reported speaker); None if hidden or the member's own.
    """

    kind: VoiceKind
    start: int
    end: int
    of: str | None = None
    of_id: str | None = None
    reasons: tuple[Reason, ...] = ()


DetailRole = Literal["who", "what", "where", "when"]


@dataclass(frozen=True, slots=True)
class Detail:
    """What a statement names: whom it is aimed at, what a claim says was struck or taken,
    where, when; words as written.

    ``start``/``end`` are code points in the message's text. Relative words
    ("tomorrow") stay as they are.
    """

    role: DetailRole
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of one message that say something, and whose words they are.

    A proposal of the machine until a person judges it: ``reasons`` is never
    empty and there is no bare score. ``hedges`` names what weakens it
    (``question``, ``condition``, ``joke``, ``negated``, ``mockery``).
    ``intensity`` of a threat is ``death`` or ``destruction`` where its words
    say so; ``targets`` are the words of the ``who`` among ``details``.
    ``proposed`` is the id it was proposed under, once a person corrected it.
    """

    citation: Citation
    kind: StatementKind
    voice: Voice
    speaker: str | None
    speaker_id: str | None
    time: When
    language: str
    reasons: tuple[Reason, ...]
    hedges: tuple[Reason, ...] = ()
    intensity: str | None = None
    targets: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    proposed: str = ""

    @property
    def id(self) -> str:
        """``s:`` and 12 hex digits over reading, key, span and kind, as proposed."""
        if self.proposed:
            return self.proposed
        c = self.citation
        said = f"{c.ref.reading}\n{c.ref.key}\n{c.start}\n{c.end}\n{self.kind}"
        return "s:" + hashlib.sha256(said.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence over several statements, written or accepted by a person."""

    text: str
    statements: tuple[str, ...]
    by: str
