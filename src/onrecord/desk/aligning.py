"""Several witnesses of one chat: who has what, who lacks it, who has it otherwise."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from onrecord.desk.case import MARK, Case, open_case
from onrecord.desk.holdings import readings
from onrecord.desk.reading import opened, picked
from onrecord.desk.rows import RowWriter, parts
from onrecord.errors import BadOption, NothingYet
from onrecord.model.chat import Chat
from onrecord.model.trouble import Trouble
from onrecord.model.witness import Alignment
from onrecord.ports import Ask
from onrecord.store.witnesses import align as aligned


@dataclass(frozen=True, slots=True)
class Witness:
    """One export among the aligned: its name and its rows."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two witnesses and their alignment."""

    a: str
    b: str
    result: Alignment


def align(things: list[str], ask: Ask) -> Iterator[Aligned]:
    """The first witness beside each of the others.

    ``things`` is a case with numbers (all its chat readings if none are given),
    or exports on disk. Raises BadOption, NothingYet, NotAnExport.
    """
    first = Path(things[0])
    if (first / MARK).is_file():
        yield from _in_case(open_case(first), things[1:])
        return
    if len(things) < 2:
        raise BadOption("Two exports are needed", advice="onrecord align A B, or a case")
    with tempfile.TemporaryDirectory() as scratch:
        made = [_read(Path(t), Path(scratch) / str(i), ask) for i, t in enumerate(things)]
        yield from _pairs(made)


def _in_case(case: Case, numbers: list[str]) -> Iterator[Aligned]:
    known = readings(case, "chat")
    for text in numbers:
        if not text.isdigit() or int(text) not in known:
            raise BadOption(f"{text} is no chat reading of this case", where=str(case.path))
    wanted = [int(t) for t in numbers] or known
    if len(wanted) < 2:
        raise NothingYet(
            "Two exports of the chat are needed",
            where=str(case.path),
            advice="add the second witness's export to the case",
        )
    yield from _pairs([Witness(f"#{n}", case.reading(n)) for n in wanted])


def pair_in_case(case: Case, a: int, b: int) -> Alignment:
    """The alignment of two readings of a case."""
    return next(_in_case(case, [str(a), str(b)])).result


def _pairs(found: list[Witness]) -> Iterator[Aligned]:
    a = found[0]
    for b in found[1:]:
        yield Aligned(a.name, b.name, aligned(parts(a.folder), parts(b.folder)))


def _read(export: Path, folder: Path, ask: Ask) -> Witness:
    """An export's rows as Parquet in a scratch folder."""
    tree = opened(export, None)
    fmt, _ = picked(tree, ask)
    folder.mkdir()
    writer = RowWriter(folder)
    for part in fmt.read(tree, ask):
        if not isinstance(part, Chat | Trouble):
            assert isinstance(part, pa.RecordBatch)  # noqa: S101
            writer.add(part)
    writer.close()
    return Witness(export.name, folder)
