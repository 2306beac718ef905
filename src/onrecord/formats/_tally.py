"""Notes counted by kind: one Trouble a kind, however often it was met."""

from collections import Counter
from collections.abc import Iterator

from onrecord.model.place import Place
from onrecord.model.trouble import Trouble

_MOST = 1_000


class Tally:
    """Counts of (kind, what) with the place of the first."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], Place] = {}

    def count(self, kind: str, what: str, place: Place) -> None:
        """One more; beyond a thousand different ones they share a name."""
        key = (kind, what[:200])
        if key not in self._counted and len(self._counted) >= _MOST:
            key = (kind, "and other names")
        self._counted[key] += 1
        self._first.setdefault(key, place)

    def troubles(self) -> Iterator[Trouble]:
        """One a kind, sorted; the tally is empty afterwards."""
        for (kind, what), count in sorted(self._counted.items()):
            times = "time" if count == 1 else "times"
            yield Trouble(kind, self._first[kind, what], f"{what}: {count} {times}")
        self._counted.clear()
        self._first.clear()
