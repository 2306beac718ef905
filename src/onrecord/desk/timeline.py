"""What happened to a case, from its log entries: the custody timeline.

Only what the sealed log holds is told, in the log's order; times are this
machine's claims unless a time stamp stands beside the head.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from onrecord.desk import readings
from onrecord.desk.case import open_case
from onrecord.desk.holdings import acquisition, ledger_of
from onrecord.model.proof import Entry


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log: its index, its kind, one sentence, when it claims to be
    from, who did it (where the entry says so), and the bag it is about."""

    index: int
    kind: str
    says: str
    claimed: str
    by: str = ""
    bag: int | None = None


def timeline(path: Path) -> Iterator[Event]:
    """The case's entries in the order of the log."""
    case = open_case(path)
    names: dict[int, str] = {}
    stories: dict[str, str] = {}
    for entry in ledger_of(case).entries():
        numbers = bags_of(entry)
        for n in numbers:
            if n not in names:
                names[n] = str(acquisition(case, n).get("name") or "an erased thing")
        about = ", ".join(names[n] for n in numbers)
        if entry.kind == "published":
            stories[str(entry.index)] = str(entry.get("story") or "")
        elif entry.kind == "retracted":
            about = stories.get(str(entry.get("of")), "")
        yield Event(
            entry.index,
            entry.kind,
            _TOLD.get(entry.kind, _other)(entry, about),
            str(entry.get("claimed") or entry.get("at") or ""),
            str(entry.get("by") or ""),
            numbers[0] if len(numbers) == 1 else None,
        )


def bags_of(entry: Entry) -> list[int]:
    """The bags an entry is about: its own, or those whose content it takes back."""
    if entry.kind == "withheld":
        what = cast("list[Mapping[str, Any]]", entry.get("what") or [])
        return [int(w["bag"]) for w in what]
    bag = entry.get("bag")
    return [] if bag is None else [int(str(bag))]


def _received(entry: Entry, name: str) -> str:
    files, size = int(str(entry.get("files") or 0)), int(str(entry.get("bytes") or 0))
    return f"{name} was sealed: {files:,} {'file' if files == 1 else 'files'}, {size:,} bytes"


def _seal(entry: Entry, name: str) -> str:
    if entry.kind == "reseal" and not readings.of_its_own(entry):
        return f"{name} was sealed again, as it had been read, under a new secret"
    again = " again" if entry.kind == "reseal" else ""
    return f"{name} was read{again} and its records were sealed one by one"


def _judged(entry: Entry, _: str) -> str:
    items = cast("list[Mapping[str, Any]]", entry.get("judgements") or [])
    return f"{len(items)} {'judgement' if len(items) == 1 else 'judgements'} went on record"


def _published(entry: Entry, _: str) -> str:
    return f"The story {entry.get('story') or ''} was published".replace("  ", " ")


def _retracted(entry: Entry, name: str) -> str:
    why = entry.get("why") or "no reason said"
    return f"The story {name} was retracted: {why}".replace("  ", " ")


def _withheld(entry: Entry, name: str) -> str:
    what = cast("list[Mapping[str, Any]]", entry.get("what") or [])
    part = "A file of " if any(w.get("member") is not None for w in what) else ""
    part = "A message of " if any("record" in w for w in what) else part
    return f"{part}{name or 'a thing'} was taken back: {entry.get('why') or 'no reason said'}"


def _key(_: Entry, __: str) -> str:
    return "The desk's key changed"


def _other(entry: Entry, name: str) -> str:
    return f"{entry.kind.capitalize()} {name}".strip()


_TOLD: dict[str, Callable[[Entry, str], str]] = {
    "received": _received,
    "seal": _seal,
    "reseal": _seal,
    "judged": _judged,
    "published": _published,
    "retracted": _retracted,
    "withheld": _withheld,
    "key": _key,
}
