"""From an export's bytes to batches: the same path with and without a case."""

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onrecord import formats
from onrecord.desk.case import Case
from onrecord.desk.holdings import acquisition
from onrecord.errors import CannotAccess, ColumnsNotConfirmed, NotAnExport, TruncatedExport
from onrecord.model.chat import Chat, Counts, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Format, Sniffed, Tree

MOST_TROUBLES_KEPT = 10_000


@dataclass(slots=True)
class Tally:
    """What a reading has met so far; ``counts`` is what is said at the end."""

    messages: int = 0
    service: int = 0
    unreadable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    chats: list[Chat] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    fatal: Trouble | None = None

    def take(self, part: "pa.RecordBatch | Chat | Trouble") -> None:
        """Counts one part of a reading."""
        if isinstance(part, Trouble):
            self.kinds[part.kind] += 1
            if part.kind == "unreadable-record":
                self.unreadable += 1
            if part.weight == "fatal":
                self.fatal = self.fatal or part
            if len(self.troubles) < MOST_TROUBLES_KEPT:
                self.troubles.append(part)
        elif isinstance(part, Chat):
            self.chats.append(part)
        else:
            service = pc.sum(pc.equal(part.column("kind"), "service")).as_py() or 0
            self.service += service
            self.messages += part.num_rows - service

    @property
    def counts(self) -> Counts:
        """In = messages + service + unreadable."""
        return Counts(
            self.messages,
            self.service,
            self.unreadable,
            sum(self.kinds.values()),
            tuple(sorted(self.kinds.items())),
        )


def opened(path: Path, password: str | None) -> Tree:
    """The export as named bytes. Raises CannotAccess if there is nothing."""
    if not path.exists():
        raise CannotAccess(
            "There is no such file or folder", where=str(path), advice="check the path"
        )
    return formats.open_tree(path, password)


def tree_of(case: Case, number: int, password: str | None = None) -> Tree:
    """The sealed bytes of a received thing, as its reader saw them.

    A single file is opened as what it was (a zip as its members); a folder as
    its files. So keys are the same with and without a case.
    """
    return opened(place_of(case, number), password)


def place_of(case: Case, number: int) -> Path:
    """Where the sealed bytes of a received thing lie: what ``tree_of`` opens."""
    single = acquisition(case, number).get("single")
    folder = case.bag(number) / "data" / "export"
    return folder / single if single else folder


def picked(tree: Tree, ask: Ask | None = None) -> tuple[Format, Sniffed]:
    """The one reader that claims the tree, or the one a person named, if it claims it.

    Raises NotAnExport, AmbiguousFormat; BadOption for a name there is none of.
    """
    if ask is None or ask.format is None:
        return formats.pick(tree)
    named = formats.by_name(ask.format)
    claim = named.sniff(tree)
    if claim is None:
        raise NotAnExport(
            f"the reader {named.name} finds nothing of its own here",
            where=tree.name,
            advice="Leave out --format to see which reader fits.",
        )
    return named, claim


def confirmed(fmt: Format, tree: Tree, ask: Ask, where: Path) -> None:
    """Nothing, or ColumnsNotConfirmed: a format without columns of its own proposes a map,
    and before its words are sealed as somebody's a person says that the map is right."""
    propose = getattr(fmt, "proposed", None)
    if propose is None or ask.columns:
        return
    mapping = propose(tree, ask)
    if not mapping.get("text"):
        return  # the reader says which columns there are
    said = " ".join(f"--column {shlex.quote(f'{k}={v}')}" for k, v in mapping.items())
    raise ColumnsNotConfirmed(
        "what its columns mean is proposed by their names: "
        + ", ".join(f"{v!r} as {k}" for k, v in mapping.items()),
        where=str(where),
        advice=f"If that is right, add it again with {said}; else change what is wrong. "
        "`onrecord read` shows what comes of it without a case.",
    )


def refuse_truncated(tally: Tally, *, partial: bool) -> None:
    """Raises TruncatedExport for a fatal trouble, unless a person accepted it."""
    if tally.fatal is None or partial:
        return
    trouble = tally.fatal
    raise TruncatedExport(
        trouble.note or "The export ends before its own structure does",
        where=str(trouble.place),
        advice="export the chat again; if this is all there is, add it with --partial: "
        "what can be read is kept and the gap stays on record",
    )


def read(path: Path, ask: Ask, password: str | None = None) -> Iterator[Message | Chat | Trouble]:
    """Everything an export says, without making a case. Ends with nothing more;
    a fatal trouble is the last value of its member."""
    tree = opened(path, password)
    fmt, _ = picked(tree, ask)
    for part in fmt.read(tree, ask):
        if isinstance(part, Chat | Trouble):
            yield part
        else:
            yield from rows(part)


def name_of(path: Path, password: str | None = None, ask: Ask | None = None) -> dict[str, Any]:
    """Which format an export is, and why the reader says so."""
    fmt, why = picked(opened(path, password), ask)
    return {"format": fmt.name, "version": fmt.version, "why": why.why}
