"""An index that took in more readings is the one that was built of all."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.corpora import batch, message, queries, texts

from onrecord.model import query as q
from onrecord.model.schema import MESSAGE
from onrecord.store.tantivy_index import ENGINE

_EVERY = 1000
FILES = ("texts.bin", "rows.bin", "pages.bin", "links.bin", "values.json", "chats.bin",
         "clocks.bin", "ids.bin", "replies.bin")  # fmt: skip


def same_files(one: Path, other: Path) -> None:
    """Both hold the same flat files, bit by bit, but for where pages of rows are cut."""
    for name in FILES:
        a, b = one / name, other / name
        assert a.exists() == b.exists(), name
        assert not a.exists() or a.read_bytes() == b.read_bytes(), name


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    found=st.lists(st.lists(texts, max_size=12), min_size=2, max_size=4),
    asked=st.lists(queries, min_size=6, max_size=6),
    at_first=st.integers(1, 3),
)
def test_grown_is_as_built(found: list[list[str]], asked: list[q.Query], at_first: int) -> None:
    parts = [(number, batch(some)) for number, some in enumerate(found, start=1)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        whole, grown = Path(base) / "whole", Path(base) / "grown"
        ENGINE.build(whole, iter(parts))
        ENGINE.build(grown, iter(parts[:at_first]))
        for part in parts[at_first:]:
            ENGINE.grow(grown, iter([part]))
        same_files(whole, grown)
        words = [sorted((p / "sounds.tsv").read_text("utf-8").split()) for p in (whole, grown)]
        assert words[0] == words[1]
        for query in asked:
            for order in ("oldest", "newest", "best"):
                a, b = (
                    ENGINE.search(f, query, limit=_EVERY, offset=0, order=order)
                    for f in (whole, grown)
                )
                assert (a.total, a.searched) == (b.total, b.searched)
                if order != "best":
                    assert a.hits == b.hits, query
                # Of equal scores either may stand first.
                assert sorted(map(marked, a.hits)) == sorted(map(marked, b.hits)), query


def marked(hit: q.Hit) -> tuple[int, int, str]:
    """What was found, and where in it."""
    return hit.reading, hit.n, repr(hit.marks)


def test_orders_that_were_the_rows_own_are_kept_when_they_end() -> None:
    """Ids and times that only rose, until an older export came."""
    rows = [message(n, f"t{n}", id=str(n), reply_to=str(n), chat="7") for n in (*range(9),)]
    late = [message(n, f"x{n}", id=str(20 - n), reply_to=None, chat="7") for n in (5, 4, 3)]
    parts = [
        (number, pa.RecordBatch.from_pylist(some, schema=MESSAGE))
        for number, some in ((1, rows), (2, late))
    ]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        whole, grown = Path(base) / "whole", Path(base) / "grown"
        ENGINE.build(whole, iter(parts))
        ENGINE.build(grown, iter(parts[:1]))
        assert not (grown / "ids.bin").exists()
        ENGINE.grow(grown, iter(parts[1:]))
        same_files(whole, grown)
        with ENGINE.open(grown) as opened:
            assert [r.text for r in opened.window(2, "7", 0, 9)] == ["x5", "x4", "x3"]


def test_a_growth_that_breaks_off_leaves_what_was_there() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        folder = Path(base) / "index"
        ENGINE.build(folder, iter([(1, batch(["وصل القارب"]))]))
        before = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".lock"}

        def broken() -> Iterator[tuple[int, pa.RecordBatch]]:
            yield 2, batch(["second"])
            raise OSError("a disk that is no more")

        with pytest.raises(OSError, match="no more"):
            ENGINE.grow(folder, broken())
        after = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".lock"}
        assert before == after
        query = q.Words("second", q.Rung.LETTERS)
        assert ENGINE.search(folder, query, limit=5, offset=0, order="best").total == 0
        ENGINE.grow(folder, iter([(2, batch(["second"]))]))
        assert ENGINE.search(folder, query, limit=5, offset=0, order="best").total == 1
