"""A large export is read, sealed and indexed by several processes: the same case."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.desk.smalldesk import Small
from tests.formats.test_pieces import export

from onrecord.desk import crew, following, indexing, rows, sealing
from onrecord.errors import WorkerEnded
from onrecord.formats import _pieces

COUNT = 1_500


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every export counts as large; parts and pieces are small."""
    for module in (crew, sealing):
        monkeypatch.setattr(module, "LARGE", 1)
    monkeypatch.setattr(crew, "hands", lambda size: 2)
    monkeypatch.setattr(sealing, "hands", lambda size: 2)
    monkeypatch.setattr(rows, "ROWS_A_PART", 400)
    monkeypatch.setattr(_pieces, "STEP", 100_000)


def result(folder: Path) -> Path:
    folder.mkdir()
    (folder / "result.json").write_bytes(export(COUNT, 5))
    return folder


def test_the_same_rows_hits_and_a_root_that_is_derived_again(
    one: Small, large: None, tmp_path: Path
) -> None:
    desk = one.desk
    got = desk.add(one.case, result(tmp_path / "big"))
    assert got.counts.messages == COUNT
    reading = one.case / "readings" / "0002"
    assert len(rows.parts(reading)) > 1
    assert [n for b in rows.batches(reading, ["n"]) for n in b.column(0).to_pylist()] == list(
        range(COUNT)
    )
    assert (one.case / "derived" / "index.made").read_text("utf-8") == indexing._made_by()
    followed = [(h.hit.reading, h.hit.n) for h in desk.find(one.case, "القارب", limit=2_000).hits]
    assert len(followed) > 100
    indexing.build_index(desk_case(one), desk.progress)
    again = [(h.hit.reading, h.hit.n) for h in desk.find(one.case, "القارب", limit=2_000).hits]
    assert followed == again
    assert desk.check(one.case).whole


def desk_case(one: Small) -> Any:
    from onrecord.desk.case import open_case

    return open_case(one.case)


def test_a_worker_that_is_killed_is_named_and_leaves_nothing(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL of the first process that has begun to work."""
    before = sorted(p.name for p in (one.case / "bags").iterdir())
    made = ProcessPoolExecutor.submit

    def submit(self: Any, *given: Any) -> Any:
        future = made(self, *given)
        for pid in list(self._processes):
            os.kill(pid, signal.SIGKILL)
        return future

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with pytest.raises(WorkerEnded):
        one.desk.add(one.case, result(tmp_path / "big"))
    assert sorted(p.name for p in (one.case / "bags").iterdir()) == before
    assert not list((one.case / "readings").glob("*.part"))
    monkeypatch.undo()
    assert one.desk.check(one.case).whole


def test_an_index_whose_process_dies_is_built_by_the_next_search(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = following.Follower._tell

    def kill(self: following.Follower, word: str | None) -> None:
        self._process.kill()
        self._process.join()
        tell(self, word)

    monkeypatch.setattr(following.Follower, "_tell", kill)
    got = one.desk.add(one.case, result(tmp_path / "big"))
    assert got.counts.messages == COUNT
    assert not (one.case / "derived" / "index.made").exists()
    assert one.desk.find(one.case, "القارب").total > 100
