"""Every engine finds exactly what the in-memory measure finds."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.corpora import batch, message, queries, texts

from onrecord import plugs, store
from onrecord.model import query as q
from onrecord.ports import Engine, Found
from onrecord.store.memory import Memory

ENGINES: dict[str, Engine] = plugs.find(store, "ENGINE")  # type: ignore[assignment]
# An engine that takes seconds to start is asked fewer, larger things: test_spark_engine.
FAR = {name for name, engine in ENGINES.items() if getattr(engine, "distributed", False)}
OTHERS = sorted(name for name in ENGINES if name != "memory" and name not in FAR)
_SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def built(name: str, found: list[str]) -> Iterator[tuple[Path, Path]]:
    """The folders of the engine and of the measure over the same texts."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as base:
        ours, measure = Path(base) / "ours", Path(base) / "measure"
        half = len(found) // 2
        parts = [(1, batch(found[:half])), (2, batch(found[half:]))]
        ENGINES[name].build(ours, iter(parts))
        Memory().build(measure, iter(parts))
        yield ours, measure


def _search(name: str, folder: Path, query: q.Query, order: str = "best") -> Found:
    return ENGINES[name].search(folder, query, limit=1000, offset=0, order=order)


@pytest.mark.parametrize("name", OTHERS)
@_SETTINGS
@given(
    found=st.lists(texts, min_size=2, max_size=30),
    asked=st.lists(queries, min_size=12, max_size=12),
)
def test_it_finds_what_memory_finds(name: str, found: list[str], asked: list[q.Query]) -> None:
    with built(name, found) as (ours, measure):
        for query in asked:
            mine, theirs = _search(name, ours, query), _search("memory", measure, query)
            assert {(h.reading, h.n) for h in mine.hits} == {
                (h.reading, h.n) for h in theirs.hits
            }, query
            assert mine.total == theirs.total == len(mine.hits)
            marks = {(h.reading, h.n): (h.marks, h.row) for h in theirs.hits}
            assert all(marks[h.reading, h.n] == (h.marks, h.row) for h in mine.hits)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_orders_by_time_agree(name: str, order: str) -> None:
    with built(name, [f"وصل {n}" for n in range(40)]) as (ours, measure):
        query = q.Words("وصل", q.Rung.CLITICS)
        mine, theirs = _search(name, ours, query, order), _search("memory", measure, query, order)
        assert [(h.reading, h.n) for h in mine.hits] == [(h.reading, h.n) for h in theirs.hits]
        page = ENGINES[name].search(ours, query, limit=7, offset=9, order=order)
        assert page.hits == mine.hits[9:16]
        assert page.total == 40


@pytest.mark.parametrize("name", sorted(ENGINES.keys() - FAR))
def test_long_words_and_long_messages_are_found(name: str) -> None:
    thirty = "استخداماتهماالمتواليةالطويلةجد"
    huge = "كلمة " * 20_000 + "نهايةالرسالة"
    whole = "ب" * 100_000
    with built(OTHERS[0], [thirty, huge, whole, "x"]) as (ours, measure):
        folder = measure if name == "memory" else ours
        for text, n in ((thirty, (1, 0)), ("نهايةالرسالة", (1, 1)), (whole, (2, 0))):
            hits = _search(name, folder, q.Words(text, q.Rung.LETTERS)).hits
            assert [(h.reading, h.n) for h in hits] == [n]
        assert len(huge) > 100_000 - 20


@pytest.mark.parametrize("name", sorted(ENGINES.keys() - FAR))
def test_the_narrowest_spelling_stands_first(name: str) -> None:
    found = ["والمدرسة", "مدرسه", "مَدرسة", "مدرسة"]
    with built(OTHERS[0], found) as (ours, measure):
        folder = measure if name == "memory" else ours
        hits = _search(name, folder, q.Words("مدرسة", q.Rung.CLITICS)).hits
        assert [int(h.rung) for h in hits] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", sorted(ENGINES.keys() - FAR))
def test_a_row_prints_without_the_reading(name: str) -> None:
    with built(OTHERS[0], ["a b"] * 6) as (ours, measure):
        folder = measure if name == "memory" else ours
        hits = _search(name, folder, q.Words("a", q.Rung.LETTERS), "oldest").hits
        rows = {(h.reading, h.n): h.row for h in hits}
        first = rows[1, 0]
        assert first is not None
        assert (first.id, first.time, first.chat) == ("a0", "2026-01-01T00:00:00Z", "78")
        local = rows[1, 2]
        assert local is not None
        assert (local.time, local.time_basis) == ("2026-01-01T00:02:00", "local-unknown")


def test_a_failed_build_leaves_the_old_index(tmp_path: Path) -> None:
    engine, folder = ENGINES["tantivy_index"], tmp_path / "index"
    engine.build(folder, [(1, batch(["one"]))])

    def broken() -> Iterator[tuple[int, pa.RecordBatch]]:
        yield 1, batch(["two"])
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        engine.build(folder, broken())
    assert _search("tantivy_index", folder, q.Words("one", q.Rung.LETTERS)).total == 1
    engine.build(folder, [(1, batch(["three"]))])
    assert _search("tantivy_index", folder, q.Words("one", q.Rung.LETTERS)).total == 0


def test_searching_loads_no_table_engine() -> None:
    import subprocess

    code = (
        "import sys, onrecord.search.find, onrecord.store.tantivy_index\n"
        "print(sorted({'pyarrow', 'duckdb', 'pandas'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_neighbours_stay_in_their_chat(tmp_path: Path) -> None:
    from onrecord.store.tantivy_index import ENGINE

    ENGINE.build(tmp_path / "i", [(1, batch([f"t{n}" for n in range(12)])), (2, batch(["u"]))])
    with ENGINE.open(tmp_path / "i") as opened:
        assert [r.n for r in opened.around(1, 5, 2, 3)] == [2, 3, 5, 6, 7, 9]
        assert [r.n for r in opened.around(1, 11, 1, 5)] == [10, 11]
        assert opened.around(9, 0, 1, 1) == []
        row = opened.row(2, 0)
        assert row is not None
        assert row.text == "u"


def test_ids_come_back_as_written(tmp_path: Path) -> None:
    from onrecord.model.schema import MESSAGE
    from onrecord.store.tantivy_index import ENGINE

    ids = ["007", "7", "-7", "99999999999999999999", "٧", "", None, "a b", "0"]
    rows = [message(n, "t", id=i) for n, i in enumerate(ids)]
    ENGINE.build(tmp_path / "i", [(1, pa.RecordBatch.from_pylist(rows, schema=MESSAGE))])
    with ENGINE.open(tmp_path / "i") as opened:
        for n, id_ in enumerate(ids):
            row = opened.row(1, n)
            assert row is not None
            assert row.id == id_
