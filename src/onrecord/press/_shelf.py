"""Passages of articles on a shelf, found by what they share with a statement."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.press import Article, Basis, Passage
from onrecord.press._dates import days_of
from onrecord.press._features import Feature, Text, take_apart
from onrecord.press._glossary import glossary
from onrecord.press._same_name import same_name
from onrecord.press.places import Places

# What a shared thing of each kind is worth beside a shared word of the same rarity.
WORTH = {"name": 1.6, "place": 2.0, "date": 0.8, "number": 1.2, "term": 1.0, "vector": 1.0}
BARE_NUMBER = 0.5
STATED_DAY = 2.0
CONTEXT = 0.5  # a thing the article's title names counts half for each passage
LONG = 700

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n+")
_STOP = re.compile(r"[.!?؟…](?=\s)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage with its features; ``here`` is its own text, ``title`` its headline."""

    article: Article
    passage: Passage
    here: Text
    title: Text


@dataclass(frozen=True, slots=True)
class Meeting:
    """A feature of each side under one key; ``share`` is how much of it counts.

    ``around`` if it stands in the message but not in the statement, ``titled`` if in
    the article's title but not in the passage.
    """

    mine: Feature
    other: Feature
    share: float
    around: bool = False
    titled: bool = False

    @property
    def kind(self) -> str:
        """``event``, ``thing``, ``anchor`` (name, place), ``counted`` or ``word``."""
        if self.mine.kind in ("name", "place"):
            return "anchor"
        if self.mine.key.startswith("c:"):
            known = glossary().concepts[self.mine.key[2:]].kind
            return known if known in ("event", "thing") else "word"
        counted = self.mine.kind == "number" and self.mine.key.count(":") == 2
        return "counted" if counted else "word"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece that shares something with a statement.

    ``coverage`` is the part of the statement's words, by rarity, that it shares;
    ``same_day`` if both name the same day by its date.
    """

    piece: Piece
    score: float
    coverage: float
    basis: tuple[Basis, ...]
    meetings: tuple[Meeting, ...]
    keys: frozenset[str]
    same_day: bool


def passages(article: Article) -> Iterator[Passage]:
    """The passages of an article: its title, then its paragraphs, long ones in parts."""
    text = article.text
    cut = _BREAK if "\n\n" in text.partition("\n\n")[2] else _LINE
    at = 0
    for found in [*cut.finditer(text), None]:
        end = found.start() if found else len(text)
        for start, stop in _parts(text, at, end):
            yield Passage(article.id, start, stop, text[start:stop])
        at = found.end() if found else end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """[start, end) if it is short enough, else runs of whole sentences."""
    while end - start > LONG:
        stops = [m.end() for m in _STOP.finditer(text, start, start + LONG)]
        stop = stops[-1] if stops else end
        yield start, stop
        start = stop + (len(text[stop:end]) - len(text[stop:end].lstrip()))
    if text[start:end].strip():
        yield start, end


class Shelf:
    """Every passage of some articles, indexed by feature. Immutable once made."""

    def __init__(self, articles: Sequence[Article], places: Places) -> None:
        self.pieces: list[Piece] = []
        self._postings: dict[str, list[int]] = {}
        for article in articles:
            self._shelve(article, places)
        self._many = len(self.pieces)

    def _shelve(self, article: Article, places: Places) -> None:
        title = take_apart(article.title, article.published, places)
        for passage in passages(article):
            here = take_apart(passage.text, article.published, places, passage.start)
            number = len(self.pieces)
            self.pieces.append(Piece(article, passage, here, title))
            for key in {f.key for f in (*here.features, *title.features)}:
                self._postings.setdefault(key, []).append(number)

    def rarity(self, key: str) -> float:
        """Robertson and Sparck Jones's weight of a key, never below a tenth."""
        n = len(self._postings.get(key, ()))
        return max(0.1, math.log(1 + (self._many - n + 0.5) / (n + 0.5)))

    def near(self, statement: Text, around: Text | None = None, most: int = 24) -> list[Candidate]:
        """The pieces that share most with the statement, best first."""
        votes: dict[int, float] = {}
        for key in {f.key for f in statement.features}:
            weight = self.rarity(key)
            for number in self._postings.get(key, ()):
                votes[number] = votes.get(number, 0.0) + weight
        best = sorted(votes, key=lambda number: (-votes[number], number))[: most * 2]
        found = [self.weigh(statement, self.pieces[number], around) for number in best]
        found.sort(key=lambda c: (-c.score, c.piece.article.id, c.piece.passage.start))
        return [candidate for candidate in found if candidate.basis][:most]

    def weigh(self, statement: Text, piece: Piece, around: Text | None = None) -> Candidate:
        """What the statement and the piece share, weighed, with the places of each.

        ``around`` is the rest of the statement's message: what it names counts half.
        """
        scripts = {word.script for word in piece.here.said}
        theirs, titled = _by_key(piece.here.features), _by_key(piece.title.features)
        met: dict[int, Meeting] = {}
        for mine in sorted(statement.features, key=self._value, reverse=True):
            other = theirs.get(mine.key)
            share, up = 1.0, False
            if other is None:
                other, share, up = titled.get(mine.key), CONTEXT, True
            if other is None or not _may_meet(mine, other) or mine.start in met:
                continue
            if all(m.mine.key != mine.key for m in met.values()):
                met[mine.start] = Meeting(mine, other, share, titled=up)
        for mine in statement.features:
            other = _opposite(mine, theirs) if mine.start not in met else None
            if other is not None:
                met[mine.start] = Meeting(mine, other, 1.0)
        for mine in around.features if around else ():
            other = theirs.get(mine.key)
            near = mine.kind in ("name", "place") or mine.key.startswith("c:")
            new = all(m.mine.key != mine.key for m in met.values())
            if near and new and other is not None and _may_meet(mine, other):
                met.setdefault(mine.start, Meeting(mine, other, CONTEXT, around=True))
        return self._candidate(statement, piece, list(met.values()), scripts)

    def _candidate(
        self, statement: Text, piece: Piece, met: list["Meeting"], scripts: set[str]
    ) -> Candidate:
        """Score and coverage; a word of another script that is no news word is not missed."""
        whole: dict[int, float] = {}
        seen: set[str] = set()
        for f in statement.features:
            if f.kind == "term" and f.key not in seen and _is_asked(f.key, scripts):
                seen.add(f.key)
                whole[f.start] = max(whole.get(f.start, 0.0), self.rarity(f.key))
        score = sum(self._value(m.mine) * m.share for m in met)
        for m in met:
            whole.setdefault(m.mine.start, self.rarity(m.mine.key))
        covered = sum(min(self.rarity(m.mine.key), whole[m.mine.start]) * m.share for m in met)
        basis = list(dict.fromkeys(_basis(m.mine, m.other) for m in met))
        day, stated = _shared_day(statement, piece)
        if day is not None:
            basis.append(day)
            score += STATED_DAY if stated else WORTH["date"]
        total = sum(whole.values())
        keys = frozenset(m.mine.key for m in met)
        part = covered / total if total else 0.0
        return Candidate(piece, score, part, tuple(basis), tuple(met), keys, stated)

    def _value(self, feature: Feature) -> float:
        value = WORTH[feature.kind] * self.rarity(feature.key)
        if feature.kind == "number" and feature.key.count(":") == 1:
            value *= BARE_NUMBER
        return value


def _is_asked(key: str, scripts: set[str]) -> bool:
    """True for words a passage should have: not who speaks, not words of other scripts."""
    family, _, rest = key.partition(":")
    if family == "c":
        return glossary().concepts[rest].kind in ("event", "thing", "side")
    return rest.partition(":")[0] in scripts


def _by_key(features: Sequence[Feature]) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for feature in features:
        found.setdefault(feature.key, feature)
    return found


def _may_meet(mine: Feature, other: Feature) -> bool:
    """Names meet across scripts only, and only as spellings of one name."""
    if mine.kind != "name":
        return True
    return mine.script != other.script and same_name(mine.written, other.written)


def _opposite(mine: Feature, theirs: dict[str, Feature]) -> Feature | None:
    """An event that excludes or completes this one: both speak of the same question."""
    if not mine.key.startswith("c:"):
        return None
    concept = glossary().concepts[mine.key[2:]]
    names = (*concept.opposes, concept.complement or "")
    return next((theirs[f"c:{name}"] for name in names if f"c:{name}" in theirs), None)


def _basis(mine: Feature, other: Feature) -> Basis:
    kind = mine.kind
    if kind == "term" and mine.key != other.key:
        rest = f"{mine.key[2:]} against {other.key[2:]}"
        note = f"{mine.written} / {other.written} (news words: {rest})"
        return Basis(kind, note, (mine.start, mine.end), (other.start, other.end))
    family, _, rest = mine.key.partition(":")
    notes = {
        "c": f"{mine.written} ~ {other.written} (news word: {rest})",
        "n": f"{mine.written} ~ {other.written} (spellings of one name)",
        "p": f"{mine.written} ~ {other.written} (place {rest})",
        "#": f"{mine.written} ~ {other.written} (number {rest})",
        "s": f"{mine.written} ~ {other.written}",
    }
    return Basis(kind, notes[family], (mine.start, mine.end), (other.start, other.end))


def _shared_day(statement: Text, piece: Piece) -> tuple[Basis | None, bool]:
    """A day both name in words, each by its own text's time; True if by its date."""
    theirs = (*piece.here.days, *piece.title.days)
    for mine in sorted(statement.days, key=lambda day: not day.stated):
        for other in theirs:
            if mine.first <= other.last and other.first <= mine.last:
                note = f"{mine.how}; {other.how}"
                basis = Basis("date", note, (mine.start, mine.end), (other.start, other.end))
                return basis, mine.stated
    return None, False


def published_days(article: Article) -> str:
    """The days an article can have been published on, for a person to read."""
    days = days_of(article.published)
    if days is None:
        return "no date"
    return f"{days[0]}" if days[0] == days[1] else f"{days[0]} or {days[1]}"
