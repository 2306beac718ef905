"""A head in other hands makes a rollback and a second history visible (T5, T12)."""

import shutil
from pathlib import Path

import pytest
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import Small, export

from onrecord.archive import extend, policy, ring
from onrecord.desk import heads
from onrecord.errors import ProofRefused, TwoHistories

Capsys = pytest.CaptureFixture[str]


@pytest.mark.attack("T12", "a second history shown to a head kept elsewhere, a witness, a log")
def test_yesterdays_log_is_found_out_by_a_head_kept_elsewhere(one: Small, capsys: Capsys) -> None:
    yesterday = one.folder / "yesterday"
    for name in ("desk", "case"):
        shutil.copytree(one.folder / name, yesterday / name)
    one.desk.add(one.case, export(one.folder / "more", 6))
    kept = one.folder / "kept.head"
    assert as_json(capsys, "head", "--out", kept, *one.options).last["size"] == 4
    assert plain(capsys, "head", "--out", kept, *one.options).code == 41
    assert as_json(capsys, "check", one.case, "--head", kept, *one.options).code == 0
    for name in ("desk", "case"):
        shutil.rmtree(one.folder / name)
        shutil.copytree(yesterday / name, one.folder / name)
    assert as_json(capsys, "check", one.case, *one.options).code == 0, "alone it looks whole"
    found = as_json(capsys, "check", one.case, "--head", kept, "--bytes", *one.options)
    assert found.code == 71 and "counts 4 entries, and the log has 2" in found.last["where"]
    assert as_json(capsys, "head", "--since", kept, *one.options).code == 72


@pytest.mark.attack("T12", "a second history shown to a head kept elsewhere, a witness, a log")
def test_two_histories_cannot_both_be_shown(one: Small, capsys: Capsys) -> None:
    shutil.copytree(one.folder / "desk", one.folder / "fork" / "desk")
    shutil.copytree(one.case, one.folder / "fork" / "case")
    one.desk.add(one.case, export(one.folder / "more", 6))
    kept = one.folder / "kept.head"
    plain(capsys, "head", "--out", kept, *one.options)
    other = Small(one.folder / "fork", one.again())
    other.desk.folder = one.folder / "fork" / "desk"
    other.desk.add(other.case, export(one.folder / "else", 7))
    with pytest.raises(TwoHistories, match="the first 4 entries are others"):
        other.desk.head(kept)


def test_a_consistency_proof_needs_nothing_of_the_log(one: Small, capsys: Capsys) -> None:
    kept, proof = one.folder / "kept.head", one.folder / "extends.json"
    plain(capsys, "head", "--out", kept, *one.options)
    for count in (6, 7, 8):
        one.desk.add(one.case, export(one.folder / f"e{count}", count))
    made = as_json(capsys, "head", "--since", kept, "--proof", proof, *one.options)
    assert made.code == 0 and (made.last["since"], made.last["size"]) == (2, 8)
    key = ["--key", one.desk.key_facts().first, "--desk", one.folder / "nowhere"]
    assert "with 8 entries extends the one with 2" in plain(capsys, "verify", proof, *key).out
    data = proof.read_bytes()
    trusted = policy.trusting(ring.Ring(one.desk.keys.public).first)
    assert extend.read(data, trusted).after.size == 8
    for i in range(len(data) * 8):
        bent = bytearray(data)
        bent[i // 8] ^= 1 << i % 8
        with pytest.raises(ProofRefused):
            extend.read(bytes(bent), trusted)
    with pytest.raises(ProofRefused):
        extend.read(data, policy.Policy())
    assert not heads.is_heads(kept)


def test_a_file_that_is_no_head_is_named(one: Small, capsys: Capsys, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.write_text("no note")
    assert as_json(capsys, "check", one.case, "--head", bad, *one.options).code == 71
    assert as_json(capsys, "check", one.case, "--head", tmp_path / "no", *one.options).code == 41
    assert as_json(capsys, "head", "--since", bad, *one.options).code == 71
    assert as_json(capsys, "head", "--proof", bad, *one.options).code == 16


def test_the_parts_of_a_check_are_together_the_whole(one: Small, capsys: Capsys) -> None:
    many = one.folder / "many"
    export(many, 5)
    for i in range(30):
        (many / f"photo{i}.jpg").write_bytes(b"jpg %d" % i)
    one.desk.add(one.case, many)
    everything = {f.object for f in one.desk.check(one.case).findings}
    seen = set()
    for n in (1, 2, 3):
        ran = as_json(capsys, "check", one.case, "--subset", f"{n}/3", *one.options)
        assert ran.code == 0
        seen |= {o["object"] for o in ran.rows}
    assert seen == everything
    target = one.case / "bags" / "0002" / "data" / "export" / "photo7.jpg"
    target.chmod(0o600)
    target.write_bytes(b"jpg 8")
    codes = [
        as_json(capsys, "check", one.case, "--bytes", "--subset", f"{n}/3", *one.options).code
        for n in (1, 2, 3)
    ]
    assert sorted(codes) == [0, 0, 71]
    for bad in ("0/3", "4/3", "3", "a/b", "1/0"):
        assert as_json(capsys, "check", one.case, "--subset", bad, *one.options).code == 16
