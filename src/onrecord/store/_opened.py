"""One text index, open: searched, counted, read from window to window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import tantivy

from onrecord.errors import BadOption
from onrecord.lang.fold import fold
from onrecord.lang.match import Matcher
from onrecord.model.query import Hit, Query, Row, Rung
from onrecord.ports import Found
from onrecord.store._facets import Facets, counted
from onrecord.store._flat import FlatReader
from onrecord.store._plan import LIFT, Plan, Planner
from onrecord.store._words import Words

_WINDOW = 200
ORDERS = ("best", "oldest", "newest")


class Opened:
    """One index, open for searching. Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # no watching thread: an index does not change
        self._searcher = index.searcher()
        self._flat = FlatReader(folder)
        self._facets = Facets(self._searcher, self._flat.values)
        self._planner = Planner(index, self._flat, Words(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flat.close()

    def __len__(self) -> int:
        return len(self._flat)

    def search(self, query: Query, *, limit: int, offset: int, order: str) -> Found:
        """Hits ``offset`` to ``offset + limit`` in ``order``, and how many there are.

        ``best``: words as typed before other spellings before attached or
        declined forms (for the first hits; see ``docs/reference/search``), then
        BM25. Raises BadOption for another order or a window below 0, BadQuery for
        a bad pattern.
        """
        if order not in ORDERS:
            raise BadOption(f"no order {order!r}", advice="one of " + ", ".join(ORDERS))
        if limit < 0 or offset < 0:
            raise BadOption("A window of hits counts from 0", where=f"{offset}, {limit}")
        matcher, plan = Matcher(query), self._planner.plan(query)
        if plan.exact:
            scored, total = self._window(plan, min(limit + offset, len(self)), order)
        else:
            scored = self._verified(plan, matcher, order)
            total = len(scored)
        hits = [self._hit(matcher, score, row) for score, row in scored[offset : offset + limit]]
        return Found(tuple(hits), total, len(self))

    def facets(self, query: Query) -> dict[str, list[tuple[str, int]]]:
        """How the messages that a query finds are spread (see ``_facets.KINDS``)."""
        plan = self._planner.plan(query)
        if plan.exact:
            found = self._facets.of(plan.query)
            if found is not None:
                return found
            rows, _ = self._run(plan.query, max(len(self), 1), "oldest")
        else:
            rows = self._verified(plan, Matcher(query), "oldest")
        return counted((row for _, row in rows), self._flat)

    def senders(self) -> list[tuple[str | None, str | None]]:
        """Every sender as written: (name, id), in order of first message."""
        return [(name, id_) for name, id_ in self._flat.values.senders]

    def _window(self, plan: Plan, wanted: int, order: str) -> tuple[list[tuple[float, int]], int]:
        if order != "best":
            return self._run(plan.query, max(wanted, 1), order)
        ranked = self._planner.ranked(plan)
        if not plan.words:
            return self._run(ranked, max(wanted, 1), order)
        scored, total = self._run(ranked, max(wanted, _WINDOW), order)
        first = sorted(scored[:_WINDOW], key=self._nearness(plan.words))
        return first + scored[_WINDOW:], total

    def _nearness(
        self, words: Sequence[str]
    ) -> Callable[[tuple[float, int]], tuple[float, int, float, int]]:
        """A sort key: fewest widened words, then fewest respelt, then the score."""
        bare = [fold(w, Rung.MARKS) for w in words]

        def key(scored: tuple[float, int]) -> tuple[float, int, float, int]:
            score, row = scored
            text = self._flat.text(row)
            respelt = sum(w not in text for w in words)
            if respelt:
                folded = fold(text, Rung.MARKS)
                respelt += sum(w not in folded for w in bare)
            return -(score // LIFT), respelt, -score, row

        return key

    def _run(
        self, query: tantivy.Query, limit: int, order: str
    ) -> tuple[list[tuple[float, int]], int]:
        if order == "best":
            found = self._searcher.search(query, limit)
        else:
            way = tantivy.Order.Asc if order == "oldest" else tantivy.Order.Desc
            found = self._searcher.search(query, limit, order_by_field="when", order=way)
        addresses = [address for _, address in found.hits]
        rows = self._searcher.fast_field_values("row", addresses) if addresses else []
        scored = [
            (float(score) if order == "best" else 0.0, int(row or 0))
            for (score, _), row in zip(found.hits, rows, strict=True)
        ]
        total: int = found.count  # type: ignore[attr-defined]  # not in the stubs of 0.27
        return scored, total

    def _verified(self, plan: Plan, matcher: Matcher, order: str) -> list[tuple[float, int]]:
        """All candidates whose text and facts match, in order."""
        query = self._planner.ranked(plan) if order == "best" else plan.query
        every, _ = self._run(query, max(len(self), 1), order)
        flat = self._flat
        return [
            (score, row)
            for score, row in every
            if matcher.marks(flat.text(row), flat.facts(row)) is not None
        ]

    def _hit(self, matcher: Matcher, score: float, number: int) -> Hit:
        row = self._flat.row(number)
        marks = matcher.marks(row.text, self._flat.facts(number)) or ()
        return Hit(row.reading, row.n, score, marks, row)

    def row(self, reading: int, n: int) -> Row | None:
        """One message as it is printed, by reading and number; None if not indexed."""
        number = self._flat.find(reading, n)
        return None if number is None else self._flat.row(number)

    def streams(self) -> list[tuple[int, str, int]]:
        """Each chat of each reading, and how many messages it has."""
        return [(reading, chat, size) for reading, chat, _, size in self._flat.values.streams]

    def size(self, reading: int, chat: str) -> int:
        """How many messages a chat of a reading has; 0 if there is none such."""
        return self._flat.order.size(reading, chat)

    def window(self, reading: int, chat: str, offset: int, limit: int) -> list[Row]:
        """Messages ``offset`` to ``offset + limit`` of a chat, in the export's order."""
        return [self._flat.row(r) for r in self._flat.order.window(reading, chat, offset, limit)]

    def place(self, reading: int, n: int) -> int | None:
        """Where a message stands in its chat, from 0; None if it is not indexed."""
        row = self._flat.find(reading, n)
        if row is None:
            return None
        return self._flat.order.place(reading, self._flat.group(row).chat, row)

    def at_time(self, reading: int, chat: str, shown: int) -> int:
        """The place of the first message of a chat that shows this time
        (microseconds since 1970, as printed) or a later one; the size if none does."""
        return self._flat.order.at_time(reading, chat, shown)

    def number(self, reading: int, n: int) -> int | None:
        """The number of a message in this index; None if it is not indexed."""
        return self._flat.find(reading, n)

    def row_at(self, number: int) -> Row:
        """The message of a number."""
        return self._flat.row(number)

    def text_at(self, number: int) -> tuple[str, tuple[str, ...]]:
        """The text of a numbered message, and the languages its words speak for."""
        return self._flat.text(number), tuple(self._flat.group(number).languages.split())

    def around(self, reading: int, n: int, before: int, after: int) -> list[Row]:
        """The message and its neighbours in the same chat, in the export's order."""
        place = self.place(reading, n)
        row = self._flat.find(reading, n)
        if place is None or row is None:
            return []
        first = max(0, place - before)
        chat = self._flat.group(row).chat
        return self.window(reading, chat, first, place - first + 1 + after)

    def thread(self, reading: int, n: int, most: int) -> tuple[list[Row], list[Row]]:
        """What a message replies to, the first message first, and what replies to
        it or to such a reply, in the export's order; at most ``most`` each way.

        Only within the chat of the reading. A reply to an id that two messages
        have leads to the nearest before it.
        """
        row = self._flat.find(reading, n)
        if row is None:
            return [], []
        up: list[int] = []
        seen = {row}
        parent = self._parent(row)
        while parent is not None and parent not in seen and len(up) < most:
            up.insert(0, parent)
            seen.add(parent)
            parent = self._parent(parent)
        down, ahead = [row], 0
        while ahead < len(down) and len(down) <= most:
            below = (r for r in self._replies(down[ahead]) if r not in seen)
            for reply in below:
                seen.add(reply)
                down.append(reply)
            ahead += 1
        found = sorted(down[1 : most + 1])
        return [self._flat.row(r) for r in up], [self._flat.row(r) for r in found]

    def _parent(self, row: int) -> int | None:
        _, key = self._flat.keys(row)
        if key < 0:
            return None
        there = [r for r in self._flat.rows_of_id(key) if self._beside(r, row)]
        before = [r for r in there if r < row]
        return before[-1] if before else there[0] if there else None

    def _replies(self, row: int) -> list[int]:
        key, _ = self._flat.keys(row)
        if key < 0:
            return []
        there = (r for r in self._flat.replies_to(key) if self._beside(r, row))
        return [r for r in there if self._parent(r) == row]

    def _beside(self, one: int, other: int) -> bool:
        a, b = self._flat.group(one), self._flat.group(other)
        return (a.reading, a.chat) == (b.reading, b.chat)
