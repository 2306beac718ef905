"""Is a printed quotation what the sealed message says? The classes of the gate.

Pure, standard library only, so that every checker can import or copy it. The
sealed text is never changed; folds apply to copies. Offsets are code points of
the sealed text.

EXACT: equal code points. VERBATIM: equal under fold A, contiguous, cut at word
boundaries. ELIDED: runs in order in one message, every gap marked ``[…]``.
BRACKETED: ``[words]`` of the desk among them. RESPELLED: equal only under fold
B. NOT_FOUND: anything else. TRANSLATED is decided by context, never here.
"""

import unicodedata
from dataclasses import replace
from typing import Any

from onrecord.model.caution import NO_CAUTIONS, Cautions, Flag
from onrecord.model.difference import Change, Difference, code_points, nearest
from onrecord.model.fold import fold_a, trim
from onrecord.model.foldmap import FOLDS, INVISIBLE, OVERRIDES, SPACES, folded
from onrecord.model.locate import View, best, may_hold
from onrecord.model.offer import offers
from onrecord.model.spelling import fold_b, respelt, why_respelt
from onrecord.model.verdict import CLOSED, PUBLISHABLE, Class, Inserted, Left, Wording

__all__ = [
    "CLOSED",
    "PUBLISHABLE",
    "Cautions",
    "Change",
    "Class",
    "Difference",
    "Flag",
    "Inserted",
    "Left",
    "Wording",
    "classify",
    "wire",
]
_TRIM = "".join(sorted(SPACES))


def classify(
    sealed: str,
    printed: str,
    *,
    cautions: Cautions = NO_CAUTIONS,
    enc: str | None = None,
    plain: bool = False,
    explain: bool = True,
) -> Wording:
    """The class of ``printed`` against one sealed message.

    ``enc`` is the message's own field: text that is not valid Unicode is never
    verbatim. A run of closed segments stands in ``sealed`` as one ``CLOSED``:
    a quotation runs over it only at a bracket. ``plain`` says that the sealed
    field ``plain`` was opened and not
    ``text``: then VERBATIM is the best class. Without ``explain`` a refusal has
    no difference and no offer, and is several times as fast.
    """
    bad = _unusable(sealed, printed, enc)
    if bad or CLOSED in printed:
        return Wording("NOT_FOUND", notes=(bad,) if bad else ())
    if sealed == printed:
        top: Class = "VERBATIM" if plain else "EXACT"
        return Wording(top, whole=True, spans=((0, len(sealed)),), notes=_warnings(sealed))
    unknown = _unassigned(sealed) or _unassigned(printed)
    found = None if unknown else _found(sealed, printed, cautions)
    if found is not None:
        return found
    if not explain:
        return Wording("NOT_FOUND", notes=(unknown,) if unknown else ())
    return _not_found(sealed, printed, cautions, unknown)


def _found(sealed: str, printed: str, cautions: Cautions) -> Wording | None:
    """The class of a text that was found, under fold A or else under fold B."""
    said, found = _said(printed), None
    if may_hold(said, _said(sealed)):
        found = best(View(sealed, folded(sealed), said, cautions))
    if found is not None:
        notes = _warnings("".join(sealed[a:b] for a, b in found.spans))
        return replace(found, folds=_folds(sealed, printed), notes=notes)
    said = fold_b(printed)
    if may_hold(said, fold_b(sealed)):
        found = best(View(sealed, respelt(sealed), said, cautions))
    if found is None:
        return None
    changes = _respellings(sealed, printed, found)
    return replace(found, cls="RESPELLED", respelled=changes)


def _said(text: str) -> str:
    """Fold A, trimmed: how a printed text is looked for."""
    return trim(fold_a(text))


def _unusable(sealed: str, printed: str, enc: str | None) -> str:
    if enc is not None:
        return f"The sealed text is not valid Unicode ({enc}): it may be shown, never quoted."
    for name, text in (("sealed", sealed), ("printed", printed)):
        if not text.strip(_TRIM):
            return f"The {name} text is empty."
        if not any(c == "_" or unicodedata.category(c)[0] in "LMN" for c in text):
            return f"The {name} text holds no word character: nothing to quote."
        if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
            return f"The {name} text holds NUL or half of a surrogate pair: never verbatim."
    return ""


def _unassigned(text: str) -> str:
    unknown = [c for c in text if unicodedata.category(c) == "Cn" and c != CLOSED]
    if not unknown:
        return ""
    named = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(unknown))
    version = unicodedata.unidata_version
    return f"{named} is not assigned in Unicode {version}: only EXACT counts for such a text."


def _warnings(quoted: str) -> tuple[str, ...]:
    notes = []
    if any(c in OVERRIDES for c in quoted):
        shown = "".join(f"<U+{ord(c):04X}>" if c in OVERRIDES else c for c in quoted)
        notes.append(f"Direction overrides make the eye read another order than the bytes: {shown}")
    hidden = [c for c in quoted if c in INVISIBLE]
    if hidden:
        named = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(hidden))
        notes.append(
            f"{len(hidden)} invisible characters ({named}) are in the sealed words: "
            "they can be a mark that tells one copy from another."
        )
    return tuple(notes)


def _folds(sealed: str, printed: str) -> tuple[str, ...]:
    """The folds without which the wording would not have been found."""
    if printed in sealed:
        return ()
    needed = []
    for fold in FOLDS:
        skip = frozenset((fold,))
        said = folded(printed.strip(_TRIM), skip).text
        if best(View(sealed, folded(sealed, skip), said, NO_CAUTIONS)) is None:
            needed.append(fold)
    return tuple(needed)


def _respellings(sealed: str, printed: str, found: Wording) -> tuple[tuple[Change, str], ...]:
    start, end = found.spans[0][0], found.spans[-1][1]
    difference = nearest(sealed[start:end], printed)
    named = []
    for change in difference.changes:
        why = why_respelt(change.sealed, change.printed)
        if why:
            named.append((change, why))
    return tuple(named)


def _not_found(sealed: str, printed: str, cautions: Cautions, note: str) -> Wording:
    notes = [note] if note else []
    offer = None
    inner = _said(sealed)
    for what, text in offers(_said(printed), inner):
        if best(View(sealed, folded(sealed), _said(text), cautions)) is not None:
            offer = text
            notes.append(f"The quotation holds {what}. Write: {text}")
            break
    difference = nearest(sealed, printed)
    notes += [n for change in difference.changes if (n := _look_alike(change))]
    return Wording("NOT_FOUND", difference=difference, offer=offer, notes=tuple(notes))


def _look_alike(change: Change) -> str:
    """Code points, where two short pieces can look the same on a page."""
    short = 0 < len(change.sealed) <= 3 and 0 < len(change.printed) <= 3
    if not short or (change.sealed + change.printed).isascii():
        return ""
    return f"Sealed {code_points(change.sealed)}; printed {code_points(change.printed)}."


def wire(w: Wording) -> dict[str, Any]:
    """A wording as plain JSON values; field names are stable."""
    return {
        "class": w.cls,
        "publishable": w.publishable and not w.flags,
        "needs_reason": w.publishable and bool(w.flags),
        "whole_message": w.whole,
        "starts_mid_sentence": w.starts_mid_sentence,
        "ends_mid_sentence": w.ends_mid_sentence,
        "spans": [list(s) for s in w.spans],
        "folds": list(w.folds),
        "gaps": [_left(g) for g in w.gaps],
        "cuts": [_left(g) for g in w.left if g.where != "gap"],
        "inserted": [
            {
                "words": i.words,
                "replaces": i.replaces,
                "span": [i.start, i.end],
                "flags": [_flag(f) for f in i.flags],
            }
            for i in w.inserted
        ],
        "flags": [_flag(f) for f in w.flags],
        "respelled": [
            {"sealed": c.sealed, "printed": c.printed, "why": why} for c, why in w.respelled
        ],
        "difference": None if w.difference is None else _difference(w.difference),
        "offer": w.offer,
        "notes": list(w.notes),
        "unicode": w.unicode,
    }


def _flag(f: Flag) -> dict[str, Any]:
    return {"kind": f.kind, "words": f.words, "span": [f.start, f.end]}


def _left(g: Left) -> dict[str, Any]:
    return {
        "where": g.where,
        "span": [g.start, g.end],
        "words": g.words,
        "marked": g.marked,
        "flags": [_flag(f) for f in g.flags],
    }


def _difference(d: Difference) -> dict[str, Any]:
    return {
        "span": [d.start, d.end],
        "sealed": d.sealed,
        "printed": d.printed,
        "changes": [{"sealed": c.sealed, "printed": c.printed} for c in d.changes],
        "parts": [{"sealed": s, "printed": p, "same": same} for s, p, same in d.parts],
    }
