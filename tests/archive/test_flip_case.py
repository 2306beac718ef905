"""T4 and T5: a flipped bit, a cut, lost, doubled or swapped file of a case is named.

``make test`` tries some hundred, ``make sweep`` every bit and every length.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.archive.archivecase import EVERY, SECRETS, Sample, figure, make_key, messages, sample

from onrecord.archive import check, entry, ledger, log
from onrecord.errors import OnRecordError
from onrecord.model.proof import Finding

PARTS = ("log", "entries", "bags", "seal")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    one = sample(tmp_path_factory.mktemp("desk"), messages(4))
    for path in one.folder.rglob("*"):
        path.chmod(0o700)
    return one


def _findings(one: Sample, part: str) -> Iterator[Finding]:
    """The full check of one part of the case."""
    key = make_key().public
    if part == "log":
        yield from check.log(one.folder / "log", [key])
    elif part == "entries":
        held = ledger.Ledger(one.folder / "entries")
        desk = log.DeskLog.open(one.folder / "log", [key])
        yield from check.ledger(held, [key], desk)
        if len(held.indexes()) != 2:
            yield Finding("entries", "altered", "not as many as were recorded")
    elif part == "bags":
        yield from check.bags(one.bag, one.manifest)
    else:
        rows = check.Rows(lambda: [one.batch], SECRETS)
        yield from check.seal(one.folder / "seal", entry.parse(one.entry.body), rows)


def _altered(one: Sample, part: str) -> list[Finding]:
    try:
        return [f for f in _findings(one, part) if f.state == "altered"]
    except OnRecordError as named:
        return [Finding(named.where, "altered", named.what)]


def _files(one: Sample) -> list[tuple[str, Path]]:
    found = []
    for part in PARTS:
        found += [(part, p) for p in sorted((one.folder / part).rglob("*")) if p.is_file()]
    return [(part, p) for part, p in found if p.name != ".lock"]


def test_untouched_nothing_is_altered(desk: Sample) -> None:
    assert [f for part in PARTS for f in _altered(desk, part)] == []


@pytest.mark.parametrize("every", EVERY)
def test_every_flipped_bit_is_named(desk: Sample, every: bool) -> None:
    start = time.monotonic()
    tried = caught = 0
    for part, path in _files(desk):
        data = path.read_bytes()
        step = 1 if every else max(1, len(data) * 8 // 7)
        for i in range(0, len(data) * 8, step):
            bent = bytearray(data)
            bent[i // 8] ^= 1 << (i % 8)
            path.write_bytes(bent)
            found = _altered(desk, part)
            tried += 1
            caught += bool(found and found[0].what)
            assert found, (path, i)
        path.write_bytes(data)
    figure("T4", "single bits of a sealed case", tried, caught, time.monotonic() - start)
    assert tried > 100


@pytest.mark.parametrize("every", EVERY)
def test_every_truncation_is_named(desk: Sample, every: bool) -> None:
    start = time.monotonic()
    tried = 0
    for part, path in _files(desk):
        data = path.read_bytes()
        lengths = range(len(data)) if every else range(0, len(data), max(1, len(data) // 4))
        for length in lengths:
            path.write_bytes(data[:length])
            tried += 1
            assert _altered(desk, part), (path, length)
        path.write_bytes(data)
    figure("T5", "lengths a file was cut to", tried, tried, time.monotonic() - start)


Harm = Callable[[Path, list[Path]], None]


def _lose(path: Path, files: list[Path]) -> None:
    path.unlink()


def _append(path: Path, files: list[Path]) -> None:
    with path.open("ab") as out:
        out.write(b"\n")


def _double(path: Path, files: list[Path]) -> None:
    path.write_bytes(path.read_bytes() * 2)


def _swap(path: Path, files: list[Path]) -> None:
    other = files[(files.index(path) + 1) % len(files)]
    a, b = path.read_bytes(), other.read_bytes()
    path.write_bytes(b)
    other.write_bytes(a)


@pytest.mark.parametrize("harm", [_lose, _append, _double, _swap], ids=lambda h: h.__name__[1:])
def test_lost_doubled_and_swapped_files_are_named(desk: Sample, harm: Harm, tmp_path: Path) -> None:
    quiet = []
    for part, path in _files(desk):
        data = {p: p.read_bytes() for _, p in _files(desk)}
        own = [p for q, p in _files(desk) if q == part]
        harm(path, own)
        if {p: p.read_bytes() for p in data if p.exists()} != data and not _altered(desk, part):
            quiet.append(path)
        for p, was in data.items():
            p.write_bytes(was)
    # a file an entry or head can be made again from may be lost without a finding; an
    # entry after the head was never acknowledged and is dropped by the next append
    allowed = {"heads"} if harm is _lose else set() if harm is _swap else {"entries.jsonl"}
    assert [p for p in quiet if not allowed & {p.name, p.parent.name}] == []
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_yesterdays_log_is_told_from_todays_by_a_case_or_a_later_head(tmp_path: Path) -> None:
    one = sample(tmp_path / "case", messages(3))
    shutil.copytree(tmp_path / "case" / "log", tmp_path / "yesterday")
    held = one.ledger.record(one.log, one.key, "judged", {})
    shutil.rmtree(tmp_path / "case" / "log")
    shutil.move(tmp_path / "yesterday", tmp_path / "case" / "log")
    old = log.DeskLog.open(tmp_path / "case" / "log", [make_key().public])
    found = check.ledger(one.ledger, [make_key().public], old)
    assert [f.what for f in found if f.state == "altered"] == [f"entries/{held.index:06}.json"]
