"""A large export is read, sealed and indexed by several processes: the same case."""

import errno
import json
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.desk.smalldesk import Small
from tests.desk.smalldesk import export as small_export
from tests.formats.test_pieces import export

from onrecord.desk import crew, following, indexing, journal, rows, sealing
from onrecord.errors import DiskFull, TruncatedExport, WorkerEnded
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
    monkeypatch.setattr("onrecord.formats.telegram_json.BATCH", 200)
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
    made = (one.case / "derived" / "index.made").read_text("utf-8").split("\n")[0]
    assert made == indexing._made_by(desk_case(one))
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
            with suppress(ProcessLookupError):  # of an earlier turn, and gone
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


class Stop(BaseException):
    """As if the machine stopped."""


def begin(one: Small, monkeypatch: pytest.MonkeyPatch, folder: Path, whole: int) -> journal.Journal:
    """An intake that stops when so many parts are whole; its journal."""
    note = journal.Journal.note
    seen: list[journal.Journal] = []

    def stop(self: journal.Journal, *given: Any) -> None:
        note(self, *given)
        seen.append(self)
        if len(self.parts) == whole:
            raise Stop

    monkeypatch.setattr(sealing, "hands", lambda size: 0)
    monkeypatch.setattr(journal.Journal, "note", stop)
    with pytest.raises(Stop):
        one.desk.add(one.case, result(folder))
    monkeypatch.setattr(journal.Journal, "note", note)
    return seen[0]


def test_an_interrupted_intake_goes_on_from_its_last_whole_part(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = begin(one, monkeypatch, tmp_path / "big", 2)
    staged = one.case / "readings" / "0002.part"
    kept = {p.name: p.stat().st_ino for p in staged.glob("part-*.parquet")}
    assert {"part-0000.parquet", "part-0001.parquet"} <= set(kept)
    assert [r.number for r in one.desk.info(one.case).received] == [1]
    one.desk.add(one.case, small_export(tmp_path / "other", 3))  # other work leaves it alone
    (got,) = one.desk.resume(one.case)
    assert (got.number, got.counts.messages) == (2, COUNT)
    reading = one.case / "readings" / "0002"
    now = {p.name: p.stat().st_ino for p in rows.parts(reading)}
    assert {n: now[n] for n in ("part-0000.parquet", "part-0001.parquet")} == {
        n: kept[n] for n in ("part-0000.parquet", "part-0001.parquet")
    }
    assert not [
        p for p in reading.iterdir() if p.name.startswith(("leaves", "secrets", "progress"))
    ]
    assert (one.case / "seals" / begun.archive).exists()
    numbers = [n for b in rows.batches(reading, ["n"]) for n in b.column(0).to_pylist()]
    assert numbers == list(range(COUNT))
    assert one.desk.check(one.case).whole
    assert one.desk.find(one.case, "القارب").total > 100
    assert one.desk.resume(one.case) == []


@pytest.mark.parametrize("what", ["leaves-0001", "part-0000.parquet", "progress.json"])
def test_what_does_not_fit_its_digest_is_made_again(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    begun = begin(one, monkeypatch, tmp_path / "big", 2)
    path = one.case / "readings" / "0002.part" / what
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (got,) = one.desk.resume(one.case)
    assert got.counts.messages == COUNT
    assert not (one.case / "seals" / begun.archive).exists()
    assert one.desk.check(one.case).whole


def test_a_killed_intake_goes_on(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL of the whole process, in a process of its own."""
    monkeypatch.setattr(sealing, "hands", lambda size: 0)
    result(tmp_path / "big")
    if (pid := os.fork()) == 0:
        note = journal.Journal.note

        def die(self: journal.Journal, *given: Any) -> None:
            note(self, *given)
            if len(self.parts) == 3:
                os.kill(os.getpid(), signal.SIGKILL)

        journal.Journal.note = die  # type: ignore[method-assign,assignment]
        one.desk.add(one.case, tmp_path / "big")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    (got,) = one.desk.resume(one.case)
    assert got.counts.messages == COUNT
    assert one.desk.check(one.case).whole


def test_a_refused_export_leaves_nothing(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "hands", lambda size: 0)
    folder = tmp_path / "cut"
    folder.mkdir()
    (folder / "result.json").write_bytes(export(COUNT, 5)[:-5_000])
    with pytest.raises(TruncatedExport):
        one.desk.add(one.case, folder)
    assert not list((one.case / "readings").glob("*.part"))
    assert [p.name for p in (one.case / "bags").iterdir()] == ["0001"]


def test_a_disk_that_fills_in_mid_part_is_named_and_the_intake_goes_on(
    one: Small, large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "hands", lambda size: 0)
    real = pq.ParquetWriter.write_batch

    def full(self: Any, batch: Any, *more: Any) -> None:
        real(self, batch, *more)
        if "part-0002" in str(self.where):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq.ParquetWriter, "write_batch", full)
    with pytest.raises(DiskFull, match="part-0002"):
        one.desk.add(one.case, result(tmp_path / "big"))
    monkeypatch.setattr(pq.ParquetWriter, "write_batch", real)
    staged = one.case / "readings" / "0002.part"
    assert len(json.loads((staged / "progress.json").read_bytes())["parts"]) == 2
    assert [r.number for r in one.desk.info(one.case).received] == [1]
    (got,) = one.desk.resume(one.case)
    assert got.counts.messages == COUNT
    assert one.desk.check(one.case).whole
