"""What an editor shows beside a draft that is being written.

Places are code points of the draft's text as it was given; lines and columns
count from 1.
"""

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from onrecord.model.difference import Difference
from onrecord.model.story import direction

Verdict = Literal["passes", "refused", "own-marks", "said-elsewhere"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand in the draft: ``text[start:end]``."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why the draft may not be published as it stands.

    ``kind`` is stable: wording, respelled, flag, voice, speaker, translation,
    uncited, across, override, citation, hidden, name, spelling, picture, draft.
    """

    kind: str
    what: str
    remedy: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Marked:
    """One quotation of the draft as the gate sees it.

    ``verdict`` passes, refused, own-marks (the writer's own quotation marks) or
    said-elsewhere (the desk answers for the words). ``cls`` is its class.
    ``note`` says the class in the page's words. ``warnings`` are marks in the
    sealed words that could tell one person's copy from another's. ``offer`` is a
    wording that would pass, or None. ``untranslated`` if it stands in another
    language than the page and no person has signed a translation yet.
    """

    spot: Spot
    where: str
    words: str
    cls: str
    verdict: Verdict
    speaker: str = ""
    voice: str = ""
    language: str = ""
    cites: tuple[str, ...] = ()
    note: str = ""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    difference: Difference | None = None
    offer: str | None = None
    sealed: str = ""
    untranslated: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A draft as it stands. ``faults`` holds every reason, those of the
    quotations too, in the order of the draft."""

    quotations: tuple[Marked, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def passed(self) -> bool:
        """True if the gate would let it through. The harm gate comes after."""
        return not self.faults


def as_object(look: Look) -> dict[str, Any]:
    """The look as plain JSON values; field names are stable."""
    return {
        "passed": look.passed,
        "quotations": [_marked(q) for q in look.quotations],
        "faults": msgspec.to_builtins(look.faults),
    }


def _marked(one: Marked) -> dict[str, Any]:
    return {
        "spot": msgspec.to_builtins(one.spot),
        "where": one.where,
        "words": one.words,
        "class": one.cls,
        "verdict": one.verdict,
        "speaker": one.speaker,
        "voice": one.voice,
        "language": one.language,
        "direction": direction(one.language, one.words),
        "cites": list(one.cites),
        "note": one.note,
        "faults": msgspec.to_builtins(one.faults),
        "warnings": list(one.warnings),
        "difference": None if one.difference is None else _difference(one.difference),
        "offer": one.offer,
        "sealed": one.sealed,
        "untranslated": one.untranslated,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "sealed": difference.sealed,
        "printed": difference.printed,
        "parts": [{"sealed": s, "printed": p, "same": same} for s, p, same in difference.parts],
    }
