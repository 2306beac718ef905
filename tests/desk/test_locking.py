"""A case locked away and back through the commands; killed anywhere, nothing is lost."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from tests.archive.archivecase import EVERY, figure
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import PASSPHRASE, WORDS, Small

from onrecord import Desk
from onrecord.archive import lockbox
from onrecord.errors import WrongPassphrase

Capsys = pytest.CaptureFixture[str]


def test_a_case_goes_into_one_file_and_comes_back(one: Small, capsys: Capsys) -> None:
    before = {f.object for f in one.desk.check(one.case).findings}
    assert len(list(one.desk.find(one.case, "valve").hits)) == 1
    assert (one.case / "derived" / "index").exists()
    told = plain(capsys, "lock", one.case, *one.options)
    assert told.code == 0 and not one.case.exists()
    assert "unencrypted on this disk" in told.out and "LUKS, FileVault, BitLocker" in told.out
    assert sorted(p.name for p in one.folder.iterdir() if p.name.startswith("case")) == ["case.age"]
    box = one.folder / "case.age"
    for word in (WORDS[0], "Handle", "result.json"):
        assert word.encode() not in box.read_bytes()
    assert as_json(capsys, "lock", one.case, *one.options).code == 30
    ran = plain(capsys, "info", one.case, *one.options)
    assert ran.code == 30 and "This case is locked" in ran.err and f"unlock {box}" in ran.err
    assert as_json(capsys, "unlock", box, *one.options).code == 0
    assert {f.object for f in one.again().check(one.case).findings} == before
    assert one.again().check(one.case).whole and box.exists()
    assert as_json(capsys, "unlock", box, *one.options).code == 33
    one.again().withdraw(one.case, 1, why="a mistake", by="An Editor")
    assert as_json(capsys, "lock", one.case, *one.options).code == 0, "the older box makes way"
    one.again().unlock(box)
    assert one.again().info(one.case).received[0].withdrawn


def test_another_desk_and_a_damaged_file_open_nothing(one: Small, capsys: Capsys) -> None:
    one.desk.lock(one.case)
    box = one.folder / "case.age"
    data = bytearray(box.read_bytes())
    data[len(data) // 2] ^= 1
    (one.folder / "bent.age").write_bytes(data)
    with pytest.raises(WrongPassphrase, match="damaged"):
        one.desk.unlock(one.folder / "bent.age")
    assert not (one.folder / "bent").exists() and not (one.folder / "bent.part").exists()
    assert as_json(capsys, "unlock", one.folder / "export", *one.options).code == 16
    escrowed = one.desk.rotate()
    assert escrowed.secrets == 0
    assert one.again().unlock(box) == one.case, "a package made before a rotation opens after it"


def test_an_escrow_key_opens_a_locked_case_without_the_desk(one: Small, capsys: Capsys) -> None:
    key, other = one.folder / "escrow.txt", one.folder / "other.txt"
    to = as_json(capsys, "keys", "make", "--out", key).last["recipient"]
    as_json(capsys, "keys", "make", "--out", other)
    one.desk.escrow([to], [one.case])
    one.desk.lock(one.case)
    nowhere = ["--desk", one.folder / "no-desk"]
    box = [one.folder / "case.age", "--out", one.folder / "back"]
    wrong = as_json(capsys, "unlock", *box, "--identity", other, *nowhere)
    assert wrong.code == 20 and not (one.folder / "back").exists()
    assert as_json(capsys, "unlock", *box, "--identity", key, *nowhere).code == 0
    words = ["keys", "drill", one.folder / "back", "--identity", key]
    assert as_json(capsys, *words, *nowhere).code == 0
    assert not (one.folder / "no-desk").exists()


def test_an_export_under_the_case_is_no_place_for_the_file(one: Small, capsys: Capsys) -> None:
    inside = one.case / "x.age"
    assert as_json(capsys, "lock", one.case, "--out", inside, *one.options).code == 16
    assert one.desk.check(one.case).whole


CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod"}


def stopped(one: Small, act: str, moment: int) -> tuple[int, int]:
    """The exit status of a child killed at the moment-th change of a file, and how many
    changes it made; the desk's key is unlocked before the fork."""
    one.desk.keys  # noqa: B018
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        seen = 0

        def hook(event: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            writes = event == "open" and isinstance(args[2], int) and args[2] & 3
            if (writes or event in CHANGES) and str(args[0]).startswith(str(one.folder)):
                seen += 1
                if seen == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            doing(one, act)
            os.write(into, str(seen).encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(said or 0)


def doing(one: Small, act: str) -> None:
    """Lock, unlock, rotate or reseal, from wherever the last run stopped."""
    if act == "lock":
        one.desk.lock(one.case)
    elif act == "unlock":
        one.desk.unlock(one.folder / "case.age")
    elif act == "rotate":
        one.desk.rotate([one.case])
    elif act == "reread":
        one.desk.reseal_reread(one.case, 1)
    else:
        one.desk.reseal(one.case, 1)


def whole(one: Small) -> None:
    """The case, or its package, is complete; both at once is allowed, neither is not."""
    desk = one.again()
    if not one.case.exists():
        back = desk.unlock(one.folder / "case.age", one.folder / "back")
        assert desk.check(back).whole
        lockbox.drop(back)
    else:
        assert desk.check(one.case).whole


@pytest.mark.parametrize("act", ["lock", "unlock", "reseal", "reread", "rotate"])
@pytest.mark.parametrize("every", EVERY)
def test_a_kill_anywhere_leaves_before_or_after(
    small_made: Path, tmp_path: Path, quick_keys: None, act: str, every: bool
) -> None:
    """T1 for lock, unlock, both reseals, rotate: each change of a file Python makes."""
    began = time.monotonic()

    def fresh(number: int) -> Small:
        folder = tmp_path / str(number)
        shutil.copytree(small_made, folder)
        made = Small(folder, Desk(folder / "desk", PASSPHRASE))
        made.desk.keys  # noqa: B018
        if act == "unlock":
            made.desk.lock(made.case)
        return made

    code, events = stopped(fresh(0), act, 1 << 30)
    assert code == 0 and events > 5
    step = 1 if every else max(1, events // 4)
    tried = 0
    for moment in range(1, events + 1, step):
        one = fresh(moment)
        assert stopped(one, act, moment)[0] == -signal.SIGKILL
        whole(one)
        left = one.case.exists() or (one.folder / "case.part").exists()
        todo = {"reseal": True, "reread": True, "lock": left, "unlock": not one.case.exists()}
        if todo.get(act):
            doing(one, act)
        elif act == "rotate":
            one = Small(one.folder, one.again())
            doing(one, act)
            assert len(one.desk.key_facts().valid) == 1
        whole(one)
        assert not list(one.folder.glob("*.part"))
        lockbox.drop(one.folder)
        tried += 1
    figure("T1", f"SIGKILL at a change of a file in {act}", tried, tried, time.monotonic() - began)
