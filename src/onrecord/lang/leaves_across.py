"""Leaves that cross scripts: names and Arabizi.

What they rest on is loaded where one is asked for: ``onrecord find`` is a new
process each time, and most queries need neither.
"""

from typing import TYPE_CHECKING

from onrecord.lang.leaves import Text
from onrecord.model.query import Mark, Rung

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.lang.names import Likeness

    Like = Callable[[str, str], Likeness | None]

# Other words that may stand between the parts of a name (an article, a title).
NAME_SLOP = 2


class Written:
    """A word in the other of Arabic script and Arabizi."""

    def __init__(self, raw: str, term: str) -> None:
        from onrecord.lang.arabizi import meets

        self.raw = raw
        self.term = term
        self._meets = meets

    def marks(self, text: Text) -> list[Mark]:
        """Each word that may be it."""
        return [
            Mark(t.start, t.end, Rung.ARABIZI, f"{self.raw} in the other script")
            for t in text.terms
            if self._meets(self.term, t.letters)
        ]


class Called:
    """A name in any script: its parts near one another, in any order.

    ``like`` says how a term is like a part (``lang.likeness.word_like``, or what
    remembers its answers).
    """

    def __init__(self, name: str, like: "Like | None" = None) -> None:
        from onrecord.lang.likeness import asked_parts, word_like

        self.parts = asked_parts(name)
        self._like = word_like if like is None else like

    def marks(self, text: Text) -> list[Mark]:
        """Each word that is like a part, where all parts stand together."""
        have, width = text.terms, len(self.parts) + NAME_SLOP
        like = [self._parts_of(t.letters) for t in have]
        found: dict[int, Mark] = {}
        for i in range(len(have)):
            if like[i]:
                for at, part, why in _held(like[i : i + width], self.parts):
                    term = have[i + at]
                    said = f"{part} ~ {term.letters}: {why}"
                    found.setdefault(i + at, Mark(term.start, term.end, Rung.NAMES, said))
        return list(found.values())

    def _parts_of(self, term: str) -> "dict[str, Likeness]":
        every = ((part, self._like(part, term)) for part in self.parts)
        return {part: likeness for part, likeness in every if likeness is not None}


def _held(window: "list[dict[str, Likeness]]", parts: list[str]) -> list[tuple[int, str, str]]:
    """Places in a window that hold each part once (first come), else none."""
    taken: dict[int, tuple[int, str, str]] = {}
    for part in parts:
        place = next((i for i, like in enumerate(window) if part in like and i not in taken), None)
        if place is None:
            return []
        likeness = window[place][part]
        taken[place] = (place, part, f"{', '.join(likeness.reasons)} ({likeness.score:.2f})")
    return list(taken.values())
