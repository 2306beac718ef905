"""Facets: how the messages a query finds are spread, counted by the index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import tantivy

from onrecord.lang.match import Facts
from onrecord.store._flat import Values
from onrecord.store._show import SHIFT

KINDS = ("sender", "day", "kind", "voice", "lang", "has", "chat")
_MOST = 1000
TIMELESS = "without a time"
_DAY = 86_400 << 24


class Facets:
    """Counts over one opened index."""

    def __init__(self, index: tantivy.Index, searcher: tantivy.Searcher, values: Values) -> None:
        self._schema = index.schema
        self._searcher = searcher
        self._values = values

    def of(self, query: tantivy.Query) -> dict[str, list[tuple[str, int]]]:
        """For each of ``KINDS``: (value, messages), most first, days in order.

        Senders are ``name (id)``; values without a message are left out.
        """
        found = {"sender": self._senders(query), "day": self._days(query)}
        for kind in KINDS[2:]:
            found[kind] = self._facts(query, kind)
        return found

    def _senders(self, query: tantivy.Query) -> list[tuple[str, int]]:
        asked = {"by": {"terms": {"field": "sender", "size": _MOST}}}
        buckets = self._searcher.aggregate(query, asked)["by"]["buckets"]
        return [(_said(self._values.senders[int(b["key"])]), b["doc_count"]) for b in buckets]

    def _days(self, query: tantivy.Query) -> list[tuple[str, int]]:
        """Days in UTC where times are certain, else as the wall clock showed."""
        asked = {"by": {"histogram": {"field": "when", "interval": _DAY, "min_doc_count": 1}}}
        buckets = self._searcher.aggregate(query, asked)["by"]["buckets"]
        return [(_day(float(b["key"])), b["doc_count"]) for b in buckets]

    def _facts(self, query: tantivy.Query, kind: str) -> list[tuple[str, int]]:
        counts = []
        for value in sorted(self._every(kind)):
            fact = tantivy.Query.term_query(self._schema, "facts", f"{kind}:{value}")
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, fact)]
            found = self._searcher.search(tantivy.Query.boolean_query(both), 1)
            counts.append((value, int(found.count)))  # type: ignore[attr-defined]
        return sorted(((v, c) for v, c in counts if c), key=lambda vc: (-vc[1], vc[0]))

    def _every(self, kind: str) -> Iterable[str]:
        classes: Sequence[Sequence[str]] = self._values.classes
        if kind == "chat":
            return self._values.chats[:_MOST]
        if kind in ("kind", "voice"):
            return {said[1 if kind == "kind" else 3] for said in classes}
        return {v for said in classes for v in said[4 if kind == "has" else 5].split()}


def _said(sender: list[str | None]) -> str:
    name, id_ = sender
    return f"{name or '—'} ({id_})" if id_ else name or "—"


def _day(key: float) -> str:
    seconds = round(key / (1 << 24)) - SHIFT
    if seconds <= -SHIFT:
        return TIMELESS
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def counted(found: Iterable[tuple[Facts, str | None]]) -> dict[str, list[tuple[str, int]]]:
    """The same, counted message by message from facts and printed times."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for facts, time in found:
        counts["sender"][_said([facts.sender, facts.sender_id])] += 1
        counts["day"][TIMELESS if time is None else time[:10]] += 1
        for kind in ("kind", "voice", "chat"):
            counts[kind][getattr(facts, kind)] += 1
        counts["lang"].update(facts.languages)
        counts["has"].update(facts.has)
    spread = {k: sorted(c.items(), key=lambda vc: (-vc[1], vc[0])) for k, c in counts.items()}
    timeless = [d for d in spread["day"] if d[0] == TIMELESS]
    spread["day"] = timeless + sorted(d for d in spread["day"] if d[0] != TIMELESS)
    return spread
