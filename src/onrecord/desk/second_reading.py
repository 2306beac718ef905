"""Second readers: asked blind, compared, and settled where they differ.

Blind means that the desk showed nobody's answer when it asked. What two people
tell each other it cannot know; the record says which way was taken.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

from onrecord.desk.boarding import statements_of
from onrecord.desk.case import Case, open_case
from onrecord.desk.correcting import checked
from onrecord.desk.holdings import readings
from onrecord.desk.judging import (
    answers,
    by_thing,
    complete,
    judgements,
    keep,
    named,
    read_as,
    reader,
    thing,
)
from onrecord.desk.rows import by_reference, by_rows
from onrecord.errors import AlreadyRead, BadOption, NoSuchThing, NothingToSettle, QuestionError
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.model.chat import Message
    from onrecord.model.claim import Statement

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ToRead:
    """One thing a second reader has not judged, without anybody's answer.

    ``statement`` is what the rules proposed, None for anything but statements
    and matches (and for a statement that the present rules no longer propose);
    ``message`` the message it stands in, None if it was withdrawn.
    """

    about: str
    statement: "Statement | None"
    message: "Message | None"


@dataclass(frozen=True, slots=True)
class Waiting(Sequence[ToRead]):
    """Things that wait for a second reader; each is looked up when it is asked for."""

    desk: "OpenDesk"
    case: Case
    abouts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.abouts)

    @overload
    def __getitem__(self, at: int) -> ToRead: ...
    @overload
    def __getitem__(self, at: slice) -> "Waiting": ...
    def __getitem__(self, at: "int | slice") -> "ToRead | Waiting":
        if isinstance(at, slice):
            return Waiting(self.desk, self.case, self.abouts[at])
        return next(self._looked_up((self.abouts[at],)))

    def __iter__(self) -> Iterator[ToRead]:
        for at in range(0, len(self), _AT_ONCE):
            yield from self._looked_up(self.abouts[at : at + _AT_ONCE])

    def _looked_up(self, abouts: tuple[str, ...]) -> Iterator[ToRead]:
        needed = {a.partition("+")[0] for a in abouts if a.startswith("s:")}
        known = statements_of(self.case, needed, self.desk.progress)
        said = _messages(self.case, known.values())
        for about in abouts:
            statement = known.get(about.partition("+")[0])
            if statement is not None:
                ref = statement.citation.ref
                yield ToRead(about, statement, said.get((ref.reading, ref.n)))
            else:
                yield ToRead(about, None, _named(self.case, about))


def to_read(
    desk: "OpenDesk", path: Path, by: str, *, share: float = 1.0, seed: str = ""
) -> "Waiting":
    """What others judged and ``by`` did not, in an order that tells nothing.

    ``share`` draws that part of it, the same for the same ``seed``; what is
    judged later changes nothing in the draw.
    """
    if not by.strip():
        raise BadOption("A second reader has a name", advice="give --by")
    if not 0 < share <= 1:
        raise BadOption(f"{share} is no share", advice="write a number up to 1, as 0.2")
    case = open_case(path)
    me = reader(by)
    read_by: dict[str, set[str]] = {}
    for j in judgements(case):
        if j.how != "settling" and j.about[:2] in ("s:", "m:", "p:"):
            read_by.setdefault(j.about, set()).add(reader(j.by))
    wanted = sorted(
        (drawn, about)
        for about, names in read_by.items()
        if me not in names and (drawn := _drawn(seed, about)) < share
    )
    return Waiting(desk, case, tuple(about for _, about in wanted))


def _drawn(seed: str, about: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{about}".encode()).digest()[:6]) / 2**48


def _messages(case: Case, found: "Iterable[Statement]") -> "dict[tuple[int, int], Message]":
    """The messages of statements, but for those of exports that were withdrawn since."""
    there = readings(case, "chat")
    places: dict[int, list[int]] = {}
    for s in found:
        if s.citation.ref.reading in there:
            places.setdefault(s.citation.ref.reading, []).append(s.citation.ref.n)
    return {
        (number, n): message
        for number, rows in places.items()
        for n, message in by_rows(case, number, rows).items()
    }


def _named(case: Case, about: str) -> "Message | None":
    """The message of a name, None for the name of anything else or of one withdrawn."""
    try:
        return by_reference(case, about) if about.startswith("m:") else None
    except QuestionError:
        return None


def read_blind(desk: "OpenDesk", path: Path, said: Judgement) -> Judgement:
    """Records a second reader's answer.

    Raises NoSuchThing if nobody judged it before, AlreadyRead if ``said.by`` did.
    """
    complete(said)
    case = open_case(path)
    with case.writing():
        found = judgements(case)
        may_read(found, said, str(case.path))
        checked(said, thing(desk, case, said.about.partition("+")[0]).text)
        made = named(replace(said, how="blind", replaces=None), len(found))
        keep(desk, case, [made])
    return made


def may_read(found: Iterable[Judgement], said: Judgement, where: str) -> None:
    """Raises NoSuchThing, AlreadyRead where ``said`` is no second reader's answer."""
    before = [j for j in found if j.about == said.about and j.how != "settling"]
    if not before:
        raise NoSuchThing(
            f"Nobody has judged {said.about} yet",
            where=where,
            advice="`onrecord second CASE --by NAME` lists what a second reader is asked",
        )
    if reader(said.by) in {reader(j.by) for j in before}:
        raise AlreadyRead(
            f"{said.by} has judged {said.about} already",
            where=where,
            advice="a second reader is somebody else; to change one's own answer: "
            "`onrecord judge … --replaces j:…`",
        )


def settle(desk: "OpenDesk", path: Path, said: Judgement) -> Judgement:
    """Records the decision between readers who differ; their answers stay on record.

    Raises NothingToSettle if no two do, or it was settled and that is not taken back.
    """
    complete(said)
    case = open_case(path)
    with case.writing():
        found = judgements(case)
        open_ = differing(found)
        earlier = [j for j in found if j.id == said.replaces and j.how == "settling"]
        if said.about not in open_ and not any(j.about == said.about for j in earlier):
            raise NothingToSettle(
                f"No two readers differ about {said.about}, or it is settled",
                where=str(case.path),
                advice="`onrecord agreement CASE` lists what is open; "
                "a settled one is settled anew with --replaces j:…",
            )
        checked(said, thing(desk, case, said.about.partition("+")[0]).text)
        made = named(replace(said, how="settling"), len(found))
        keep(desk, case, [made])
    return made


def differing(found: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Things whose readers differ and that nobody settled, with each reader's answer."""
    return {
        about: answers(those)
        for about, those in by_thing(found).items()
        if all(j.how != "settling" for j in those) and len({read_as(j) for j in answers(those)}) > 1
    }
