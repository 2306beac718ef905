"""What a refused export still wants to be told: columns, a format, a password, consent.

The refusal of ``add`` says it in words; a form needs it as values: which columns
there are, which of them is proposed for what, how the first messages would read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from onrecord import formats
from onrecord.desk.reading import opened, picked, read
from onrecord.errors import (
    AmbiguousFormat,
    ColumnsNotConfirmed,
    OnRecordError,
    TruncatedExport,
    WrongZipPassword,
)
from onrecord.formats._mapping import NEEDED
from onrecord.model.chat import Message
from onrecord.ports import Ask

_FIRST = 5
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``what`` is ``columns``, ``format``, ``password``, ``partial`` or
    ``kind`` (whether what was given as reporting is the group's own chat).

    ``fields`` are the columns of the file and ``mapping`` what is proposed
    (ours, theirs); ``first`` are the first messages as they would be read so.
    ``formats`` are the readers that claim the export (name, title).
    """

    what: str
    fields: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    first: tuple[Message, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()


def question_of(
    refused: OnRecordError, export: Path, ask: Ask, password: str | None = None
) -> Question | None:
    """What would let this refused export in; None if nothing a person can say does."""
    if isinstance(refused, WrongZipPassword):
        return Question("password")
    if isinstance(refused, TruncatedExport):
        return Question("partial")
    if isinstance(refused, AmbiguousFormat):
        tree = opened(export, password)
        claims = [f for f in formats.all_formats().values() if f.sniff(tree) is not None]
        return Question("format", formats=tuple((f.name, f.title) for f in claims))
    if isinstance(refused, ColumnsNotConfirmed):
        return columns_of(export, ask, password)
    return None


def chat_in(export: Path, password: str | None = None) -> Question | None:
    """Whether what is given as reporting is not the group's own chat, if a reader of chats
    knows it by marks of its own; None if none does. Raises CannotAccess, NotAnExport."""
    tree = opened(export, password)
    readers = [f for f in formats.all_formats().values() if not hasattr(f, "proposed")]
    claims = tuple((f.name, f.title) for f in readers if f.sniff(tree) is not None)
    return Question("kind", formats=claims) if claims else None


def columns_of(export: Path, ask: Ask, password: str | None = None) -> Question:
    """The columns of a table or of plain JSON with the proposed map, what a person
    named going first, and the first messages under it.

    Raises BadOption for a column that is not there, NotAnExport, AmbiguousFormat.
    """
    tree = opened(export, password)
    reader, _ = picked(tree, ask)
    propose = getattr(reader, "proposed", None)
    mapping = tuple(propose(tree, ask).items()) if propose else ()
    named = tuple((k, v) for k, v in mapping if v)
    first: list[Message] = []
    if any(k == "text" for k, _ in named):
        told = Ask(ask.zone, ask.date_order, named, ask.format)
        parts = islice(read(export, told, password), _LOOKED_AT)
        first = list(islice((p for p in parts if isinstance(p, Message)), _FIRST))
    return Question("columns", _fields(reader, tree), named, tuple(first))


def _fields(reader: object, tree: object) -> tuple[str, ...]:
    found = getattr(reader, "fields", None)
    return tuple(found(tree)) if found else ()


def needed() -> Sequence[str]:
    """What a message has that a column may hold; only ``text`` must be there."""
    return NEEDED
