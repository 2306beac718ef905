"""A collection gathered here and on a cluster: the same rows, whatever dies."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.acceptance.told import Told

from onrecord import Desk, errors
from onrecord.desk.gather_rows import ORDER
from onrecord.store._cluster import session
from onrecord.store.statistics import STATISTICS

CLUSTER = "local-cluster[2,1,1024]"
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java on PATH"),
    # Spark's own Python code; nothing of ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark.*"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def cases(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases in a folder, one with a name that Spark could take for a pattern;
    as they are copied to a cluster: without sealed bytes and secrets."""
    folder = tmp_path_factory.mktemp("collection")
    for name in ("harbour", "north/[2] الميناء {a} 100%"):
        shutil.copytree(
            told.case,
            folder / name,
            ignore=shutil.ignore_patterns("bags", "secrets", "seals", "derived", "stories"),
        )
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two executors of one core and 1 GiB each, as processes of their own."""
    with pytest.MonkeyPatch.context() as few:
        few.setenv("ONRECORD_SPARK_PARTITIONS", "3")
        with session(CLUSTER) as spark:
            yield
            app = spark.sparkContext.applicationId
            assert Path(os.environ["SPARK_HOME"], "work", app).is_dir()
    # What the workers wrote is below a folder of this process, not in the distribution.
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    assert not Path(found.origin).with_name("work").joinpath(app).exists()


def rows(folder: Path, order: tuple[str, ...]) -> list[dict[str, Any]]:
    """A table's rows in an order of their own."""
    found: list[dict[str, Any]] = pq.read_table(folder).to_pylist()
    return sorted(found, key=lambda r: [str(r[name]).zfill(12) for name in order])


def gathered(cases: Path, out: Path, what: str, engine: str, **more: Any) -> dict[str, int]:
    """Rows by table."""
    return Desk(out.parent / "desk").gather(cases, what, out, engine=engine, **more).rows


@pytest.mark.parametrize("what", ["statements", "compare", "near"])
def test_a_cluster_finds_what_one_machine_finds(
    what: str, cases: Path, cluster: None, tmp_path: Path
) -> None:
    mine = gathered(cases, tmp_path / "here", what, "local")
    theirs = gathered(cases, tmp_path / "there", what, "spark")
    assert mine == theirs
    assert mine[what] > 20
    assert rows(tmp_path / "here" / what, ORDER[what]) == rows(
        tmp_path / "there" / what, ORDER[what]
    )


def test_lists_of_searches_agree(cases: Path, cluster: None, tmp_path: Path) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text(
        "query\nالميناء\n~Almuslawi\nharbour OR port\nlang:ar has:forward\n", "utf-8"
    )
    mine = gathered(cases, tmp_path / "here", "find", "local", queries=queries)
    theirs = gathered(cases, tmp_path / "there", "find", "spark", queries=queries)
    assert mine == theirs
    found = rows(tmp_path / "here" / "find", ORDER["find"])
    assert found == rows(tmp_path / "there" / "find", ORDER["find"])
    assert {r["query"] for r in found} >= {0, 3}
    # The same as the case's own index finds.
    whole = Desk(tmp_path / "desk").find(cases / "harbour", "الميناء", limit=1)
    assert whole.total == sum(r["query"] == 0 and r["folder"] == "harbour" for r in found)


def test_statistics_agree(cases: Path, cluster: None, tmp_path: Path) -> None:
    mine = gathered(cases, tmp_path / "here", "statistics", "local")
    theirs = gathered(cases, tmp_path / "there", "statistics", "spark")
    assert mine == theirs
    assert set(mine) == set(STATISTICS)
    for name in STATISTICS:
        order = tuple(pq.read_table(tmp_path / "here" / name).column_names)
        assert rows(tmp_path / "here" / name, order) == rows(tmp_path / "there" / name, order)


def test_statements_are_those_of_the_case(told: Told, cases: Path, tmp_path: Path) -> None:
    gathered(cases / "harbour", tmp_path / "out", "statements", "local")
    own = [s.id for s in Desk(tmp_path / "desk").statements(told.case)]
    assert sorted(r["statement"] for r in rows(tmp_path / "out" / "statements", ())) == sorted(own)


def executors() -> list[int]:
    """Process numbers of the executors that this process's Spark started."""
    parents: dict[int, int] = {}
    named: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            number = int(status.parent.name)
            parents[number] = int(status.read_text().rpartition(")")[2].split()[1])
            if b"CoarseGrainedExecutorBackend" in (status.parent / "cmdline").read_bytes():
                named.append(number)
    return sorted(n for n in named if os.getpid() in ancestors(n, parents))


def ancestors(number: int, parents: dict[int, int]) -> set[int]:
    """The process, its parent, and so on."""
    found: set[int] = set()
    while number in parents and number not in found:
        found.add(number)
        number = parents[number]
    return found


def test_a_killed_executor_loses_nothing(cases: Path, cluster: None, tmp_path: Path) -> None:
    there, over, shot = executors(), threading.Event(), threading.Event()
    assert len(there) == 2

    with session() as spark:  # the running one, which is left running
        working = spark.sparkContext.statusTracker().getActiveStageIds

    def kill() -> None:
        while not working() and not over.wait(0.05):
            pass
        if not over.is_set():
            os.kill(there[0], signal.SIGKILL)
            shot.set()

    killer = threading.Thread(target=kill)
    killer.start()
    theirs = gathered(cases, tmp_path / "there", "statements", "spark")
    over.set()
    killer.join()
    assert shot.is_set(), "it was over before anything died"
    assert there[0] not in executors()
    assert theirs == gathered(cases, tmp_path / "here", "statements", "local")
    order = ORDER["statements"]
    here, away = tmp_path / "here" / "statements", tmp_path / "there" / "statements"
    assert rows(here, order) == rows(away, order)


def test_no_java_is_said_and_nothing_is_left(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(errors.NoEngine, match="needs Java") as refused:
        gathered(cases, tmp_path / "out", "statements", "spark")
    assert "openjdk" in refused.value.advice
    assert not list(tmp_path.glob("out*"))


def test_misuse_is_named(cases: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    (tmp_path / "there").mkdir()
    with pytest.raises(errors.CaseExists):
        desk.gather(cases, "near", tmp_path / "there")
    with pytest.raises(errors.NothingYet):
        desk.gather(tmp_path / "there", "near", tmp_path / "out")
    with pytest.raises(errors.BadOption):
        desk.gather(cases, "find", tmp_path / "out")
    bad = tmp_path / "bad.csv"
    bad.write_text("fine\n(unbalanced\n", "utf-8")
    with pytest.raises(errors.BadQuery) as refused:
        desk.gather(cases, "find", tmp_path / "out", queries=bad)
    assert "row 2" in refused.value.where
