"""The engine contract for Spark: few searches over large corpora, one session."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.corpora import queries, texts
from tests.store.test_engine_contract import FAR, built

from onrecord.model import query as q
from onrecord.store._cluster import session
from onrecord.store.memory import Memory
from onrecord.store.spark import ENGINE

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java on PATH"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark.*"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """One session for all; two threads of this process's JVM."""
    with session("local[2]"):
        yield


def test_it_is_the_one_far_engine() -> None:
    assert {"spark"} == FAR


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    found=st.lists(texts, min_size=60, max_size=90),
    asked=st.lists(queries, min_size=5, max_size=5),
)
def test_it_finds_what_memory_finds(found: list[str], asked: list[q.Query]) -> None:
    with built("spark", found) as (ours, measure):
        for query in asked:
            mine = ENGINE.search(ours, query, limit=1000, offset=0, order="best")
            theirs = Memory().search(measure, query, limit=1000, offset=0, order="best")
            assert mine == theirs, query


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_orders_and_windows_agree(order: str) -> None:
    with built("spark", [f"وصل {n}" for n in range(40)]) as (ours, measure):
        query = q.Words("وصل", q.Rung.CLITICS)
        for limit, offset in ((1000, 0), (7, 9)):
            mine = ENGINE.search(ours, query, limit=limit, offset=offset, order=order)
            assert mine == Memory().search(measure, query, limit=limit, offset=offset, order=order)
            assert mine.total == 40


def test_an_empty_folder_finds_nothing(tmp_path: Path) -> None:
    ENGINE.build(tmp_path / "none", iter(()))
    found = ENGINE.search(tmp_path / "none", q.Everything(), limit=5, offset=0, order="best")
    assert found.total == 0
