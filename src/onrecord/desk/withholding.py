"""One file of an export withheld, on record, to protect a source: the third state.

Its bytes go; its digest stays in the sealed manifest, so that who has the file can
still be shown to have the one that was sealed. ``check`` says *withheld by entry N*.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from onrecord import clock
from onrecord.archive import bag as bags
from onrecord.archive.withheld import Gone
from onrecord.desk.blanking import erase_withheld
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import Holding, holding, ledger_of
from onrecord.desk.rows import batches
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, NoSuchThing

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def withhold(desk: "OpenDesk", path: Path, number: int, member: str, said: tuple[str, str]) -> int:
    """Withholds a file by name; ``said`` is (why, by). The index of the log entry.

    Raises NoSuchThing if the bag has no such file (any more), BadOption for one that
    messages were read from: those are withdrawn as a whole.
    """
    from onrecord.desk.intake import sit

    why, by = said
    if not why.strip() or not by.strip():
        raise BadOption("A file is withheld by a name and for a reason", advice="--by and --why")
    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        held = holding(case, number)
        digest = _digest(case, held, member)
        item = {"bag": f"{number:04d}", "member": member, "sha256": digest}
        values = {
            "case": case.name,
            "what": [item],
            "why": why,
            "by": by,
            "claimed": clock.stamp(),
        }
        entry = ledger_of(case).record(at.log, desk.keys, "withheld", values)
        erase_withheld(case)
        stamp_head(at)
    return entry.index


def _digest(case: Case, held: Holding, member: str) -> str:
    """The sealed SHA-256 of a file that can be withheld."""
    folder = case.bag(held.number)
    name = f"data/export/{member}"
    files = {} if held.withdrawn else bags.open_bag(folder).files
    if name not in files or not (folder / name).is_file():
        raise NoSuchThing(f"#{held.number} holds no such file", where=member)
    if held.single is not None or held.kind == "news" or _is_read(case, held, member):
        raise BadOption(
            "Messages or articles were read from this file: it cannot go alone",
            where=member,
            advice=f"withhold one message: onrecord withdraw CASE {held.number} --message M, "
            f"or withdraw all of it: onrecord withdraw CASE {held.number} --erase",
        )
    return files[name]


def _is_read(case: Case, held: Holding, member: str) -> bool:
    found = (pc.any(pc.equal(b.column(0), member)) for b in _members(case, held))
    return any(f.as_py() for f in found)


def _members(case: Case, held: Holding) -> Any:
    return batches(case.reading(held.number), ["member"]) if held.whole else ()


def withheld_in(case: Case, number: int) -> list[str]:
    """Files of a received thing that are withheld, or hold a withheld record."""
    gone = Gone.of(ledger_of(case))
    bag = f"{number:04d}"
    named = {m for (name, m) in gone.files if name == bag and m is not None}
    return sorted(named | {r.member for r in gone.records if r.bag == bag})
