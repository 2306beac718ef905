"""Newsroom habits that are not marks, rewritten as marks the gate can check."""

import re
from collections.abc import Iterator

_ROUND = re.compile(r"\(([^()\[\]]+)\)")
_DOTS = re.compile(r"\[?\(?(?:\.\.\.|\. \. \.|\u2026)\)?\]?")

_OPEN, _CLOSE, _STOPS = (
    "\"'\u201c\u201e\u00ab\u2018",
    "\"'\u201d\u201c\u00bb\u2019",
    ".,;:!?\u060c\u061b\u3002\uff0c",
)


def offers(printed: str, sealed: str) -> Iterator[tuple[str, str]]:
    """Pairs (what was met, the wording with it marked), both texts folded.

    A gloss in round brackets that the sealed text lacks becomes ``[gloss]``, an
    ellipsis without square brackets that it lacks becomes ``[…]``.
    """
    dotted = _DOTS.sub(" […] ", printed) if "..." not in sealed else printed
    dotted = re.sub(r" {2,}", " ", dotted).strip()
    if dotted != printed and "[…]" not in printed:
        yield "an ellipsis without square brackets", dotted
    bare = _bare(printed)
    if bare != printed and bare:
        yield "marks at its edges that are not in the sealed words", bare
    glosses = [m for m in _ROUND.finditer(printed) if m.group() not in sealed]
    if glosses:
        named = ", ".join(m.group() for m in glosses)
        swapped = _swap(printed, [(m.start(), m.end(), f"[{m.group(1)}]") for m in glosses])
        yield f"a gloss that is not in the sealed words: {named}", swapped
        both = re.sub(r" {2,}", " ", _DOTS.sub(" […] ", swapped)).strip()
        if both != swapped:
            yield f"a gloss that is not in the sealed words: {named}", both


def _bare(printed: str) -> str:
    """Without quotation marks around it and without the stop or comma a sentence of
    the writer's puts inside them."""
    text = printed.strip()
    if len(text) > 2 and text[0] in _OPEN and text[-1] in _CLOSE:
        text = text[1:-1].strip()
    return text.rstrip(_STOPS) if text[-1:] in _STOPS else text


def _swap(text: str, pieces: list[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]
    return text
