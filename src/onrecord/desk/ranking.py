"""Statements in a model's order: off by default, marked, and nothing is decided by it.

A sentence model on this machine reorders what the rules propose; it adds no
statement, drops none and changes no kind. With a question the order is how near
a statement is to it in meaning; without one, how much more it is like the
language files' examples of its kind than like their look-alikes that are none
(nearest neighbour, Cover and Hart 1967). What the model cannot read comes last,
in the export's order, and is said to be unranked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.attribute.rules import examples
from onrecord.desk.saying import Wanted, statements
from onrecord.errors import ModelRefused
from onrecord.model import wire
from onrecord.model.claim import Statement

if TYPE_CHECKING:
    import numpy as np

    from onrecord.desk.open_desk import OpenDesk
    from onrecord.search.sentence_model import SentenceModel

MODEL_FOLDERS = ("ranking", "meaning")
_TOGETHER = 1024
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement at its place; ``score`` is the model's, None where it could not read."""

    statement: Statement
    score: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Statements in a machine's order, and whose order it is."""

    placed: tuple[Placed, ...]
    model: str
    digest: str
    by: str
    unread: int

    @property
    def mark(self) -> str:
        """The sentence that says so wherever the order is shown."""
        return (
            f"Order by a machine: model {self.model} (sha256 {self.digest[:16]}…), by {self.by}. "
            f"The statements are the rules' proposals, unchanged; {self.unread:,} that the model "
            "does not read come last."
        )

    def as_objects(self) -> Iterator[dict[str, Any]]:
        """As ``--json`` prints them, each with the mark of its order."""
        for place, one in enumerate(self.placed, 1):
            score = None if one.score is None else round(one.score, 4)
            order = {"by": "model", "model": self.model, "digest": self.digest}
            yield wire.statement(one.statement) | {
                "order": {**order, "place": place, "score": score, "status": "machine"}
            }


def ranked(
    desk: "OpenDesk", path: Path, wanted: Wanted, question: str | None, model: Path | None
) -> Ranking:
    """See ``Desk.ranked_statements``."""
    from onrecord.search.sentence_model import SentenceModel

    loaded = SentenceModel(model or _configured(desk))
    measure: _Near | _LikeExamples = (
        _Near(loaded, question) if question is not None else _LikeExamples(loaded)
    )
    found = list(statements(path, replace(wanted, limit=None), desk.progress))
    read = [s for s in found if loaded.reads(s.citation.words, [s.language])]
    scores: dict[int, float] = {}
    for start in range(0, len(read), _TOGETHER):
        part = read[start : start + _TOGETHER]
        vectors = loaded.texts([s.citation.words for s in part])
        scores |= {
            id(s): x for s, x in zip(part, measure(vectors, [s.kind for s in part]), strict=True)
        }
        desk.progress("ranking by a model", start + len(part), len(read), "statements")
    desk.progress.close()
    placed = [Placed(s, scores.get(id(s))) for s in found]
    placed.sort(key=lambda p: (p.score is None, -(p.score or 0.0)))  # stable: else as they were
    return Ranking(
        tuple(islice(placed, wanted.limit)),
        loaded.card.name,
        loaded.card.digest,
        "likeness to examples of the kind" if question is None else f"nearness to “{question}”",
        len(found) - len(read),
    )


def _configured(desk: "OpenDesk") -> Path:
    folders = [desk.folder / "models" / name for name in MODEL_FOLDERS]
    found = next((folder for folder in folders if folder.is_dir()), None)
    if found is None:
        raise ModelRefused(
            "No model is configured for ranking",
            where=str(folders[0]),
            advice="put a sentence model there, or name its folder with --model DIR; "
            "without one statements come in the export's order",
        )
    return found


class _Near:
    """Cosine to a question. Raises ModelRefused for a language the model does not read."""

    def __init__(self, model: "SentenceModel", question: str) -> None:
        self._asked = model.query(question)

    def __call__(self, vectors: "np.ndarray[Any, Any]", kinds: Sequence[str]) -> list[float]:
        return [float(x) for x in vectors @ self._asked]


class _LikeExamples:
    """Nearest example of the kind less the nearest that is none."""

    def __init__(self, model: "SentenceModel") -> None:
        self._of: dict[str, np.ndarray[Any, Any]] = {}
        by_kind: dict[str, list[str]] = {}
        for code in model.card.languages:
            for text, kind in examples(code):
                by_kind.setdefault(kind, []).append(text)
        if not by_kind:
            raise ModelRefused(
                "There are no examples of statements in a language this model reads",
                where=", ".join(model.card.languages),
                advice="rank by a question instead: --ranked TEXT",
            )
        for kind, texts in by_kind.items():
            self._of[kind] = model.texts(texts)

    def __call__(self, vectors: "np.ndarray[Any, Any]", kinds: Sequence[str]) -> list[float]:
        return [
            self._nearest(v, kind) - self._nearest(v, _NONE)
            for v, kind in zip(vectors, kinds, strict=True)
        ]

    def _nearest(self, vector: "np.ndarray[Any, Any]", kind: str) -> float:
        examples_of = self._of.get(kind)
        return 0.0 if examples_of is None else float((examples_of @ vector).max())
