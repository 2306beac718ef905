"""What a statement names: whom it is aimed at, what, where, when, and how hard it is."""

from collections.abc import Sequence
from typing import get_args

from onrecord.attribute.rules import Hit, details_of
from onrecord.attribute.words import Word
from onrecord.model.claim import Detail, DetailRole, StatementKind

ROLES: tuple[DetailRole, ...] = get_args(DetailRole)
SCALE = ("death", "destruction")
# Only of these kinds somebody is the target, or something was struck or taken.
_ONLY: dict[DetailRole, frozenset[StatementKind]] = {
    "who": frozenset({"threat", "claim-of-responsibility"}),
    "what": frozenset({"claim-of-responsibility"}),
}


def details(
    text: str, sentence: Sequence[Word], language: str, kind: StatementKind
) -> tuple[tuple[Detail, ...], str | None]:
    """The details of one sentence in the order of its words, and a threat's intensity.

    Of overlapping finds of one role the longest is kept. Who is looked for only
    in threats and claims, what only in claims; intensity is None unless a threat's words say it.
    """
    rules = details_of(language)
    if rules is None:
        return (), None
    hits = rules.hits(rules.row(sentence))
    found: list[Detail] = []
    for role in ROLES:
        if role not in _ONLY or kind in _ONLY[role]:
            found.extend(_longest(text, sentence, role, [h for h in hits if h.rule.about == role]))
    said = {h.rule.about for h in hits}
    intensity = next((level for level in SCALE if level in said), None)
    found.sort(key=lambda d: (d.start, d.role))
    return tuple(found), intensity if kind == "threat" else None


def _longest(
    text: str, sentence: Sequence[Word], role: DetailRole, hits: Sequence[Hit]
) -> list[Detail]:
    spans = sorted({_span(h) for h in hits}, key=lambda s: (s[0] - s[1], s))
    kept: list[tuple[int, int]] = []
    for first, last in spans:
        if first < last and all(last <= a or b <= first for a, b in kept):
            kept.append((first, last))
    out = []
    for first, last in kept:
        start, end = sentence[first].start, sentence[last - 1].end
        out.append(Detail(role, text[start:end], start, end))
    return out


def _span(hit: Hit) -> tuple[int, int]:
    return hit.found.name or (hit.found.first, hit.found.last)
