"""Facets: how the messages a query finds are spread, counted by the index."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import tantivy

from onrecord.store._flat import FlatReader, Group, Values
from onrecord.store._show import SHIFT

KINDS = ("sender", "day", "kind", "voice", "lang", "has", "media", "domain", "chat")
MEDIA = frozenset(
    {"photo", "video", "voice", "audio", "document", "sticker", "animation", "contact-card",
     "video-note"}
)  # fmt: skip
_MOST = 65_000
TIMELESS = "without a time"
_DAY = 86_400 << 24


class Facets:
    """Counts over one opened index."""

    def __init__(self, searcher: tantivy.Searcher, values: Values) -> None:
        self._searcher = searcher
        self._values = values

    def of(self, query: tantivy.Query) -> dict[str, list[tuple[str, int]]] | None:
        """For each of ``KINDS``: (value, messages), most first, days in order.

        Senders are ``name (id)``; values without a message are left out. None where
        there are more values than the index counts at once.
        """
        values = self._values
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        groups, senders = self._terms(query, "group"), self._terms(query, "sender")
        domains = self._terms(query, "domain")
        if groups is None or senders is None or domains is None:
            return None
        for number, count in groups:
            _count(counts, values.groups[number], count)
        for number, count in senders:
            counts["sender"][_said(values.senders[number])] += count
        for number, count in domains:
            counts["domain"][values.domains[number]] += count
        return _spread(counts, self._days(query))

    def _terms(self, query: tantivy.Query, field: str) -> list[tuple[int, int]] | None:
        asked = {"by": {"terms": {"field": field, "size": _MOST}}}
        found = self._searcher.aggregate(query, asked)["by"]
        if found["sum_other_doc_count"]:
            return None
        return [(int(b["key"]), b["doc_count"]) for b in found["buckets"]]

    def _days(self, query: tantivy.Query) -> list[tuple[str, int]]:
        """Days in UTC where times are certain, else as the wall clock showed."""
        asked = {"by": {"histogram": {"field": "when", "interval": _DAY, "min_doc_count": 1}}}
        buckets = self._searcher.aggregate(query, asked)["by"]["buckets"]
        return [(_day(float(b["key"])), b["doc_count"]) for b in buckets]


def _count(counts: dict[str, Counter[str]], group: Group, times: int) -> None:
    has = group.has.split()
    for kind, values in (
        ("kind", [group.kind]),
        ("voice", [group.voice]),
        ("chat", [group.chat]),
        ("lang", group.languages.split()),
        ("has", has),
        ("media", [h for h in has if h in MEDIA]),
    ):
        for value in values:
            counts[kind][value] += times


def _spread(
    counts: dict[str, Counter[str]], days: list[tuple[str, int]]
) -> dict[str, list[tuple[str, int]]]:
    found = {k: sorted(c.items(), key=lambda vc: (-vc[1], vc[0])) for k, c in counts.items()}
    found["day"] = sorted(days, key=lambda d: (d[0] != TIMELESS, d[0]))
    return found


def _said(sender: list[str | None]) -> str:
    name, id_ = sender
    return f"{name or '—'} ({id_})" if id_ else name or "—"


def _day(key: float) -> str:
    seconds = round(key / (1 << 24)) - SHIFT
    if seconds <= -SHIFT:
        return TIMELESS
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def counted(rows: Iterable[int], flat: FlatReader) -> dict[str, list[tuple[str, int]]]:
    """The same, counted message by message."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    days = Counter[str]()
    for row in rows:
        said = flat.row(row)
        _count(counts, flat.group(row), 1)
        counts["sender"][_said([said.sender, said.sender_id])] += 1
        counts["domain"].update(flat.domains(row))
        days[TIMELESS if said.time is None else said.time[:10]] += 1
    return _spread(counts, list(days.items()))
