"""What a case holds, derived from its log entries: nothing else is believed.

A thing counts as received when the log holds its ``received`` entry, as read
when it holds a ``seal`` (or ``reseal``) over its bag, and is withdrawn when it
holds a ``withheld`` entry that names its bag.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from onrecord.archive.ledger import Ledger
from onrecord.desk.case import Case
from onrecord.errors import NoSuchThing, NothingYet
from onrecord.model.proof import Entry
from onrecord.ports import Ask


@dataclass(frozen=True, slots=True)
class Holding:
    """One received thing: its ``received`` entry, its latest seal, its fate.

    ``single`` is the file's name if a single file was handed in, else None.
    ``whole`` is True if it has been read and its reading lies in the case.
    """

    number: int
    kind: str
    name: str
    single: str | None
    received: Entry
    seal: Entry | None
    withdrawn: str | None
    whole: bool

    @property
    def manifest(self) -> str:
        """Hex SHA-256 of the bag's manifest, as logged."""
        return str(self.received.get("manifest"))

    @property
    def archive(self) -> str | None:
        """The id of its latest seal."""
        return None if self.seal is None else clear(self.seal)["archive"]


def clear(seal: Entry) -> dict[str, Any]:
    """The clear fields of a seal's entry."""
    value: dict[str, Any] = json.loads(seal.body)
    return value


def ledger_of(case: Case) -> Ledger:
    """The case's own entries."""
    return Ledger(case.path / "entries")


def holdings(case: Case) -> list[Holding]:
    """Everything received, in order, withdrawn things too."""
    entries = list(ledger_of(case).entries())
    seals = {str(e.get("bag")): e for e in entries if e.kind in ("seal", "reseal")}
    gone = _withdrawn(entries)
    out = []
    for entry in entries:
        if entry.kind != "received":
            continue
        bag = str(entry.get("bag"))
        number = int(bag)
        how = acquisition(case, number)
        kind = "news" if entry.get("what") == "news" else "chat"
        there = (case.reading(number) / "reading.json").exists()
        sealed = seals.get(bag)
        out.append(
            Holding(
                number,
                kind,
                str(how.get("name") or bag),
                cast("str | None", how.get("single")),
                entry,
                sealed,
                gone.get(bag),
                there and (sealed is not None or kind == "news"),
            )
        )
    return sorted(out, key=lambda h: h.number)


def _withdrawn(entries: list[Entry]) -> dict[str, str]:
    """Bag name to the reason it was withdrawn for."""
    gone = {}
    for entry in entries:
        if entry.kind == "withheld":
            for item in cast("list[Mapping[str, Any]]", entry.get("what") or []):
                if item.get("member") is None:
                    gone[str(item["bag"])] = f"{entry.get('why')} ({entry.get('by')})"
    return gone


def judged_names(case: Case) -> set[str]:
    """Ids of the judgements on record."""
    return {
        str(item["id"])
        for entry in ledger_of(case).entries()
        if entry.kind == "judged"
        for item in cast("list[Mapping[str, Any]]", entry.get("judgements") or [])
    }


def acquisition(case: Case, number: int) -> dict[str, Any]:
    """The custody record in a bag; empty if the bytes were erased."""
    path = case.bag(number) / "data" / "acquisition.json"
    if not path.exists():
        return {}
    value: dict[str, Any] = json.loads(path.read_bytes())
    return value


def holding(case: Case, number: int) -> Holding:
    """One received thing. Raises NoSuchThing."""
    for h in holdings(case):
        if h.number == number:
            return h
    raise NoSuchThing(
        f"Nothing was received as number {number}",
        where=str(case.path),
        advice="`onrecord info CASE` lists what there is",
    )


def readings(case: Case, kind: str) -> list[int]:
    """Numbers of whole, not withdrawn readings of a kind (``chat``, ``news``)."""
    return [h.number for h in holdings(case) if h.kind == kind and h.whole and not h.withdrawn]


def chats(case: Case) -> list[int]:
    """Numbers of the readings of chats. Raises NothingYet if there is none."""
    found = readings(case, "chat")
    if not found:
        raise NothingYet(
            "There is no chat in this case yet",
            where=str(case.path),
            advice="onrecord add CASE EXPORT",
        )
    return found


def said_of(ask: Ask) -> dict[str, Any]:
    """What was said about an export, as the records keep it."""
    said: dict[str, Any] = {
        "zone": ask.zone,
        "date_order": ask.date_order,
        "columns": list(ask.columns),
    }
    return said if ask.format is None else {**said, "format": ask.format}


def ask_of(case: Case, number: int) -> Ask:
    """What was said about an export when it was added."""
    return _ask(acquisition(case, number).get("ask") or {})


def asked_of(case: Case, number: int) -> Ask:
    """What the reading that counts was made with."""
    said = case.facts(number).get("ask")
    return ask_of(case, number) if said is None else _ask(said)


def _ask(said: Mapping[str, Any]) -> Ask:
    columns = tuple((a, b) for a, b in said.get("columns") or ())
    return Ask(said.get("zone"), said.get("date_order"), columns, said.get("format"))


def chats_of(case: Case) -> dict[int, int]:
    """Reading to the number of the first reading of the same chat."""
    first: dict[str, int] = {}
    out: dict[int, int] = {}
    for h in holdings(case):
        if h.seal is None or h.archive is None:
            continue
        said = h.seal.get("same_chat")
        out[h.number] = first.get(str(said), h.number) if said else h.number
        first[h.archive] = out[h.number]
    return out
