"""The desk log: append-only, one writer, before or after a kill, never between."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.archive.archivecase import make_key

from onrecord.archive import disk, entry, ledger, log, note, policy, tree
from onrecord.errors import CaseAltered, CaseBusy, CaseExists, NotACase


def _bodies(count: int) -> list[bytes]:
    return [entry.make("judged", {"claimed": str(i)})[0] for i in range(count)]


def _log(folder: Path, count: int = 0) -> log.DeskLog:
    made = log.DeskLog.create(folder, make_key())
    for body in _bodies(count):
        made.append([body], make_key())
    return made


def test_every_head_extends_every_earlier_one(tmp_path: Path) -> None:
    desk = _log(tmp_path, 6)
    assert desk.heads() == list(range(7))
    for old in range(1, 7):
        for new in range(old, 7):
            a = note.parse_checkpoint(desk.head_at(old).text)
            b = note.parse_checkpoint(desk.head_at(new).text)
            tree.check_consistency(a.size, a.root, b.size, b.root, desk.consistency(old, new))
    again = log.DeskLog.open(tmp_path, [make_key().public])
    assert again.bodies == desk.bodies and str(again.head) == str(desk.head)


def test_only_the_desks_key_opens_it(tmp_path: Path) -> None:
    _log(tmp_path, 1)
    with pytest.raises(CaseAltered, match="not signed by this desk"):
        log.DeskLog.open(tmp_path, [make_key("example.org/other").public])
    with pytest.raises(CaseExists):
        log.DeskLog.create(tmp_path, make_key())
    with pytest.raises(NotACase):
        log.DeskLog.open(tmp_path / "none", [make_key().public])


def test_what_is_no_entry_is_not_appended(tmp_path: Path) -> None:
    desk = _log(tmp_path, 1)
    for bad in (b"", b"{}", b'{"t":"judged","v":1}', _bodies(1)[0] + b" ", "é".encode()):
        with pytest.raises(ValueError, match="entry"):
            desk.append([bad], make_key())
    assert desk.checkpoint.size == 1


def test_an_entry_without_a_head_was_never_there(tmp_path: Path) -> None:
    desk = _log(tmp_path, 2)
    with (tmp_path / "entries.jsonl").open("ab") as out:
        out.write(_bodies(1)[0] + b"\nhalf a li")
    opened = log.DeskLog.open(tmp_path, [make_key().public])
    assert opened.bodies == desk.bodies
    body = _bodies(1)[0]
    opened.append([body], make_key())
    assert (tmp_path / "entries.jsonl").read_bytes() == b"".join(
        b + b"\n" for b in [*desk.bodies, body]
    )


@pytest.mark.parametrize("name", ["entries.jsonl", "checkpoint"])
def test_every_flipped_bit_is_noticed(tmp_path: Path, name: str) -> None:
    _log(tmp_path, 2)
    path = tmp_path / name
    data = path.read_bytes()
    for i in range(len(data) * 8):
        bent = bytearray(data)
        bent[i // 8] ^= 1 << (i % 8)
        path.write_bytes(bent)
        with pytest.raises(CaseAltered):
            log.DeskLog.open(tmp_path, [make_key().public])


@pytest.mark.parametrize("name", ["entries.jsonl", "checkpoint"])
def test_every_truncation_is_noticed(tmp_path: Path, name: str) -> None:
    _log(tmp_path, 2)
    path = tmp_path / name
    data = path.read_bytes()
    for i in range(len(data)):
        path.write_bytes(data[:i])
        with pytest.raises(CaseAltered):
            log.DeskLog.open(tmp_path, [make_key().public])


def test_a_second_writer_is_refused_at_once(tmp_path: Path) -> None:
    desk = _log(tmp_path, 1)
    with disk.lock(tmp_path), pytest.raises(CaseBusy):
        desk.append(_bodies(1), make_key())
    desk.append(_bodies(1), make_key())


@pytest.mark.attack("T12", "a second history shown to a head kept elsewhere, a witness, a log")
def test_another_history_is_not_continued(tmp_path: Path) -> None:
    desk = _log(tmp_path / "a", 2)
    other = _log(tmp_path / "b", 2)
    other.folder = desk.folder
    with pytest.raises(CaseAltered, match="not the one that was opened"):
        other.append(_bodies(1), make_key())


def test_a_stale_view_appends_after_what_others_added(tmp_path: Path) -> None:
    first = _log(tmp_path, 1)
    second = log.DeskLog.open(tmp_path, [make_key().public])
    second.append(_bodies(2), make_key())
    first.append(_bodies(1), make_key())
    assert first.checkpoint.size == 4
    assert first.bodies[1:3] == second.bodies[1:3]


WRITER = """
import sys
import threading
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from onrecord.archive import entry, log
from onrecord.errors import CaseBusy
from tests.archive.archivecase import make_key
desk = log.DeskLog.open(Path(sys.argv[1]), [make_key().public])
done = 0
while done < int(sys.argv[2]):
    try:
        desk.append([entry.make("judged", {})[0]], make_key())
        done += 1
    except CaseBusy:
        pass
"""


def test_concurrent_writers_make_one_history_and_lose_nothing(tmp_path: Path) -> None:
    _log(tmp_path)
    paths = [p for p in sys.path if p]
    run = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "8", *paths])
        for _ in range(3)
    ]
    assert [p.wait(60) for p in run] == [0, 0, 0]
    desk = log.DeskLog.open(tmp_path, [make_key().public])
    assert desk.checkpoint.size == 24 and len(set(desk.bodies)) == 24


def test_a_case_finishes_or_drops_what_a_kill_left(tmp_path: Path) -> None:
    desk = _log(tmp_path / "log")
    held = ledger.Ledger(tmp_path / "entries")
    first = held.record(desk, make_key(), "judged", {"judgements": [{"id": "a", "sha256": "00"}]})
    assert first.get("judgements") == [{"id": "a", "sha256": "00"}]
    file = tmp_path / "entries" / "000000.json"
    data = file.read_bytes()
    body = desk.bodies[0]
    import hashlib

    name = f"pending-{hashlib.sha256(body).hexdigest()}.json"
    pending = ledger._text(None, body, first.disclosures, (), None)
    file.unlink()
    (tmp_path / "entries" / name).write_bytes(pending)
    assert held.settle(desk) == 1
    assert file.read_bytes() == data
    unlogged, disclosures = entry.make("judged", {})
    lost = tmp_path / "entries" / f"pending-{'0' * 64}.json"
    lost.write_bytes(ledger._text(None, unlogged, disclosures, (), None))
    assert held.settle(desk) == 0
    assert [p.name for p in (tmp_path / "entries").iterdir()] == ["000000.json"]


def test_a_policy_says_who_is_enough() -> None:
    key = make_key().public
    w = [
        str(note.VerifierKey(f"w{i}", note.COSIGNATURE, make_key().public.public)) for i in range(1)
    ]
    lines = f"# ours\nlog {key}\nwitness A {w[0]}\ngroup G any A\nquorum G\nstamps 2\n"
    found = policy.parse(lines.encode(), Path())
    assert found.met(["A"]) and not found.met([]) and found.stamps == 2


@pytest.mark.parametrize(
    "line",
    [
        "",
        "quorum none\nquorum none",
        "quorum A",
        "group G 2 A\nquorum none",
        "log x\nquorum none",
        "shout\nquorum none",
        "stamps -1\nquorum none",
        "tsa x plain 00 nowhere\nquorum none",
        "witness none x\nquorum none",
        "quorum none\x01",
    ],
)
def test_a_policy_that_is_none_is_refused(line: str) -> None:
    from onrecord.errors import BadOption

    with pytest.raises(BadOption):
        policy.parse(line.encode(), Path(os.devnull).parent)


def test_what_a_kill_left_half_written_goes_with_the_next_entry(tmp_path: Path) -> None:
    desk = log.DeskLog.create(tmp_path / "log", make_key())
    stamps = tmp_path / "log" / "stamps" / "0"
    stamps.mkdir(parents=True)
    left = [stamps / "00-x.tsq.part", tmp_path / "log" / "heads" / "9.part"]
    for part in left:
        part.write_bytes(b"half")
    desk.append([entry.make("judged", {})[0]], make_key())
    assert not any(part.exists() for part in left)


def test_a_lock_is_waited_for_only_if_asked(tmp_path: Path) -> None:
    with disk.lock(tmp_path), pytest.raises(CaseBusy), disk.lock(tmp_path):
        pass
    held = disk.lock(tmp_path)
    held.__enter__()
    threading.Timer(0.2, lambda: held.__exit__(None, None, None)).start()
    with disk.lock(tmp_path, tries=200):
        pass
