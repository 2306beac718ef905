"""The completeness certificate: what an export says of its own gaps.

It stays in the case. A published method note carries only a coarse sentence
that a person approves: dates, filters and gaps can tell which member exported.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import readings
from onrecord.desk.rows import batches

_COLUMNS = ["chat", "id", "kind", "time_text", "time_basis", "time_first", "media", "action"]
_SHOWN = 20
# WhatsApp's own limits on "Export chat": messages without and with media.
_CAPS = {"whatsapp": (40_000, 10_000)}
_NUMBERED = frozenset(["telegram"])
_TIMERS = ("ttl", "timer", "disappear", "ephemeral", "expir")
_JOINS = ("join_group_by_link", "join_group_by_request", "invite_members", "create_group")


@dataclass(slots=True)
class _Seen:
    """What one chat of a reading shows, gathered batch by batch."""

    ids: list[int] = field(default_factory=list)
    rows: int = 0
    first: Any = None
    last: Any = None
    bases: Counter[str] = field(default_factory=Counter)
    media: Counter[tuple[str, bool]] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    opening: str | None = None

    def take(self, row: dict[str, Any]) -> None:
        """One message."""
        if self.rows == 0:
            self.opening = row["action"]
        self.rows += 1
        ident = row["id"]
        if ident is not None and ident.lstrip("-").isdigit():
            self.ids.append(int(ident))
        self.bases[row["time_basis"]] += 1
        at = row["time_first"]
        if at is not None:
            self.first = at if self.first is None else min(self.first, at)
            self.last = at if self.last is None else max(self.last, at)
        for m in row["media"] or ():
            self.media[(m["type"], bool(m["present"]))] += 1
        if row["action"]:
            self.actions[row["action"]] += 1


@dataclass(frozen=True, slots=True)
class Certificate:
    """One chat of one reading: what can be said of its completeness.

    ``gaps`` are runs of message numbers that are not there, as (after, before,
    how many), the longest first; only where the platform numbers the messages
    of the chat itself does a gap mean a missing message: ``gaps_mean`` says so.
    """

    reading: int
    chat: str
    name: str
    tool: tuple[tuple[str, str], ...]
    records: int
    first: str | None
    last: str | None
    times: tuple[tuple[str, int], ...]
    ids: tuple[int, int] | None
    gaps: tuple[tuple[int, int, int], ...]
    gap_count: int
    missing: int
    gaps_mean: str
    media: tuple[tuple[str, int, int], ...]
    signs: tuple[str, ...]


def certificates(path: Path) -> list[Certificate]:
    """A certificate for each chat of each reading of a case."""
    case = open_case(path)
    return [c for number in readings(case, "chat") for c in _of(case, number)]


def _of(case: Case, number: int) -> list[Certificate]:
    facts = case.facts(number)
    seen: dict[str, _Seen] = {c["id"]: _Seen() for c in facts["chats"]}
    for batch in batches(case.reading(number), _COLUMNS):
        for row in batch.to_pylist():
            seen.setdefault(row["chat"], _Seen()).take(row)
    known = {c["id"]: c for c in facts["chats"]}
    return [
        _certificate(number, chat, known.get(chat, {}), s, facts)
        for chat, s in seen.items()
        if s.rows
    ]


def _certificate(
    number: int, chat: str, said: dict[str, Any], seen: _Seen, facts: dict[str, Any]
) -> Certificate:
    platform = str(said.get("platform", ""))
    if platform not in _NUMBERED:  # Discord's ids and Signal's are clocks, not counts
        seen.ids.clear()
    gaps = _gaps(seen.ids)
    types = sorted({t for t, _ in seen.media})
    return Certificate(
        reading=number,
        chat=chat,
        name=str(said.get("name", "")),
        tool=tuple(dict(said.get("notes", {})).items()),
        records=seen.rows,
        first=None if seen.first is None else seen.first.strftime("%Y-%m-%dT%H:%M:%SZ"),
        last=None if seen.last is None else seen.last.strftime("%Y-%m-%dT%H:%M:%SZ"),
        times=tuple(sorted(seen.bases.items())),
        ids=(min(seen.ids), max(seen.ids)) if seen.ids else None,
        gaps=tuple(gaps[:_SHOWN]),
        gap_count=len(gaps),
        missing=sum(g[2] for g in gaps),
        gaps_mean=_meaning(str(said.get("kind", "")), bool(seen.ids)),
        media=tuple((t, seen.media[(t, True)], seen.media[(t, False)]) for t in types),
        signs=tuple(_signs(said, seen, facts)),
    )


def _gaps(ids: list[int]) -> list[tuple[int, int, int]]:
    """Runs of numbers that are not there, the longest first."""
    found = sorted(set(ids))
    runs = [(a, b, b - a - 1) for a, b in zip(found, found[1:], strict=False) if b - a > 1]
    return sorted(runs, key=lambda r: (-r[2], r[0]))


def _meaning(kind: str, numbered: bool) -> str:
    if not numbered:
        return "This format does not number its messages: gaps cannot be seen."
    if "supergroup" in kind or "channel" in kind:
        return "The platform numbers this chat's messages: each missing number was a message."
    if not kind:
        return (
            "The export does not say what kind of chat this is. In a supergroup or a channel each "
            "missing number was a message; elsewhere it may be a message of another chat."
        )
    return (
        "The platform numbers all messages of the exporting account together: a missing number "
        "may be a message of another chat."
    )


def _signs(said: dict[str, Any], seen: _Seen, facts: dict[str, Any]) -> list[str]:
    """Other signs that something is not there, each a sentence."""
    out = []
    cap = _CAPS.get(str(said.get("platform")), ())
    for limit in cap:
        if limit * 0.99 <= seen.rows <= limit * 1.01:
            out.append(f"About {limit:,} messages: the app's export stops there.")
    absent = sum(n for (_, there), n in seen.media.items() if not there)
    if absent:
        out.append(f"{absent:,} attachments are named and did not come with the export.")
    timers = [a for a in seen.actions if any(t in a.lower() for t in _TIMERS)]
    if timers:
        out.append(f"A timer for disappearing messages was set ({', '.join(sorted(timers))}).")
    if seen.ids and min(seen.ids) > 1:
        out.append(f"The first message has number {min(seen.ids):,}: earlier ones are not here.")
    elif (
        said.get("platform") in _NUMBERED  # others do not tell their chat's creation
        and seen.opening not in _JOINS
        and seen.opening != "migrate_from_group"
    ):
        out.append("The export does not begin with the group's creation.")
    filters = [f"{k} {v}" for k, v in dict(said.get("notes", {})).items() if k.startswith("filter")]
    if filters:
        out.append(f"A filter was set when it was exported ({'; '.join(sorted(filters))}).")
    counts = facts["counts"]
    if counts["unreadable"]:
        out.append(
            f"{counts['unreadable']:,} records could not be read; they are kept as they are."
        )
    if counts["troubles_by_kind"].get("truncated"):
        out.append("The export ends before its own structure does.")
    return out


def as_object(c: Certificate) -> dict[str, Any]:
    """A certificate as ``--json`` prints it."""
    return {
        "certificate": {
            "reading": c.reading,
            "chat": c.chat,
            "name": c.name,
            "tool": dict(c.tool),
            "records": c.records,
            "first": c.first,
            "last": c.last,
            "times": dict(c.times),
            "ids": None if c.ids is None else list(c.ids),
            "missing_ids": c.missing,
            "gap_count": c.gap_count,
            "gaps": [{"after": a, "before": b, "missing": n} for a, b, n in c.gaps],
            "gaps_mean": c.gaps_mean,
            "media": [{"type": t, "present": p, "absent": a} for t, p, a in c.media],
            "signs": list(c.signs),
        }
    }
