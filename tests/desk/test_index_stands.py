"""Whether the index still stands is seen without reading the log, and never wrongly."""

import shutil
from pathlib import Path

import pytest
from tests.desk.smalldesk import PASSPHRASE, Small, export

from onrecord import Desk
from onrecord.desk import holdings
from onrecord.desk.case import Case


@pytest.fixture
def one(small_made: Path, tmp_path: Path) -> Small:
    """A desk and a case of one's own."""
    shutil.copytree(small_made, tmp_path / "own")
    return Small(tmp_path / "own", Desk(tmp_path / "own" / "desk", PASSPHRASE))


def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time the log was read for what the case holds."""
    times: list[object] = []
    read = holdings.holdings

    def counted(case: Case) -> list[holdings.Holding]:
        times.append(case)
        return read(case)

    monkeypatch.setattr(holdings, "holdings", counted)
    return times


def made(one: Small) -> Path:
    """What the index says it was made of."""
    return one.case / "derived" / "index.made"


def test_the_log_is_asked_once_until_something_is_added(
    one: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one.desk.find(one.case, "dredger").total == 1
    times = asked(monkeypatch)
    assert one.desk.find(one.case, "dredger").total == 1
    assert not times
    one.desk.add(one.case, export(tmp_path / "more", 8))
    times.clear()
    assert one.desk.find(one.case, "dredger").total == 3
    assert one.desk.find(one.case, "dredger").total == 3
    assert len(times) <= 1


def test_a_reading_taken_back_is_no_longer_searched(one: Small) -> None:
    assert one.desk.find(one.case, "dredger").total == 1
    one.desk.withdraw(one.case, 1, why="a test", by="A Person")
    assert one.desk.find(one.case, "dredger").total == 0


def test_an_entry_that_changes_no_reading_builds_no_index(
    one: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.desk.find(one.case, "dredger")
    there = (one.case / "derived" / "index").stat().st_ino
    (one.case / "entries" / "note.txt").write_text("as if an entry came")
    times = asked(monkeypatch)
    assert one.desk.find(one.case, "dredger").total == 1
    assert len(times) == 1
    assert one.desk.find(one.case, "dredger").total == 1
    assert len(times) == 1
    assert (one.case / "derived" / "index").stat().st_ino == there


def test_what_an_earlier_release_noted_is_believed_after_asking_the_log(one: Small) -> None:
    one.desk.find(one.case, "dredger")
    there = (one.case / "derived" / "index").stat().st_ino
    made(one).write_text(made(one).read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    assert one.desk.find(one.case, "dredger").total == 1
    assert (one.case / "derived" / "index").stat().st_ino == there
    assert len(made(one).read_text("utf-8").splitlines()) == 2


def test_an_index_of_another_layout_is_built_again(one: Small) -> None:
    one.desk.find(one.case, "dredger")
    there = (one.case / "derived" / "index").stat().st_ino
    first, _, looks = made(one).read_text("utf-8").partition("\n")
    older = first.rsplit(" ", 3)
    made(one).write_text(f"{older[0]} 1 of {older[3]}\n{looks}", "utf-8")
    assert one.desk.find(one.case, "dredger").total == 1
    assert (one.case / "derived" / "index").stat().st_ino != there


def segments(one: Small) -> set[int]:
    """The engine's own files: bytes that are not written twice."""
    index = one.case / "derived" / "index"
    return {path.stat().st_ino for path in index.glob("*.pos")}


def test_a_second_export_is_put_into_the_index_that_stands(one: Small, tmp_path: Path) -> None:
    assert one.desk.find(one.case, "dredger").total == 1
    before = segments(one)
    assert before
    one.desk.add(one.case, export(tmp_path / "more", 8))
    assert before < segments(one)
    assert one.desk.find(one.case, "dredger").total == 3


def test_an_index_of_more_than_was_noted_is_built_anew(one: Small, tmp_path: Path) -> None:
    """Its process died between the index and its note, or before the reading counted."""
    assert one.desk.find(one.case, "dredger").total == 1
    noted = made(one).read_bytes()
    one.desk.add(one.case, export(tmp_path / "more", 8))
    made(one).write_bytes(noted)
    before = segments(one)
    assert one.desk.find(one.case, "dredger").total == 3
    assert before.isdisjoint(segments(one))
