"""Escrow, drill, paper and rotation through the desk and its commands; nothing secret is shown."""

import shutil
import stat
from pathlib import Path

import pytest
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import PASSPHRASE, Small, export

from onrecord import Desk
from onrecord.archive.keys import DeskKeys
from onrecord.errors import CaseAltered, KeyNotValid, WrongPassphrase

Capsys = pytest.CaptureFixture[str]


def whole(desk: Desk, case: Path) -> bool:
    """True if everything checks with the desk, and with the case alone."""
    alone = Desk(case.parent / "no-desk-here").check(case, only_bytes=True)
    assert [f for f in alone.findings if f.state == "altered"] == []
    return desk.check(case).whole


def test_a_rotated_key_works_on_and_the_old_one_no_more(one: Small, capsys: Capsys) -> None:
    old = one.folder / "old"
    shutil.copytree(one.desk.folder, old)
    first = one.desk.key_facts().first
    shown = as_json(capsys, "keys", "rotate", one.case, *one.options)
    assert shown.code == 0 and shown.last["key"] != first and shown.last["secrets"] == 1
    again = one.again()
    facts = again.key_facts()
    assert facts.first == first and facts.valid == (shown.last["key"],)
    assert whole(again, one.case)
    again.add(one.case, export(one.folder / "more", 7))
    assert whole(again, one.case)
    assert len([f for f in again.check(one.case).findings if f.note == "key"]) == 2
    # the old key file, put back by whoever kept it
    shutil.copy(old / "keys" / "desk.age", one.desk.folder / "keys" / "desk.age")
    with pytest.raises(WrongPassphrase, match="revoked"):
        one.again().add(one.case, export(one.folder / "third", 9))
    assert [p.name for p in (one.desk.folder / "keys").iterdir() if p.suffix == ".part"] == []


def test_secrets_of_a_case_that_was_not_named_still_open(one: Small) -> None:
    one.desk.new(one.folder / "other", "other")
    one.desk.add(one.folder / "other", export(one.folder / "export2", 3))
    assert one.desk.rotate([one.case]).secrets == 1
    one.desk.rotate()
    for case in (one.case, one.folder / "other"):
        assert whole(one.again(), case)


@pytest.mark.parametrize("entries", [0, 1, 2])
def test_a_rotation_stopped_half_way_is_finished(
    one: Small, entries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the new key file, after the first entry, after both: nothing is lost."""
    from onrecord.archive.ledger import Ledger

    real, done = Ledger.record, [0]

    def record(self: Ledger, *given: object) -> object:
        if done[0] == entries:
            raise KeyboardInterrupt
        done[0] += 1
        return real(self, *given)  # type: ignore[arg-type]

    def replaced(self: Path, target: Path) -> Path:
        if entries == 2 and self.name == "next.age":
            raise KeyboardInterrupt
        return moved(self, target)

    moved = Path.replace
    with monkeypatch.context() as held:
        held.setattr(Ledger, "record", record)
        held.setattr(Path, "replace", replaced)
        with pytest.raises(KeyboardInterrupt):
            one.desk.rotate([one.case])
    again = one.again()
    assert whole(again, one.case)
    before = again.key_facts().valid
    again.rotate([one.case])
    assert len(again.key_facts().valid) == 1 and again.key_facts().valid != before
    assert whole(one.again(), one.case)
    assert len(one.again().key_facts().known) == (3 if entries == 2 else 2)


def test_an_escrow_key_alone_restores_every_root(one: Small, capsys: Capsys) -> None:
    file = one.folder / "lawyer.txt"
    made = as_json(capsys, "keys", "make", "--out", file, *one.options)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    drill = ("keys", "drill", one.case, "--identity", file)
    away = ["--desk", one.folder / "nowhere"]
    assert as_json(capsys, *drill, *away).code == 71
    given = as_json(
        capsys, "keys", "escrow", one.case, "--to", made.last["recipient"], *one.options
    )
    assert given.last["secrets"] == 1 and made.last["recipient"] in given.last["recipients"]
    done = as_json(capsys, *drill, *away)
    assert done.code == 0
    assert any("rows" in o["object"] and o["state"] == "intact" for o in done.rows)
    # what is sealed from now on is in escrow without another word, after a rotation too
    one.again().rotate([one.case])
    one.again().add(one.case, export(one.folder / "more", 6))
    assert as_json(capsys, *drill, *away).code == 0
    assert made.last["recipient"] in plain(capsys, "keys", "show", *one.options).out


def test_somebody_elses_recipient_is_not_taken(one: Small) -> None:
    one.desk.escrow(["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"])
    path = one.desk.folder / "keys" / "escrow"
    thief = str(DeskKeys.make("thief").recipient)
    text = path.read_text("utf-8").replace("age1ql3z7", f"{thief}\nage1ql3z7")
    path.write_text(text, "utf-8")
    with pytest.raises(CaseAltered, match="not the desk's own"):
        one.again().add(one.case, export(one.folder / "more", 6))


def test_paper_brings_the_desk_back(one: Small, capsys: Capsys) -> None:
    page = one.folder / "page.txt"
    told = plain(capsys, "keys", "paper", "--out", page, *one.options)
    assert told.code == 0 and stat.S_IMODE(page.stat().st_mode) == 0o600
    assert plain(capsys, "keys", "paper", "--out", page, *one.options).code == 41
    key = one.desk.folder / "keys" / "desk.age"
    key.write_bytes(b"burnt")
    assert as_json(capsys, "keys", "drill", one.case, "--paper", page, *one.options).code == 0
    assert plain(capsys, "keys", "restore", "--paper", page, *one.options).code == 0
    assert whole(one.again(), one.case)
    one.again().rotate()
    with pytest.raises(KeyNotValid):
        one.again().restore(page.read_text("utf-8"))
    assert whole(one.again(), one.case)


def secrets_of(one: Small, desk: Desk) -> list[bytes]:
    """Every private thing of the desk, in the forms it could be shown in."""
    own = desk.keys
    seed = own.signing.private_bytes_raw()
    from onrecord.archive import keys

    found = [seed.hex().encode(), seed.hex().upper().encode(), seed, str(own.identity).encode()]
    for path in (one.case / "secrets").glob("*.age"):
        held = keys.unlock(path, own.identities)
        for secret in (held.archive, *held.chats.values()):
            found += [secret, secret.hex().encode()]
    return [*found, PASSPHRASE.encode()]


def test_a_lost_key_folder_comes_back_from_paper(one: Small, capsys: Capsys) -> None:
    page = one.folder / "page.txt"
    assert as_json(capsys, "keys", "paper", "--out", page, *one.options).code == 0
    shutil.rmtree(one.desk.folder / "keys")
    lost = plain(capsys, "check", one.case, *one.options)
    assert lost.code == 22 and "keys restore --paper FILE" in lost.err
    assert as_json(capsys, "keys", "restore", "--paper", page, *one.options).code == 0
    assert one.again().check(one.case).whole
    own = plain(capsys, "keys", "drill", one.case, *one.options)
    assert "The desk's own key alone" in own.out and "--identity FILE" in own.out


def test_nothing_secret_is_printed_or_left_behind(
    one: Small, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = one.folder / "tmp"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    said = ""
    secrets = secrets_of(one, one.desk)
    file = one.folder / "identity.txt"
    for words in (
        ("keys", "show"),
        ("keys", "make", "--out", file),
        ("keys", "drill", one.case),
        ("keys", "rotate", one.case),
        ("check", one.case),
        ("head",),
    ):
        ran = plain(capsys, *words, *one.options)
        said += ran.out + ran.err
    secrets += secrets_of(one, one.again())
    for path in one.folder.rglob("*"):
        if path.is_file() and path.name not in ("identity.txt", "passphrase.txt"):
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path
    for secret in secrets:
        assert secret not in said.encode()
    assert list(scratch.rglob("*")) == []


def test_mistakes_are_told(one: Small, capsys: Capsys) -> None:
    lawyer = one.folder / "lawyer.txt"
    lawyer.write_text("not a key")
    for words, code in (
        (("keys", "escrow", one.case), 16),
        (("keys", "escrow", one.case, "--to", "age1nothing"), 16),
        (("keys", "escrow", one.case, "--to", one.desk.keys.recipient), 16),
        (("keys", "drill"), 16),
        (("keys", "drill", one.case, "--identity", lawyer), 16),
        (("keys", "drill", one.case, "--paper", lawyer), 20),
        (("keys", "make"), 16),
        (("keys", "paper"), 16),
        (("keys", "restore"), 16),
        (("keys", "drill", one.case, "--identity", one.folder / "none"), 41),
    ):
        assert as_json(capsys, *words, *one.options).code == code, words
    assert whole(one.desk, one.case)
