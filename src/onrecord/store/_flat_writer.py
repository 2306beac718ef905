"""Writes the derived flat files (``_flat``), from nothing or after those of an index."""

import json
from collections.abc import Callable, Hashable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.store._flat import COLUMNS, LINK, NO_ID, ODD, ORDERED, FlatReader, Group, own_number
from onrecord.store._order import NO_TIME
from onrecord.store._ordering import OrderWriter
from onrecord.store._pages import PageWriter
from onrecord.store._show import has_names

if TYPE_CHECKING:
    from onrecord.store._facts import Columns

APPENDED = ("texts.bin", "rows.bin", "pages.bin", "links.bin")
"""Files that more rows are put at the end of."""
WRITTEN = ("values.json", "chats.bin", "clocks.bin", "ids.bin", "replies.bin")
"""Files that are written anew whenever rows come."""


class _Values(dict[Hashable, int]):
    """Numbers for repeated values, in order of first use."""

    def __missing__(self, value: Hashable) -> int:
        number = self[value] = len(self)
        return number


class FlatWriter:
    """Writes the files into a folder, batch by batch.

    ``after`` is an index whose ``APPENDED`` files lie in the folder already: what is
    added comes after its rows.
    """

    def __init__(self, folder: Path, after: FlatReader | None = None) -> None:
        self._folder = folder
        mode = "wb" if after is None else "ab"
        self._texts: BinaryIO = (folder / "texts.bin").open(mode)  # type: ignore[assignment]
        self._links: BinaryIO = (folder / "links.bin").open(mode)  # type: ignore[assignment]
        self._count = 0 if after is None else len(after)
        self._rows = PageWriter(folder, self._count)
        self._order = OrderWriter(folder, COLUMNS)
        self._at = 0 if after is None else self._texts.tell()
        self._earliest = self._latest = NO_TIME
        self._senders, self._members = _Values(), _Values()
        self._groups, self._odd, self._domains = _Values(), _Values(), _Values()
        if after is not None:
            self._resume(after)

    def _resume(self, after: FlatReader) -> None:
        known = after.values
        self._earliest, self._latest = known.shown
        for values, there in (
            (self._senders, map(tuple, known.senders)),
            (self._members, known.members),
            (self._groups, map(tuple, known.groups)),
            (self._odd, known.odd),
            (self._domains, known.domains),
        ):
            values.update((value, number) for number, value in enumerate(there))
        last = after.keys(self._count - 1) if self._count else (NO_ID, NO_ID)
        self._order.resume(known.streams, after.order, frozenset(known.own), last)

    def add(
        self, reading: int, c: "Columns", languages: Sequence[str]
    ) -> tuple[list[int], list[int], dict[int, list[int]]]:
        """Append a batch; for each row the numbers of its sender and its group,
        and the numbers of the domains of rows that have any."""
        texts = [t.encode("utf-8", "surrogatepass") for t in c.text]
        sizes = list(map(len, texts))
        offsets = list(accumulate(sizes, initial=self._at))
        has = [" ".join(has_names(bits)) for bits in c.has]
        kinds = zip(
            [reading] * len(c), c.chat, c.kind, c.place_kind, c.basis, c.voice, has, languages,
            c.early, c.late, strict=True,
        )  # fmt: skip
        groups = list(map(self._groups.__getitem__, kinds))
        senders = list(map(self._senders.__getitem__, zip(c.sender, c.sender_id, strict=True)))
        ids, replies = list(map(self._key, c.id)), list(map(self._key, c.reply_to))
        shown = [NO_TIME if s is None else s for s in c.shown]
        members = list(map(self._members.__getitem__, c.member))
        self._texts.write(b"".join(texts))
        self._rows.add(
            [offsets[:-1], sizes, c.n, members, c.start, c.length, groups, senders, ids, replies,
             shown]
        )  # fmt: skip
        self._order.add(self._count, reading, c.chat, shown, ids, replies)
        domains = {
            row: [self._domains[d] for d in there] for row, there in sorted(c.domains.items())
        }
        pairs = ((self._count + row, d) for row, numbers in domains.items() for d in numbers)
        self._links.write(b"".join(LINK.pack(*pair) for pair in pairs))
        timed = [s for s in c.shown if s is not None]
        if timed:
            first = min(timed)
            self._earliest = first if self._latest == NO_TIME else min(self._earliest, first)
            self._latest = max(self._latest, *timed)
        self._at = offsets[-1]
        self._count += len(c)
        return senders, groups, domains

    def _key(self, id_: str | None) -> int:
        """An id as a number: its own if it is plainly one, else a number of ours."""
        if id_ is None:
            return NO_ID
        number = own_number(id_)
        return ODD + self._odd[id_] if number is None else number

    def _stream_of(self) -> Callable[[int], tuple[int, str]]:
        groups = [Group(*cast("Any", group)) for group in self._groups]
        return [(g.reading, g.chat) for g in groups].__getitem__

    def close(self) -> None:
        """Finish the files."""
        self._rows.close()
        self._texts.close()
        self._links.close()
        values = {
            "senders": list(self._senders),
            "members": list(self._members),
            "groups": list(self._groups),
            "odd": list(self._odd),
            "domains": list(self._domains),
            "streams": self._order.close(ORDERED, self._stream_of()),
            "own": self._order.own,
            "shown": (self._earliest, self._latest),
        }
        (self._folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
