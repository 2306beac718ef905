"""Second readers: asked blind, compared, and settled where they differ.

Blind means that the desk showed nobody's answer when it asked. What two people
tell each other it cannot know; the record says which way was taken.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from onrecord.desk.proposing import every
from onrecord.desk.rows import by_reference
from onrecord.errors import AlreadyRead, BadOption, NoSuchThing, NothingToSettle, QuestionError
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.model.chat import Message
    from onrecord.model.claim import Statement


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


def to_read(
    desk: "OpenDesk", path: Path, by: str, *, share: float = 1.0, seed: str = ""
) -> Iterator[ToRead]:
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
    needed = {about.partition("+")[0] for _, about in wanted if about.startswith("s:")}
    known = {s.id: s for s in _statements(desk, case) if s.id in needed} if needed else {}
    for _, about in wanted:
        yield _asked(case, about, known)


def _drawn(seed: str, about: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{about}".encode()).digest()[:6]) / 2**48


def _statements(desk: "OpenDesk", case: Case) -> "Iterator[Statement]":
    yield from every(case, readings(case, "chat"), desk.progress)


def _asked(case: Case, about: str, known: "dict[str, Statement]") -> ToRead:
    statement = known.get(about.partition("+")[0])
    message = None
    if statement is not None or about.startswith("m:"):
        ref = None if statement is None else statement.citation.ref
        wanted = about if ref is None else f"{ref.reading}:m:{ref.key}"
        try:
            message = by_reference(case, wanted)
        except QuestionError:
            message = None  # its export was withdrawn since; there is nothing to read
    return ToRead(about, statement, message)


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
