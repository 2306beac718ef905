"""A head stamped again after a year; times that contradict each other; who says so."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import Small, export
from tests.desk.test_dated_by_others import authority, policy, witness

from onrecord import clock
from onrecord.archive import note, stamp
from onrecord.archive import witness as witnesses
from onrecord.archive.log import DeskLog
from onrecord.archive.note import COSIGNATURE, VerifierKey, cosign
from onrecord.desk.seat import open_log

Capsys = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
NOW = datetime.now(UTC).replace(microsecond=0)


def years_on(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """This machine's clock, days from now; the authorities' stay."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))


def stored(one: Small, size: int) -> list[str]:
    folder = one.desk.folder / "log" / "stamps" / str(size)
    return sorted(p.name[:2] for p in folder.glob("*.tst"))


def dues(one: Small) -> list[str]:
    return [f.note for f in one.again().check(one.case).findings if f.state == "due"]


def test_a_head_is_stamped_again_after_a_year(
    one: Small, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dues(one) == [], "without a policy there is nobody to ask"
    with authority(one.folder / "tsa1") as (a, _):
        policy(one, a, "quorum none\nstamps 1\n")
        assert "Nobody outside has dated the log yet" in dues(one)[0]
        assert as_json(capsys, "stamp", *one.options).code == 0
        assert dues(one) == [] and stored(one, 2) == ["00", "01"]
        years_on(monkeypatch, 364)
        assert dues(one) == []
        years_on(monkeypatch, 366)
        (said,) = dues(one)
        assert said.startswith(f"Others dated the log last on {NOW:%Y-%m-%d}, over a year ago")
        assert said in plain(capsys, "info", one.case, *one.options).out
        assert said in one.desk.info(one.case).notes
        # The seconds in the names of files differ, or the newer one takes the older's place.
        first = (one.desk.folder / "log" / "stamps" / "2").glob("01-*")
        for path in list(first):
            path.rename(path.with_name(path.name.replace("01-20", "01-19")))
        assert as_json(capsys, "stamp", *one.options).code == 0
        assert stored(one, 2) == ["00", "00", "01", "01"], "the older one stays"
        as_json(capsys, "stamp", "--size", 1, *one.options)
        assert stored(one, 1) == ["00", "01"], "an earlier head is not asked for again"


def test_who_has_not_cosigned_is_said_and_asked(one: Small, capsys: Capsys) -> None:
    secret, log = one.folder / "passphrase.txt", one.desk.key_facts().first
    said = "The present head, of {} entries, is {}: `onrecord stamp` asks who is missing."
    with witness(one.folder / "w1", log, secret) as v, witness(one.folder / "w2", log, secret) as w:
        away = w.rpartition(" ")[0] + " http://127.0.0.1:9\n"
        group = "group both all w1 w2\nquorum both\n"
        policy(one, v, away, group)
        ran = as_json(capsys, "stamp", *one.options)
        assert ran.code == 73 and "not reached" in ran.rows[-1]["pending"]
        assert dues(one) == [said.format(2, "cosigned by w1, not by w2 (the policy asks for more)")]
        policy(one, v, away, "group both any w1 w2\nquorum both\n")
        assert dues(one) == [
            said.format(2, "cosigned by w1, not by w2 (the policy's quorum is met)")
        ]
        assert dues(one)[0] in plain(capsys, "info", one.case, *one.options).out
        policy(one, v, w, group)
        assert as_json(capsys, "stamp", *one.options).code == 0 and dues(one) == []
        one.desk.add(one.case, export(one.folder / "more", 6))
        assert dues(one) == [said.format(4, "not cosigned by w1 and w2 (the policy asks for more)")]
        ran = as_json(capsys, "stamp", "--size", 1, *one.options)
        assert "a witness signs the present head alone" in ran.rows[-1]["pending"]
        assert as_json(capsys, "stamp", *one.options).code == 0 and dues(one) == []
    assert one.again().check(one.case).whole


def test_who_cosigned_a_year_ago_is_asked_again(
    one: Small, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    years_on(monkeypatch, 0)
    with at_work(tmp_path / "w1", one) as v, at_work(tmp_path / "w2", one) as w:
        policy(one, v, "quorum none\n")
        assert as_json(capsys, "stamp", *one.options).code == 0
        years_on(monkeypatch, 200)
        policy(one, v, w, "quorum none\n")
        assert as_json(capsys, "stamp", *one.options).code == 0 and dues(one) == []
        years_on(monkeypatch, 366)
        assert dues(one) == [
            "The present head, of 2 entries, is cosigned by w2, over a year ago by w1: "
            "`onrecord stamp` asks who is missing."
        ]
        years_on(monkeypatch, 600)
        assert dues(one)[0].startswith("Others dated the log last on")
        assert as_json(capsys, "stamp", *one.options).code == 0 and dues(one) == []
    cosigned = [note.cosigned_at(x) for x in open_log(one.desk.folder).head.lines[1:]]
    days = [round((at - NOW.timestamp()) / 86400) for at in cosigned]
    assert days == [0, 200, 600, 600], "the older ones stay, in their places"
    assert one.again().check(one.case).whole


@contextmanager
def at_work(folder: Path, one: Small) -> Iterator[str]:
    """A witness in this process, whose clock is the test's; its policy line."""
    folder.mkdir()
    key = Ed25519PrivateKey.generate()
    log = VerifierKey.parse(one.desk.key_facts().first)
    held = witnesses.Witness(folder, f"w.example/{folder.name}", key, [log])
    server = witnesses.serve(held)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"witness {folder.name} {held.public} http://127.0.0.1:{server.server_address[1]}\n"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_proof_carries_the_first_of_each_and_at_most_eight(one: Small) -> None:
    log = open_log(one.desk.folder)
    assert len(stamp.shown(log, 2)) == 1
    folder = log.folder / "stamps" / "2"
    for name in ("01-1", "02-3", "01-9", "02-8", "02-4", "00-7", "03-5", "03-2", "04-6"):
        (folder / f"{name}.tst").write_bytes(name.encode())
    local = next(p for p in folder.glob("00-20*.tst")).read_bytes()
    names = ("01-1", "02-3", "03-2", "04-6", "01-9", "02-8", "00-7")
    assert stamp.shown(log, 2) == [local, *(n.encode() for n in names)]


def test_times_a_day_apart_are_disputed(
    one: Small, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with authority(one.folder / "tsa1") as (a, _):
        policy(one, a, "quorum none\n")
        assert as_json(capsys, "stamp", *one.options).code == 0
    log = DeskLog.open(one.desk.folder / "log", [one.desk.keys.public])
    signing, name = Ed25519PrivateKey.generate(), "w.example/late"
    public = VerifierKey(name, COSIGNATURE, signing.public_key().public_bytes_raw())
    policy(one, a, f"witness late {public}\n", "quorum none\n")
    later = int((NOW + timedelta(days=2)).timestamp())
    log.add_lines(2, [cosign(log.head.text, name, signing, later)])
    found = [f for f in one.again().check(one.case).findings if f.state == "disputed"]
    assert [f.object for f in found] == ["head of 2"]
    assert found[0].note.startswith("Head of 2 entries. The times given for this head are disputed")
    assert "(tsa1)" in found[0].note and "(late)" in found[0].note
    assert one.again().check(one.case).whole, "the evidence is as it was"
    ran = plain(capsys, "check", one.case, *one.options)
    assert ran.code == 0 and "disputed" in ran.out
    assert "disputed" in plain(capsys, "info", one.case, *one.options).out
    steps = as_json(capsys, "custody", one.case, 1, *one.options)
    assert "The times given for this head are disputed" in json.dumps(steps.rows)
    text = as_json(capsys, "certificate", one.case, 1, *one.options).last["certificate"]
    size = sum(p.stat().st_size for p in (one.folder / "export").rglob("*") if p.is_file())
    assert f"1 files, {size:,} bytes." in text, "of the export alone, without our own record"
    assert "The times given for this head are disputed" in text
    one.desk.add(one.case, export(tmp_path / "more", 6))
    assert one.again().check(one.case).whole
