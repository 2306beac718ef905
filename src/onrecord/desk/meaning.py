"""Meaning search: off by default, a model's guess, marked as one.

Vectors lie beside the text index (``derived/meaning``), made at the first
question, thrown away with it. A message in a language that the model does not
read gets none, and the answer says how many were passed over.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.desk.case import Case, open_case
from onrecord.desk.finding import row_object
from onrecord.desk.indexing import engine, ensure_index
from onrecord.errors import ModelRefused
from onrecord.model.query import Hit, Row

if TYPE_CHECKING:
    import numpy as np

    from onrecord.desk.open_desk import OpenDesk
    from onrecord.search.sentence_model import SentenceModel
    from onrecord.store._opened import Opened

MODEL_FOLDER = "meaning"
_TOGETHER = 2048


@dataclass(frozen=True, slots=True)
class Meant:
    """A message near in meaning: the cosine the model gives (None if only its
    words were found), and why it is shown. A machine's guess."""

    row: Row
    near: float | None
    why: tuple[str, ...]

    def as_object(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        near = None if self.near is None else round(self.near, 4)
        guess = {"status": "proposed", "near": near, "why": list(self.why)}
        return {**row_object(self.row), **guess}


@dataclass(frozen=True, slots=True)
class Meanings:
    """Messages near a question, nearest first, and what was compared."""

    hits: tuple[Meant, ...]
    model: str
    compared: int
    passed_over: int
    exact: bool

    @property
    def scope(self) -> str:
        """What was compared, in words."""
        how = "each compared" if self.exact else "the likeliest lists compared"
        return (
            f"{self.compared:,} messages in a language that {self.model} reads, {how}; "
            f"{self.passed_over:,} passed over"
        )


def meant(
    desk: "OpenDesk", path: Path, text: str, model: Path | None, limit: int, with_words: bool
) -> Meanings:
    """See ``Desk.meant``."""
    from onrecord.search.question import ask
    from onrecord.search.sentence_model import SentenceModel
    from onrecord.search.vectors import Vectors, fused
    from onrecord.store.tantivy_index import ENGINE

    case = open_case(path)
    ensure_index(case, desk.progress)
    loaded = SentenceModel(model or desk.folder / "models" / MODEL_FOLDER)
    asked = loaded.query(text)
    vectors = Vectors(_ensured(desk, case, loaded))
    near = dict(vectors.nearest(asked, max(limit, 1) * (5 if with_words else 1)))
    with ENGINE.open(case.index) as opened:
        by_words: dict[int, Hit] = {}
        if with_words:
            for hit in ask(engine(), case.index, text, limit=limit * 5):
                number = opened.number(hit.reading, hit.n)
                if number is not None:
                    by_words[number] = hit
        order = fused([list(near), list(by_words)], limit) if with_words else list(near)[:limit]
        hits = tuple(
            Meant(opened.row_at(n), near.get(n), _why(near.get(n), by_words.get(n))) for n in order
        )
    made = vectors.made
    return Meanings(hits, loaded.card.name, made.count, made.passed_over, not made.lists)


def _why(near: float | None, hit: Hit | None) -> tuple[str, ...]:
    said = [] if near is None else [f"near in meaning ({near:.2f}), as a model guesses"]
    if hit is not None:
        said += dict.fromkeys(m.why for m in hit.marks if m.why)
    return tuple(said)


def _ensured(desk: "OpenDesk", case: Case, model: "SentenceModel") -> Path:
    """The folder with vectors of this model over this index, made if it is not there."""
    from onrecord.search.vectors import made, write
    from onrecord.store.tantivy_index import ENGINE

    folder = case.index.with_name("meaning")
    index = _index_made(case)
    there = made(folder)
    if there is not None and (there.model, there.index) == (model.card.digest, index):
        return folder
    staged = folder.with_name("meaning.part")
    for old in (folder, staged):
        shutil.rmtree(old, ignore_errors=True)
    with ENGINE.open(case.index) as opened:
        readable = _Readable(opened, model)
        made_with = model.card.digest, index
        parts = _parts(desk, readable, model)
        write(staged, parts, made_with, lambda: readable.passed_over)
        if not readable.numbers:
            shutil.rmtree(staged)
            raise ModelRefused(
                "No message of this case is in a language that the model reads",
                where=", ".join(model.card.languages),
                advice="search by words: those know any script",
            )
    staged.rename(folder)
    return folder


def _index_made(case: Case) -> str:
    """What tells this index from one built again over other readings."""
    stamp = (case.index / "values.json").stat()
    return f"{stamp.st_mtime_ns} {stamp.st_size}"


class _Readable:
    """The messages with words in a language that a model reads."""

    def __init__(self, opened: "Opened", model: "SentenceModel") -> None:
        self._opened, self._model = opened, model
        self.numbers = 0
        self.passed_over = 0

    def __len__(self) -> int:
        return len(self._opened)

    def batches(self) -> Iterator[tuple[list[int], list[str]]]:
        """Message numbers and texts, some at a time."""
        for first in range(0, len(self._opened), _TOGETHER):
            numbers, texts = [], []
            for number in range(first, min(first + _TOGETHER, len(self._opened))):
                text, languages = self._opened.text_at(number)
                if self._model.reads(text, languages):
                    numbers.append(number)
                    texts.append(text)
                else:
                    self.passed_over += 1
            if numbers:
                self.numbers += len(numbers)
                yield numbers, texts


def _parts(
    desk: "OpenDesk", readable: _Readable, model: "SentenceModel"
) -> "Iterator[tuple[list[int], np.ndarray[Any, Any]]]":
    for numbers, texts in readable.batches():
        yield numbers, model.texts(texts)
        desk.progress("reading for meaning", numbers[-1] + 1, len(readable), "messages")
    desk.progress.close()
