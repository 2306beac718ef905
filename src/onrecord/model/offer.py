"""Newsroom habits that are not marks, rewritten as marks the gate can check."""

import re
from collections.abc import Iterator

_ROUND = re.compile(r"\(([^()\[\]]+)\)")
_DOTS = re.compile(r"\[?\(?(?:\.\.\.|\. \. \.|\u2026)\)?\]?")


def offers(printed: str, sealed: str) -> Iterator[tuple[str, str]]:
    """Pairs (what was met, the wording with it marked), both texts folded.

    A gloss in round brackets that the sealed text lacks becomes ``[gloss]``, an
    ellipsis without square brackets that it lacks becomes ``[…]``.
    """
    dotted = _DOTS.sub(" […] ", printed) if "..." not in sealed else printed
    dotted = re.sub(r" {2,}", " ", dotted).strip()
    if dotted != printed and "[…]" not in printed:
        yield "an ellipsis without square brackets", dotted
    glosses = [m for m in _ROUND.finditer(printed) if m.group() not in sealed]
    if glosses:
        named = ", ".join(m.group() for m in glosses)
        swapped = _swap(printed, [(m.start(), m.end(), f"[{m.group(1)}]") for m in glosses])
        yield f"a gloss that is not in the sealed words: {named}", swapped
        both = re.sub(r" {2,}", " ", _DOTS.sub(" […] ", swapped)).strip()
        if both != swapped:
            yield f"a gloss that is not in the sealed words: {named}", both


def _swap(text: str, pieces: list[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]
    return text
