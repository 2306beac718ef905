"""Statements and passages as plain rows: the public measuring point of matching.

A row is ``{"id", "text"}`` and, if known, ``"date"`` and ``"lang"``. The same
words, stances and dates decide as in :mod:`onrecord.press.match`; there is no
article around a passage and no case around a statement.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import BadOption
from onrecord.model.when import When
from onrecord.press._bm25 import Bm25, crossing, pieces, stems, subject
from onrecord.press._stance import Said
from onrecord.press._when import instant
from onrecord.press._words import Word, script_of
from onrecord.press.stance import stance

Row = Mapping[str, object]
MOST = 20
COMMON_PIECE = 0.02
REASONS = 8
# The share of word pieces beside whole words, and of a near date beside both.
PIECES = 0.5
DATED = 0.15
MONTH = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """A row made ready."""

    id: str | int
    text: str
    when: When
    said: tuple[Word, ...]
    script: str


def match(statements: Iterable[Row], passages: Iterable[Row]) -> Iterator[dict[str, object]]:
    """Per statement ``{"id", "ranked": [{"id", "score", "reasons"}], "outcome"}``.

    ``ranked`` is best first, at most 20; scores compare within one statement.
    ``outcome`` is the one of :data:`onrecord.model.press.Outcome` that the best
    passage supports; the order in time only where both rows have a date. Raises
    BadOption if a row has no id or no text.
    """
    shelf = Rows([_line(row, "passage") for row in passages])
    for row in statements:
        yield shelf.answer(_line(row, "statement"))


class Rows:
    """Passages, indexed. Immutable once made."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._words = Bm25(stems(line.said) for line in lines)
        self._pieces = Bm25(pieces(line.said) for line in lines)
        self._keys = Bm25(crossing(line.said) for line in lines)
        self._scripts = {line.script for line in lines}

    def rank(self, asked: Line) -> list[tuple[float, int]]:
        """(score, number) best first; ties in the order of the rows."""
        own = self._words.scores(stems(asked.said))
        bits = self._pieces.scores(pieces(asked.said), COMMON_PIECE)
        other = self._scripts - {asked.script}
        far = self._keys.scores(crossing(asked.said)) if other else {}
        same = {n for n in own if self.lines[n].script == asked.script}
        tops = [max(found.values(), default=1.0) for found in (own, bits, far)]
        scored: dict[int, float] = {}
        for n in same:
            scored[n] = (own[n] / tops[0] + PIECES * bits.get(n, 0.0) / tops[1]) / (1 + PIECES)
        for n, score in far.items():
            if n not in same:
                scored[n] = score / tops[2]
        for n in scored:
            scored[n] *= 1 + DATED * _nearness(asked.when, self.lines[n].when)
        return sorted(((score, n) for n, score in scored.items()), key=lambda p: (-p[0], p[1]))

    def answer(self, asked: Line) -> dict[str, object]:
        """The ranked passages of one statement and the outcome they propose."""
        best = self.rank(asked)[:MOST]
        ranked = [
            {
                "id": self.lines[n].id,
                "score": round(score, 4),
                "reasons": self._reasons(asked, self.lines[n]),
            }
            for score, n in best
        ]
        outcome, why = self._outcome(asked, [self.lines[n] for _, n in best])
        return {"id": asked.id, "ranked": ranked, "outcome": outcome, "reasons": why}

    def _reasons(self, asked: Line, line: Line) -> list[str]:
        """Shared terms, rarest first."""
        theirs = {word.stem: word for word in reversed(line.said)}
        shared = {word.stem: word for word in reversed(asked.said) if word.stem in theirs}
        rare = sorted(shared, key=lambda key: (-self._words.rarity(key), key))[:REASONS]
        told = [f"{shared[key].written} ~ {theirs[key].written}" for key in rare]
        if line.script != asked.script:
            far = sorted(set(crossing(asked.said)) & set(crossing(line.said)))
            told.extend(far[: REASONS - len(told)])
        return told

    def _outcome(self, asked: Line, best: Sequence[Line]) -> tuple[str, list[str]]:
        if not best:
            return "nothing-found", ["no passage shares a word with it"]
        said: Said = stance(asked.text, best[0].text)
        if said.stance == "apart":
            return "nothing-found", list(said.reasons)
        if said.stance == "disagrees":
            return "contradicted", list(said.reasons)
        if said.stance == "silent":
            return "unclear", list(said.reasons)
        return _order(asked.when, best[0].when), list(said.reasons)


def _order(chat: When, press: When) -> str:
    if chat.latest is not None and press.earliest is not None and chat.latest < press.earliest:
        return "chat-first"
    if chat.earliest is not None and press.latest is not None and press.latest < chat.earliest:
        return "reporting-first"
    return "supported"


def _nearness(one: When, two: When) -> float:
    """1 on the same instant, falling to 0 over a month; 0 if a date is missing."""
    if one.earliest is None or two.earliest is None:
        return 0.0
    away = abs((one.earliest - two.earliest).total_seconds())
    return max(0.0, 1.0 - away / MONTH)


def _line(row: Row, what: str) -> Line:
    name, text = row.get("id"), row.get("text")
    if not isinstance(name, str | int) or not isinstance(text, str):
        raise BadOption(
            f"A {what} row needs an id and a text",
            where=str(row)[:80],
            advice='One JSON object a line: {"id": ..., "text": ..., "date"?: ..., "lang"?: ...}.',
        )
    date = row.get("date")
    said = subject(text)
    scripts = [word.script for word in said if word.script not in ("digit", "other")]
    script = max(sorted(set(scripts)), key=scripts.count) if scripts else "other"
    when = instant(date if isinstance(date, str) else None)
    return Line(name, text, when, tuple(said), script or script_of(text))
