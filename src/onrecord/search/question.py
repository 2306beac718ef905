"""Questions: messages ranked by any of a question's words.

The index gives the best by BM25 (Robertson and Zaragoza 2009) over stems and
spellings; those are ranked again with what pieces of words they share, which
finds what stemmers do not bring together (broken plurals, compounds, names).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from onrecord.lang.terms import query_terms
from onrecord.model.query import Hit, Question
from onrecord.ports import Engine

_AGAIN = 120
_PIECE, _WEIGHT = 4, 0.3
_K1, _B = 1.2, 0.75


def ask(engine: Engine, folder: Path, text: str, *, limit: int = 20) -> list[Hit]:
    """The messages that share most with a question, best first.

    ``score`` is BM25 in no unit; it orders the hits of one question and says
    nothing across questions. Raises BadQuery for a text without a letter.
    """
    wanted = max(limit, _AGAIN)
    found = engine.search(folder, Question(text), limit=wanted, offset=0, order="best").hits
    again, rest = found[:_AGAIN], found[_AGAIN:]
    texts = [hit.row.text if hit.row is not None else "" for hit in again]
    more = _shared([_pieces(t) for t in texts], _pieces(text))
    scored = [replace(h, score=h.score + _WEIGHT * m) for h, m in zip(again, more, strict=True)]
    ranked = sorted(scored, key=lambda h: (-h.score, h.reading, h.n))
    return [*ranked, *rest][:limit]


def _pieces(text: str) -> Counter[str]:
    """Runs of four characters of each word, its borders counting as one each."""
    framed = [f"^{term}$" for term in query_terms(text)]
    return Counter(w[i : i + _PIECE] for w in framed for i in range(max(1, len(w) + 1 - _PIECE)))


def _shared(texts: Sequence[Counter[str]], asked: Counter[str]) -> list[float]:
    """BM25 of each text for the pieces asked, among these texts."""
    sizes = [sum(t.values()) for t in texts]
    usual = sum(sizes) / len(sizes) if sizes else 1.0
    scores = [0.0] * len(texts)
    for piece, times in asked.items():
        have = [i for i, t in enumerate(texts) if piece in t]
        rare = math.log(1 + (len(texts) - len(have) + 0.5) / (len(have) + 0.5))
        for i in have:
            count = texts[i][piece]
            norm = _K1 * (1 - _B + _B * sizes[i] / usual)
            scores[i] += times * rare * count * (_K1 + 1) / (count + norm)
    return scores
