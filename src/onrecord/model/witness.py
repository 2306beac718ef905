"""Two exports of one chat set side by side: findings, never a merge."""

from dataclasses import dataclass
from typing import Literal

PairState = Literal["same", "same-words", "different-text", "different-media", "only-a", "only-b"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One message as two witnesses have it.

    ``a`` and ``b`` are row numbers in their readings, None where a witness
    lacks it. ``same-words`` differ in spacing or invisible marks only (fold A).
    ``by`` is what identity rests on: ``id`` (the platform's) or ``content``.
    """

    state: PairState
    a: int | None
    b: int | None
    by: Literal["id", "content"]
    text_a: str | None = None
    text_b: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two witnesses agree on, counted, and where they do not, one by one.

    ``overlap`` is the span of time both cover, RFC 3339 or empty: a message
    outside it is missing because an export begins later or ends earlier, which
    is no finding. ``shift`` is the seconds B's clock shows more than A's, where
    identity rests on content.
    """

    counts: tuple[tuple[PairState, int], ...]
    differing: tuple[Pair, ...]
    by: Literal["id", "content"]
    overlap: tuple[str, str]
    outside: tuple[int, int]
    shift: int = 0

    def count(self, state: PairState) -> int:
        """How many pairs are in that state."""
        return dict(self.counts).get(state, 0)
