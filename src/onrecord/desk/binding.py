"""Judgements and states of the board kept at their messages when a thing is read again.

A message's name is where it stands, a statement's is its message, its span and its kind.
A later reading may cut records or write texts otherwise; what persons decided under the
old names is then looked up under the new ones. ``bound.json`` of a later reading holds
the pairs; its digest stands in the reseal's log entry. A statement goes on only where the
later reading has the same words in the same message: whatever it lacks is *unplaced*, and
stays on record under its old name.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import b64
from onrecord.desk import readings, where
from onrecord.desk.case import Case
from onrecord.desk.rows import by_rows, rows_in
from onrecord.model.casework import Finding
from onrecord.model.chat import Message
from onrecord.model.cite import Citation, Ref
from onrecord.model.claim import Statement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk

BOUND = "bound.json"


@dataclass(frozen=True, slots=True)
class Bound:
    """Old names and the new ones; names that have no place; messages (new names) whose
    text a person judged and that reads otherwise now."""

    names: Mapping[str, str]
    unplaced: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    def text(self) -> bytes:
        """As it is kept."""
        said = {
            "names": dict(sorted(self.names.items())),
            "unplaced": list(self.unplaced),
            "reworded": list(self.reworded),
        }
        return b64.dumps(said).encode() + b"\n"

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of that text."""
        return hashlib.sha256(self.text()).hexdigest()


def bind(desk: "OpenDesk", case: Case, number: int, later: Path) -> Bound:
    """Where the judged, moved and cited things of a reading are in a later one."""
    wanted = _named(case)
    statements = _statements(desk, case, number, {w for w in wanted if w.startswith("s:")})
    keys = {w[2:] for w in wanted if w.startswith("m:")}
    messages = {m.key: m for m in _messages(case, number, keys, statements)}
    found = _again(number, later, messages)
    names: dict[str, str] = {}
    lost: list[str] = []
    other: list[str] = []
    for key in sorted(keys & messages.keys()):
        now = found.get(key)
        if now is None:
            lost.append(f"m:{key}")
            continue
        if now.key != key:
            names[f"m:{key}"] = f"m:{now.key}"
        if now.text != messages[key].text:
            other.append(f"m:{now.key}")
    for s in statements:
        now = found.get(s.citation.ref.key)
        after = None if now is None else _same_words(s, messages[s.citation.ref.key], now)
        if after is None:
            lost.append(s.id)
        elif after.id != s.id:
            names[s.id] = after.id
    return Bound(names, tuple(lost), tuple(other))


def _named(case: Case) -> set[str]:
    """Every message and statement that a person judged, moved or cited, by its full name."""
    from onrecord.desk.judging import judgements
    from onrecord.desk.resolving import cited
    from onrecord.desk.working import moves

    abouts = [j.about for j in judgements(case)] + [m.about for m in moves(case)[0]]
    return {part for about in [*abouts, *cited(case)] for part in about.split("+")}


def _statements(desk: "OpenDesk", case: Case, number: int, wanted: set[str]) -> list[Statement]:
    from onrecord.desk.judged import by_person
    from onrecord.desk.proposing import every

    if not wanted:
        return []
    found = list(every(case, [number], desk.progress))
    found += by_person(case, found)
    return [s for s in found if s.id in wanted and s.citation.ref.reading == number]


def _messages(
    case: Case, number: int, keys: set[str], statements: Iterable[Statement]
) -> Iterator[Message]:
    from onrecord.desk.key_table import rows_of

    numbers = {s.citation.ref.n for s in statements}
    for key in keys:
        numbers.update(rows_of(case, number, key))
    yield from by_rows(case, number, numbers).values()


def _again(number: int, later: Path, messages: Mapping[str, Message]) -> dict[str, Message]:
    """The messages in a later reading, under their old keys; one pass for those whose
    place is the same."""
    wanted = {m.place for m in messages.values()}
    at = {p.key: n for n, p in where.places(later) if p in wanted}
    for key, message in messages.items():
        if key not in at and (n := where.again(later, message)) is not None:
            at[key] = n
    there = rows_in(later, number, at.values())
    return {key: there[n] for key, n in at.items()}


def _same_words(s: Statement, before: Message, now: Message) -> Statement | None:
    """The statement in the later message, None if its words are not there once."""
    c = s.citation
    start = c.start if now.text[c.start : c.end] == c.words else now.text.find(c.words)
    if start < 0 or (start != c.start and now.text.count(c.words) != 1):
        return None
    ref = Ref(c.ref.reading, now.n, now.key)
    return replace(s, citation=Citation(ref, start, start + len(c.words), c.words), proposed="")


def names_of(case: Case) -> dict[str, str]:
    """Every old name of a thing and the one it has in the readings that count."""
    out: dict[str, str] = {}
    for number in sorted({p.name.partition("-")[0] for p in _later(case)}):
        if not number.isdigit():
            continue
        for made in readings.every(case, int(number))[1:]:
            new = _read(made.folder).names
            out = {old: new.get(now, now) for old, now in out.items()} | dict(new)
    return out


def _later(case: Case) -> Iterator[Path]:
    return (p for p in (case.path / "readings").glob("*-*") if p.suffix != ".part")


def _read(folder: Path) -> Bound:
    try:
        said = json.loads((folder / BOUND).read_bytes())
        return Bound(said["names"], tuple(said["unplaced"]), tuple(said["reworded"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Bound({})  # `check` names the file


def present(names: Mapping[str, str], about: str) -> str:
    """What was judged, by the names that things have now."""
    return "+".join(names.get(part, part) for part in about.split("+")) if names else about


def present_key(case: Case, key: str) -> str:
    """The key that a message of an earlier reading has now; the same if it has none."""
    from onrecord.desk.rows import by_reference
    from onrecord.errors import QuestionError

    if not any(_later(case)):
        return key
    try:
        return by_reference(case, f"m:{key}").key
    except QuestionError:
        return key


def checked(made: readings.Reading) -> Finding | None:
    """The names kept with a later reading against its log entry; None for a first reading."""
    if "-" not in made.folder.name:
        return None
    name = f"readings/{made.folder.name}/{BOUND}"
    path = made.folder / BOUND
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "nothing"
    if str(made.seals[0].get("notes")).endswith(f"names {digest}"):
        return Finding(name, "intact", "")
    return Finding(name, "altered", "not as the log entry says")
