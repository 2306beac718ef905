"""What is new: contents in the order they were first said, with their spread.

Near-copies of one statement are one content with all its occurrences
(:mod:`onrecord.attribute.near`); a text that differs in a number or a negation
is another content, however similar, and so is a translation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.attribute.near import THRESHOLD, near
from onrecord.attribute.plain import plain
from onrecord.lang.language import words
from onrecord.model.claim import Statement

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements to keep; what is empty or None keeps all.

    ``sender`` is a name or an id as written; ``since`` and ``until`` are aware
    instants, both inclusive, and keep what can have been said between them.
    """

    kinds: frozenset[str] = frozenset()
    voices: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    sender: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def keeps(self, s: Statement) -> bool:
        """True if the statement passes every filter."""
        if self.kinds and s.kind not in self.kinds:
            return False
        if self.voices and s.voice.kind not in self.voices:
            return False
        if self.languages and s.language not in self.languages:
            return False
        if self.sender is not None and self.sender not in (s.speaker, s.speaker_id):
            return False
        return self._when(s)

    def _when(self, s: Statement) -> bool:
        first, last = s.time.earliest, s.time.latest
        if self.since is not None and (last is None or last < self.since):
            return False
        return not (self.until is not None and (first is None or first > self.until))


def keep(found: Iterable[Statement], wanted: Wanted) -> Iterator[Statement]:
    """The statements that pass, in order."""
    return (s for s in found if wanted.keeps(s))


@dataclass(frozen=True, slots=True)
class Content:
    """One content: its statements, first said first, and how it spread.

    ``statements`` holds each occurrence in each export. ``messages`` counts a
    message of a chat once, however many exports hold it (the fullest export of the
    chat counts), ``speakers`` those as written who said or forwarded it there;
    ``lasted`` is the time from the first to the last occurrence, None if a time is
    unknown.
    """

    statements: tuple[Statement, ...]
    messages: int
    speakers: int
    lasted: timedelta | None

    @property
    def first(self) -> Statement:
        """The first occurrence."""
        return self.statements[0]


def contents(
    found: Iterable[Statement],
    threshold: float = THRESHOLD,
    chats: Mapping[int, int] | None = None,
) -> list[Content]:
    """Statements folded by content, the content first said last in front.

    ``chats`` maps a reading to its chat; a reading it does not name is a chat of its own.
    """
    said = sorted(found, key=_when)
    copies = near(((str(n), s.citation.words) for n, s in enumerate(said)), threshold, negations())
    rest = dict.fromkeys(range(len(said)))
    out: list[Content] = []
    for group in copies:
        numbers = [int(i) for i in group.ids]
        for n in numbers:
            rest.pop(n, None)
        out.append(_content([said[n] for n in numbers], chats or {}))
    out.extend(_content([said[n]], chats or {}) for n in rest)
    return sorted(out, key=lambda c: _when(c.first), reverse=True)


def negations() -> frozenset[str]:
    """The negating words of all language files, folded as copies are compared."""
    short = {plain(w) for entries in words("negation").values() for w in entries}
    return frozenset({w for w in short if w and " " not in w} | {"t"})  # the t of don't


def _when(s: Statement) -> tuple[datetime, int, int]:
    return (s.time.earliest or _LAST, s.citation.ref.reading, s.citation.ref.n)


def _content(statements: list[Statement], chats: Mapping[int, int]) -> Content:
    first, last = statements[0].time.earliest, statements[-1].time.earliest
    exports: defaultdict[int, defaultdict[int, list[Statement]]]
    exports = defaultdict(lambda: defaultdict(list))
    for s in statements:
        reading = s.citation.ref.reading
        exports[chats.get(reading, reading)][reading].append(s)
    fullest = [max(held.values(), key=_numbers) for held in exports.values()]
    return Content(
        tuple(statements),
        sum(map(_numbers, fullest)),
        len({(s.speaker_id or s.speaker, s.voice.kind) for held in fullest for s in held}),
        None if first is None or last is None else last - first,
    )


def _numbers(held: list[Statement]) -> int:
    return len({s.citation.ref.n for s in held})
