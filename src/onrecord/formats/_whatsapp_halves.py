"""Which words beside a WhatsApp clock halve the day, where no list knows them.

A day's messages stand in their order, so on one day the word of the morning stands
before the word of the afternoon and never behind it; and a clock that says 0 or 13
to 24 beside a word has 24 hours, whatever the word means.
"""

from collections import Counter

from onrecord.formats._whatsapp_head import Head, noon

_TURNS = 2  # days on which the words must have changed places to be told apart


class Halves:
    """What a file's heads tell of the words that no list knows."""

    def __init__(self) -> None:
        self._unknown: Counter[str] = Counter()
        self._turns: Counter[tuple[str, str]] = Counter()
        self._last: tuple[tuple[str, str, str], str] | None = None
        self._full = False  # an hour that no clock of twelve hours has

    def take(self, head: Head) -> None:
        """One head more, in the order of the file."""
        words = head.words
        if not words or noon(words) != "?":
            return
        self._unknown[words] += 1
        self._full = self._full or not 1 <= head.hour <= 12
        if self._last is not None and self._last[0] == head.fields and self._last[1] != words:
            self._turns[self._last[1], words] += 1
        self._last = (head.fields, words)

    def settled(self) -> dict[str, str] | None:
        """``am`` or ``pm`` for each of two words that the days' order tells apart; empty
        if the clock has 24 hours or no unknown word; None if this stays open."""
        if not self._unknown or self._full:
            return {}
        if len(self._unknown) != 2:
            return None
        one, two = self._unknown
        there, back = self._turns[one, two], self._turns[two, one]
        if max(there, back) < _TURNS or min(there, back) * 10 > max(there, back):
            return None
        return {one: "am", two: "pm"} if there > back else {one: "pm", two: "am"}

    @property
    def said(self) -> str:
        """The unknown words, as a person reads them."""
        return " / ".join(" ".join(w.strip(" ,").split()) for w in self._unknown)
