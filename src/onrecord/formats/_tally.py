"""Notes counted by kind: one Trouble a kind, however often it was met."""

from collections import Counter
from collections.abc import Iterator

from onrecord.model.place import Place
from onrecord.model.trouble import Trouble

_MOST = 1_000
EACH = 1_000
"""Messages of one kind named one by one; more of them are counted."""
COUNTED = {
    "bad-time": "the time cannot be understood",
    "two-texts": "text and text_entities do not say the same",
    "two-times": "date and date_unixtime differ by no time zone",
}
"""Kinds of which only the first thousand are named, and what is said of them."""


class Tally:
    """Counts of (kind, what) with the place of the first."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], Place] = {}

    def count(self, kind: str, what: str, place: Place, times: int = 1) -> None:
        """``times`` more; beyond a thousand different ones they share a name."""
        key = (kind, what[:200])
        if key not in self._counted and len(self._counted) >= _MOST:
            key = (kind, "and other names")
        self._counted[key] += times
        self._first.setdefault(key, place)

    def counts(self) -> list[tuple[str, str, Place, int]]:
        """What :meth:`count` was told, in the order of first places."""
        return [(*key, self._first[key], times) for key, times in self._counted.items()]

    def troubles(self) -> Iterator[Trouble]:
        """One a kind, sorted; the tally is empty afterwards."""
        for (kind, what), count in sorted(self._counted.items()):
            times = "time" if count == 1 else "times"
            yield Trouble(kind, self._first[kind, what], f"{what}: {count} {times}")
        self._counted.clear()
        self._first.clear()
