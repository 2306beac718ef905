"""Keys change, get lost and come back; a case is locked away and comes back whole."""

import errno
import io
import itertools
import stat
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.archive.archivecase import SECRETS, Sample, make_key, sample

from onrecord.archive import (
    check,
    entry,
    escrow,
    keys,
    leaf,
    ledger,
    lockbox,
    log,
    note,
    policy,
    ring,
    tree,
    verify,
)
from onrecord.errors import CaseAltered, CaseExists, DiskFull, HostileContainer, WrongPassphrase
from onrecord.model.proof import Checkpoint

NEW = keys.DeskKeys.make("example.org/desk", b"\x77" * 32)


def _nothing(name: str) -> bool:
    return False


def _rotated(one: Sample) -> ring.Ring:
    escrow.rotate(one.log, ledger.Ledger(one.folder / "keys"), one.key, NEW)
    return ring.of_log(one.folder / "log", one.key.public)


def test_a_new_key_takes_over_and_the_old_log_still_checks(tmp_path: Path) -> None:
    one = sample(tmp_path)
    old = one.proof(2)
    known = _rotated(one)
    one.log.append([entry.make("judged", {})[0]], NEW)
    assert known.known == (one.key.public, NEW.public) and known.valid == (NEW.public,)
    assert known.at(3) == (one.key.public,) and known.at(4) == (one.key.public, NEW.public)
    again = log.DeskLog.open(tmp_path / "log", known.valid)
    assert again.checkpoint.size == 5
    assert {f.state for f in check.log(tmp_path / "log", known)} == {"intact"}
    fresh = replace(one, key=NEW)
    for proof, trust in ((old, [one.key.public]), (fresh.proof(2), [NEW.public])):
        assert verify.verify(proof, policy.trusting(*trust)).wording
    with pytest.raises(CaseAltered):
        log.DeskLog.open(tmp_path / "log", [one.key.public])
    with pytest.raises(ValueError, match="keeps its name"):
        escrow.rotate(one.log, one.ledger, NEW, make_key("example.org/other"))


def test_a_revoked_key_signs_nothing_more(tmp_path: Path) -> None:
    one = sample(tmp_path)
    known = _rotated(one)
    thief = log.DeskLog.open(tmp_path / "log", known.known)
    thief.append([entry.make("judged", {})[0]], one.key)
    with pytest.raises(CaseAltered, match="not signed"):
        log.DeskLog.open(tmp_path / "log", known.valid)
    assert [f.state for f in check.log(tmp_path / "log", known)] == ["altered"]
    for size, key in ((2, NEW), (5, one.key)):
        head = note.checkpoint_text(Checkpoint(NEW.name, size, tree.root(thief.hashes[:size])))
        line = note.sign(head, key.name, key.signing)
        (tmp_path / "log" / "heads" / str(size)).write_text(str(note.Note(head, (line,))))
    (tmp_path / "log" / "checkpoint").write_text(str(thief.head_at(4)))
    found = [f for f in check.log(tmp_path / "log", known) if f.state == "altered"]
    assert [f.what for f in found] == ["log/heads/2"], "a head signed before its key was there"


def test_an_entry_no_checkpoint_acknowledges_changes_no_key(tmp_path: Path) -> None:
    one = sample(tmp_path)
    assert _rotated(one).valid == (NEW.public,)
    folder = tmp_path / "log"
    (folder / "checkpoint").write_bytes((folder / "heads" / "3").read_bytes())
    before = ring.of_log(folder, one.key.public)
    assert before.valid == (one.key.public, NEW.public), "killed before the checkpoint"
    assert log.DeskLog.open(folder, before.valid).checkpoint.size == 3
    (folder / "checkpoint").write_bytes(b"nothing")
    assert ring.of_log(folder, one.key.public).valid == (one.key.public,)


def test_a_case_alone_knows_the_keys_of_its_desk(tmp_path: Path) -> None:
    one = sample(tmp_path)
    known = _rotated(one)
    for index in (2, 3):
        one.ledger.take(one.log, index)
    one.ledger.record(one.log, NEW, "judged", {})
    alone = ring.of_ledger(one.ledger, one.key.public)
    assert alone == known
    assert {f.state for f in check.ledger(one.ledger, alone)} == {"intact"}
    (one.folder / "entries" / "000002.json").unlink()
    torn = ring.of_ledger(one.ledger, one.key.public)
    assert torn.valid == (one.key.public,)
    assert {f.state for f in check.ledger(one.ledger, torn)} == {"intact", "altered"}


def test_a_key_nobody_vouched_for_is_not_in_the_ring(tmp_path: Path) -> None:
    one = sample(tmp_path)
    _rotated(one)
    head = tmp_path / "log" / "heads" / "3"
    data = head.read_bytes()
    for bad in (b"", b"no note", data.replace(b"\n3\n", b"\n2\n")):
        head.write_bytes(bad)
        assert ring.of_log(tmp_path / "log", one.key.public).known == (one.key.public,)
    head.unlink()
    assert ring.of_log(tmp_path / "log", one.key.public).known == (one.key.public,)
    head.write_bytes(data)
    thief = keys.DeskKeys.make("example.org/desk", b"\x66" * 32)
    late, _ = entry.make("key", {}, {"action": "add", "key": str(thief.public)})
    one.log.trusted = (one.key.public, NEW.public)
    one.log.append([late], one.key)  # the old key, already revoked
    assert thief.public not in ring.of_log(tmp_path / "log", one.key.public).known


def test_a_log_that_acknowledges_nothing_changes_no_key(tmp_path: Path) -> None:
    """Also where its very first entry is a key: nothing is not one."""
    key = make_key()
    (tmp_path / "log").mkdir()
    desk = log.DeskLog.create(tmp_path / "log", key)
    added, _ = entry.make("key", {}, {"action": "add", "key": str(NEW.public)})
    desk.append([added], key)
    checkpoint = tmp_path / "log" / "checkpoint"
    assert ring.of_log(tmp_path / "log", key.public).valid == (key.public, NEW.public)
    for damaged in (b"nothing", b"\xff"):
        checkpoint.write_bytes(damaged)
        assert ring.of_log(tmp_path / "log", key.public).valid == (key.public,)
    checkpoint.unlink()
    assert ring.of_log(tmp_path / "log", key.public).valid == (key.public,)


def test_a_key_entry_beside_its_head_changes_no_key(tmp_path: Path) -> None:
    one = sample(tmp_path)
    known = _rotated(one)
    for index in (2, 3):
        one.ledger.take(one.log, index)
    held = [one.ledger.read(i) for i in one.ledger.indexes()]
    assert ring.of_entries(held, one.key.public) == known
    for at in range(len(held)):
        path = (bytes(32), *held[at].path[1:])
        bent = [replace(h, path=path) if h is held[at] else h for h in held]
        valid = ring.of_entries(bent, one.key.public).valid
        of_key = held[at].entry.kind == "key"
        assert (valid == known.valid) is not of_key


def test_an_escrow_key_restores_the_archive(tmp_path: Path) -> None:
    one = sample(tmp_path)
    lawyer = make_key("example.org/lawyer")
    (tmp_path / "secrets").mkdir()
    keys.keep(tmp_path / "secrets" / "a.age", SECRETS, [one.key.recipient])
    assert [f.state for f in escrow.drill(tmp_path / "secrets", lawyer.identity)] == ["altered"]
    both = [one.key.recipient, lawyer.recipient]
    assert escrow.share(tmp_path / "secrets", one.key.identity, both) == 1
    assert [f.state for f in escrow.drill(tmp_path / "secrets", lawyer.identity)] == ["intact"]
    found = keys.unlock(tmp_path / "secrets" / "a.age", lawyer.identity)
    rows = check.Rows(lambda: [one.batch], leaf.Secrets(found.archive, found.chats))
    states = check.seal(tmp_path / "seal", entry.parse(one.entry.body), rows)
    assert {f.state for f in states} == {"intact"}
    with pytest.raises(WrongPassphrase):
        escrow.share(tmp_path / "secrets", make_key().identity, both)


def test_paper_brings_the_keys_back() -> None:
    key = make_key()
    page = escrow.paper(key)
    again = escrow.from_paper(page)
    assert again.public == key.public and again.recipient == key.recipient
    for bad in ("", page.replace("0001", "0002", 1), page.replace("AGE-SECRET-KEY-1", "AGE-")):
        with pytest.raises(WrongPassphrase):
            escrow.from_paper(bad)


def test_a_locked_case_comes_back_as_it_was(tmp_path: Path) -> None:
    one = sample(tmp_path / "case")
    (tmp_path / "case" / "derived").mkdir()
    (tmp_path / "case" / "derived" / "index").write_bytes(b"plain words")
    before = {
        p.relative_to(tmp_path / "case"): (p.read_bytes(), p.stat().st_mode & stat.S_IRWXU)
        for p in (tmp_path / "case").rglob("*")
        if p.is_file() and "derived" not in p.parts
    }

    def derived(name: str) -> bool:
        return name.split("/")[0] == "derived"

    box = tmp_path / "case.locked"
    to, own = [one.key.recipient], one.key.identity
    size = lockbox.lock(tmp_path / "case", box, to, own, derived)
    assert size == box.stat().st_size and b"example.org" not in box.read_bytes()
    lockbox.remove_plain(tmp_path / "case", box, one.key.identity, derived)
    assert not (tmp_path / "case").exists() and not (tmp_path / "case.part").exists()
    with pytest.raises(WrongPassphrase):
        lockbox.unlock(box, tmp_path / "case", make_key("x").identity)
    assert not (tmp_path / "case").exists()
    assert lockbox.unlock(box, tmp_path / "case", one.key.identity) == len(before)
    after = {
        p.relative_to(tmp_path / "case"): (p.read_bytes(), p.stat().st_mode & stat.S_IRWXU)
        for p in (tmp_path / "case").rglob("*")
        if p.is_file()
    }
    assert after == before
    with pytest.raises(CaseExists):
        lockbox.unlock(box, tmp_path / "case", one.key.identity)
    data = box.read_bytes()
    with pytest.raises(WrongPassphrase):  # nobody here could open it: the older box stays
        lockbox.lock(tmp_path / "case", box, [make_key("x").recipient], own, _nothing)
    assert box.read_bytes() == data and not box.with_name("case.locked.part").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
@pytest.mark.parametrize("size", [10, 100_000, 3_000_000])
def test_a_full_disk_is_named_where_a_case_is_locked(tmp_path: Path, size: int) -> None:
    key, folder, box = make_key(), tmp_path / "case", tmp_path / "case.age"
    folder.mkdir()
    (folder / "export.json").write_bytes(bytes(size))
    (tmp_path / "case.age.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull) as refused:
        lockbox.lock(folder, box, [key.recipient], key.identity, _nothing)
    assert refused.value.where == str(box)
    assert [p.name for p in tmp_path.iterdir()] == ["case"]
    assert (folder / "export.json").read_bytes() == bytes(size)


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_error_of_the_disk_is_told_as_one_where_a_case_is_locked(nth: int) -> None:
    """One that comes once: closing the file does not meet it again."""
    calls = itertools.count(1)

    class Failing(io.BytesIO):
        def write(self, data: Any) -> int:
            if next(calls) == nth:
                raise OSError(errno.EIO, "the disk says no")
            return super().write(data)

    with pytest.raises(OSError, match="the disk says no") as refused:
        lockbox._encrypt(io.BytesIO(bytes(200_000)), Failing(), [make_key().recipient])
    assert refused.value.errno == errno.EIO


def test_nothing_is_removed_that_is_not_in_the_box(tmp_path: Path) -> None:
    one = sample(tmp_path / "case")
    box = tmp_path / "case.locked"
    lockbox.lock(tmp_path / "case", box, [one.key.recipient], one.key.identity, _nothing)
    (tmp_path / "case" / "late.txt").write_bytes(b"written meanwhile")
    with pytest.raises(CaseAltered, match="nothing was removed"):
        lockbox.remove_plain(tmp_path / "case", box, one.key.identity, _nothing)
    assert (tmp_path / "case" / "late.txt").exists()
    data = bytearray(box.read_bytes())
    data[-1] ^= 1
    box.write_bytes(data)
    with pytest.raises(WrongPassphrase, match="damaged"):
        lockbox.remove_plain(tmp_path / "case", box, one.key.identity, _nothing)
    box.write_bytes(bytes(data[:-20_000]))
    with pytest.raises((WrongPassphrase, CaseAltered)):
        lockbox.unlock(box, tmp_path / "again", one.key.identity)
    assert not (tmp_path / "again").exists() and (tmp_path / "case").exists()


def test_a_box_that_leads_outside_is_refused(tmp_path: Path) -> None:
    key = make_key()
    for name, kind in (("../out", tarfile.REGTYPE), ("link", tarfile.SYMTYPE)):
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w") as tar:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member)
        box = tmp_path / "box"
        box.write_bytes(pyrage.encrypt(raw.getvalue(), [key.identity.to_public()]))
        with pytest.raises((HostileContainer, CaseAltered)):
            lockbox.unlock(box, tmp_path / "case", key.identity)
        assert sorted(p.name for p in tmp_path.iterdir()) == ["box"]
