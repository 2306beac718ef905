"""Windows, places, dates, threads and domains: held beside lists made by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.corpora import message

from onrecord.model import query as q
from onrecord.model.schema import MESSAGE, microseconds
from onrecord.store._links import domain, domains_of
from onrecord.store.tantivy_index import ENGINE

START = datetime(2026, 1, 1, tzinfo=UTC)
_row = st.tuples(
    st.sampled_from("ABC"), st.one_of(st.none(), st.integers(0, 9)), st.integers(0, 50)
)


def _batch(rows: list[tuple[str, int | None, int]]) -> pa.RecordBatch:
    made = []
    for n, (chat, reply, minutes) in enumerate(rows):
        at = START + timedelta(minutes=minutes)
        said = {"chat": chat, "id": str(n % 10), "reply_to": None if reply is None else str(reply)}
        timed = {"time_basis": "utc", "time_first": at, "time_last": at, "time_local": None}
        none = {"time_basis": "none", "time_first": None, "time_last": None, "time_local": None}
        made.append(message(n, f"t{n}", **said, **(none if minutes > 45 else timed)))
    return pa.RecordBatch.from_pylist(made, schema=MESSAGE)


@settings(max_examples=25, deadline=None)
@given(st.lists(_row, min_size=1, max_size=40), st.integers(0, 12), st.integers(0, 12))
def test_windows_places_and_dates(
    rows: list[tuple[str, int | None, int]], offset: int, limit: int
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        ENGINE.build(Path(base) / "i", [(1, _batch(rows)), (2, _batch(rows[:3]))])
        with ENGINE.open(Path(base) / "i") as opened:
            for chat in {c for c, _, _ in rows}:
                mine = [n for n, (c, _, _) in enumerate(rows) if c == chat]
                window = opened.window(1, chat, offset, limit)
                assert [r.n for r in window] == mine[offset : offset + limit]
                assert opened.size(1, chat) == len(mine)
                assert [opened.place(1, n) for n in mine] == list(range(len(mine)))
                for minute in (0, 7, 30, 51):
                    shown = microseconds(START + timedelta(minutes=minute))
                    later = [i for i, n in enumerate(mine) if minute <= rows[n][2] <= 45]
                    assert opened.at_time(1, chat, shown) == min(later, default=len(mine))
            assert opened.size(1, "none") == 0
            assert opened.window(1, "none", 0, 9) == []
            assert opened.place(3, 0) is None


@given(st.lists(st.lists(st.integers(-1, 6), max_size=12), max_size=8), st.integers(1, 9))
def test_rows_by_key_are_sorted_whatever_the_size_of_runs(
    batches: list[list[int]], size: int
) -> None:
    import tempfile

    from onrecord.store import _ordering

    every = [key for batch in batches for key in batch]
    kept = [(key, row) for row, key in enumerate(every) if key >= 0]
    firsts = [sum(map(len, batches[:i])) for i in range(len(batches))]
    read: list[tuple[int, list[Sequence[int]]]] = [
        (first, [batch]) for first, batch in zip(firsts, batches, strict=True)
    ]
    with tempfile.TemporaryDirectory() as base, pytest.MonkeyPatch.context() as patch:
        patch.setattr(_ordering, "RUN", size)
        parts = list(_ordering._by_key(read, Path(base), ascending=False))
        assert [row for part in parts for row in part] == [row for _, row in sorted(kept)]
        assert list(Path(base).iterdir()) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(_row, min_size=1, max_size=30))
def test_threads_follow_the_record(rows: list[tuple[str, int | None, int]]) -> None:
    import tempfile

    def parent(n: int) -> int | None:
        chat, reply, _ = rows[n]
        there = [i for i, (c, _, _) in enumerate(rows) if c == chat and i % 10 == reply]
        before = [i for i in there if i < n]
        return before[-1] if before else there[0] if there else None

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        ENGINE.build(Path(base) / "i", [(1, _batch(rows))])
        with ENGINE.open(Path(base) / "i") as opened:
            for n in range(len(rows)):
                above, below = opened.thread(1, n, 100)
                up: list[int] = []
                at = parent(n)
                while at is not None and at not in up and at != n:
                    up.insert(0, at)
                    at = parent(at)
                assert [r.n for r in above] == up
                down: set[int] = set()
                new = {n}
                while new:
                    new = {
                        i for i in range(len(rows))
                        if parent(i) in new and i not in down and i != n and i not in up
                    }  # fmt: skip
                    down |= new
                assert [r.n for r in below] == sorted(down)


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.Example.org/a", "example.org"),
        ("http://user:pw@news.example.org:8080/x?y#z", "news.example.org"),
        ("WWW.EXAMPLE.ORG", "example.org"),
        ("https://مثال.إختبار/س", "مثال.إختبار"),
        ("https://192.0.2.7/", "192.0.2.7"),
        ("https://localhost/", None),
        ("tg://resolve?domain=x", None),
        ("https://", None),
    ],
)
def test_the_domain_of_a_link(link: str, host: str | None) -> None:
    assert domain(link) == host


def test_domains_of_texts_and_hidden_links(tmp_path: Path) -> None:
    hidden = [{"type": "text_link", "start": 0, "length": 1, "value": "https://sub.example.org/q"}]
    rows = [
        message(0, "see https://example.org/a and example.org/b"),
        message(1, "here", entities=hidden),
        message(2, "either/or, 3/4, and so on."),
        message(3, "http://other.example.net"),
    ]
    ENGINE.build(tmp_path / "i", [(1, pa.RecordBatch.from_pylist(rows, schema=MESSAGE))])
    with ENGINE.open(tmp_path / "i") as opened:
        spread = dict(opened.facets(q.Everything())["domain"])
        assert spread == {"example.org": 1, "sub.example.org": 1, "other.example.net": 1}

        def found(value: str) -> list[int]:
            query = q.Field("domain", value)
            return [h.n for h in opened.search(query, limit=9, offset=0, order="oldest").hits]

        assert found("example.org") == [0, 1]
        assert found("example.net") == [3]
        assert found("ample.org") == []
    assert domains_of("and/or") == ()


def test_ids_of_many_digits_are_numbers_too(tmp_path: Path) -> None:
    ids = ["1063871206125318174", str((1 << 62) - 1), str(1 << 62), "07", "0", "x", "9" * 30]
    rows = [message(n, f"t{n}", id=i, reply_to=ids[n - 1]) for n, i in enumerate(ids)]
    ENGINE.build(tmp_path / "i", [(1, pa.RecordBatch.from_pylist(rows, schema=MESSAGE))])
    with ENGINE.open(tmp_path / "i") as opened:
        flat = opened._flat
        assert set(flat.values.odd) == {"9" * 30, str(1 << 62), "07", "x"}
        for n, id_ in enumerate(ids):
            key = flat.id_key(id_)
            assert key is not None
            assert flat.rows_of_id(key) == [n]
            assert flat.replies_to(key) == [(n + 1) % len(ids)]
            found = flat.row(n)
            assert (found.id, found.reply_to) == (id_, ids[n - 1])
        assert flat.id_key("y") is None
