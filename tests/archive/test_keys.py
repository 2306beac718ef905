"""Keys: right passphrase or none, others' tools agree, nothing secret shows."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.archive.archivecase import K_ARCHIVE, SECRETS, make_key, sample

from onrecord.archive import b64, keys, leaf, note
from onrecord.errors import BadOption, WrongPassphrase

EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


def test_a_desk_key_comes_back_under_its_passphrase_only(tmp_path: Path) -> None:
    key = make_key()
    key.save(tmp_path / "desk.age", "correct horse")
    again = keys.DeskKeys.load(tmp_path / "desk.age", "correct horse")
    assert again.public == key.public and again.recipient == key.recipient
    with pytest.raises(WrongPassphrase) as wrong:
        keys.DeskKeys.load(tmp_path / "desk.age", "wrong")
    assert "correct" not in str(wrong.value)
    assert (tmp_path / "desk.age").stat().st_mode & 0o077 == 0


def test_secrets_open_for_every_recipient_and_nobody_else(tmp_path: Path) -> None:
    desk, lawyer, stranger = (make_key(f"example.org/{n}") for n in "abc")
    path = tmp_path / "secrets.age"
    keys.keep(path, SECRETS, [desk.recipient, lawyer.recipient])
    for key in (desk, lawyer):
        found = keys.unlock(path, key.identity)
        assert found.archive == K_ARCHIVE and found.chats == SECRETS.chats
    with pytest.raises(WrongPassphrase):
        keys.unlock(path, stranger.identity)
    with pytest.raises(BadOption):
        keys.keep(path, SECRETS, ["age1nobody"])


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_the_age_program_opens_the_secrets(tmp_path: Path) -> None:
    desk = make_key()
    keys.keep(tmp_path / "s.age", SECRETS, [desk.recipient])
    (tmp_path / "identity").write_text(str(desk.identity))
    done = subprocess.run(
        ["age", "-d", "-i", "identity", "s.age"], cwd=tmp_path, capture_output=True, check=True
    )
    assert b64.unstd(json.loads(done.stdout)[0]) == K_ARCHIVE


def test_nothing_secret_lies_in_a_desk_or_case_in_the_clear(tmp_path: Path) -> None:
    one = sample(tmp_path)
    one.key.save(tmp_path / "desk.age", "correct horse")
    keys.keep(tmp_path / "s.age", SECRETS, [one.key.recipient])
    one.proof(3)
    seed = one.key.signing.private_bytes_raw()
    hunted = [str(one.key.identity).encode(), b"correct horse"]
    for raw in (seed, K_ARCHIVE, SECRETS.chats["100"]):
        hunted += [raw, raw.hex().encode(), b64.std(raw).encode(), b64.url(raw).encode()]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [h for h in hunted if h in data], path
    shown = f"{one.key!r} {SECRETS!r} {leaf.Secrets!r}"
    assert not re.search(r"SECRET-KEY|\\x11\\x11", shown)


def test_a_names_grammar() -> None:
    for bad in ("", "a b", "a+b", "é", "x" * 129, "a\n"):
        with pytest.raises(BadOption):
            keys.DeskKeys.make(bad)


def test_the_example_of_the_note_specification() -> None:
    key = note.VerifierKey.parse(EXAMPLE)
    assert str(key) == EXAMPLE
    signed = (
        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfX"
        "ppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    parsed = note.parse(signed)
    assert str(parsed) == signed
    assert note.verify_line(parsed, key) is not None
    with pytest.raises(ValueError, match="does not verify"):
        note.verify_line(note.Note("other\n", parsed.lines), key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        EXAMPLE[:-1],
        EXAMPLE.replace("530d903a", "530d903b"),
        EXAMPLE.replace("foo", "fo o"),
        "a+00000000+AekyeRrm",
        note.VerifierKey("a", 1, b"\xff" * 32).__str__(),
        note.VerifierKey("a", 1, b"\x02" + bytes(31)).__str__(),
        note.VerifierKey("a", 1, b"\x01" + bytes(30) + b"\x80").__str__(),
    ],
)
def test_keys_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="key|base64"):
        note.VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "\n\n\u2014 a AAAAAAA=\n",
        "a\n\n- a AAAAAAA=\n",
        "a\n\n\u2014 a AAAAAAA=",
        "a\n\n\u2014 a AAAAAAB=\n",
        "a\n\n\u2014  AAAAAAA=\n",
        "a\n\n\u2014 a+b AAAAAAA=\n",
        "a\t\n\n\u2014 a AAAAAAA=\n",
        "a\n\n\u2014 a AAAA\n",
        "a\n\n" + "\u2014 a AAAAAAA=\n" * 33,
    ],
)
def test_notes_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="note|signature|base64"):
        note.parse(text)


VECTORS = Path(os.environ.get("ONRECORD_DATA", "none")) / "vectors/ed25519/ed25519vectors.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="ONRECORD_DATA names no Ed25519 vectors")
def test_keys_with_low_order_or_odd_encodings_are_told_apart() -> None:
    cases = json.loads(VECTORS.read_text())
    cases = cases if isinstance(cases, list) else cases["vectors"]
    seen = 0
    for case in cases:
        flags = {str(f) for f in case.get("flags") or case.get("Flags") or []}
        public = bytes.fromhex(case.get("A") or case.get("key") or case.get("pk"))
        if any("non_canonical_A" in f or "non-canonical-A" in f for f in flags):
            seen += 1
            assert not note.is_point(public)
    assert seen > 10
