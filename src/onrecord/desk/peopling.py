"""People of a case's chats: cards, links, proposals; what may leave the case."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import disk
from onrecord.attribute import people_out
from onrecord.attribute.people import People, SamePerson, people, proposals
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import chats
from onrecord.desk.people_kept import kept_people
from onrecord.desk.rows import messages
from onrecord.errors import BadOption, NoSuchThing
from onrecord.lang.likeness import THRESHOLD, compare
from onrecord.lang.name_parts import parts
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Peopled:
    """The people of one chat of one reading, and who may be one person.

    Proposals stay within the chat; nothing links to anything outside the export.
    """

    reading: int
    chat: str
    name: str
    people: People
    same: tuple[SamePerson, ...]


def of_case(path: Path) -> list[Peopled]:
    """Every chat of every reading, walked once and kept. Raises NothingYet without an export."""
    case = open_case(path)
    walk = partial(_walked, case)
    return [one for number in chats(case) for one in kept_people(case, number, walk)]


def _walked(case: Case, number: int) -> list[Peopled]:
    names = {c["id"]: c["name"] for c in case.facts(number)["chats"]}
    return [
        Peopled(number, chat, names.get(chat, ""), found, tuple(proposals(found, alike)))
        for chat, found in people(messages(case, [number])).items()
    ]


def alike(a: str, b: str) -> list[str]:
    """Why two names may be one person's, in any script; empty if they may not."""
    found = compare(parts(a), parts(b))
    return list(found.reasons) if found.score >= THRESHOLD else []


def export(
    desk: "OpenDesk", path: Path, out: Path, *, raw: tuple[str, str] | None, links: bool = False
) -> Path:
    """Writes table (``.csv``; with ``links`` the graph's edges) or graph (``.gexf``),
    under pseudonyms.

    ``raw`` is (who, why): then names stand in it, numbers masked, and the
    reason is logged as a judgement first. Raises BadOption.
    """
    found = of_case(path)
    if len(found) > 1:
        # One file, one chat: people of several chats are never put together.
        raise BadOption(
            "The case holds several chats; their people are not put into one file",
            advice="export them from cases of their own",
        )
    table = people_out.links_as_csv if links else people_out.as_csv
    writers = {".csv": table, ".gexf": people_out.as_gexf}
    if out.suffix not in writers:
        raise BadOption(f"{out.suffix} is not known here", advice="name a .csv or .gexf file")
    if raw is not None:
        from onrecord.desk.judging import judge

        who, why = raw
        judge(desk, path, Judgement("", "people", "yes", who, f"raw people list: {why}", ""))
    disk.replace(out, writers[out.suffix](found[0].people, raw=raw is not None))
    return out


def known_pair(path: Path, about: str) -> bool:
    """True if ``p:KEY=KEY`` names two people of one chat."""
    a, equals, b = about.removeprefix("p:").partition("=")
    if not equals:
        raise NoSuchThing(f"{about} names no two people", advice="write p:KEY=KEY")
    return any({a, b} <= set(one.people.members) for one in of_case(path))
