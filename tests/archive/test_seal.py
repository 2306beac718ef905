"""Sealing: one root whatever the batches, every row of it bound, nothing learnt from it."""

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.archivecase import K_ARCHIVE, SECRETS, Sample, batch, messages, row, sample

from onrecord.archive import b64, check, entry, leaf, record, salt, seal, tree
from onrecord.archive.sealed import SealFiles
from onrecord.errors import CaseAltered, CaseExists, NoSuchMessage
from onrecord.model import schema

KEYS = salt.Subkeys.of(K_ARCHIVE)
GIVEN = record.Sources()


def _root(folder: Path, parts: list[pa.RecordBatch]) -> seal.Sealed:
    sealer = seal.Sealer(folder, "A" * 22, SECRETS)
    for part in parts:
        sealer.add(part)
    return sealer.finish()


@pytest.mark.attack("T14", "roots under other locales, zones, hash seeds, cuts, processes, helpers")
def test_any_cut_into_batches_gives_one_root(tmp_path: Path) -> None:
    rows = messages(150)
    whole = _root(tmp_path / "a", [rows])
    parts = [rows.slice(0, 1), rows.slice(1, 99), rows.slice(100)]
    assert _root(tmp_path / "b", parts) == whole
    shuffled = [rows.slice(i, 1) for i in random.Random(1).sample(range(150), 150)]
    assert _root(tmp_path / "c", shuffled).root == whole.root
    for name in ("k", "tree"):
        files = [(tmp_path / x / name).read_bytes() for x in "abc"]
        assert files[0] == files[1] == files[2]


@pytest.mark.attack("T14", "roots under other locales, zones, hash seeds, cuts, processes, helpers")
def test_spilling_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = messages(100)
    whole = _root(tmp_path / "a", [rows])
    monkeypatch.setattr(seal, "_SPILL", 480)
    assert _root(tmp_path / "b", [rows.slice(0, 40), rows.slice(40)]).root == whole.root


def test_the_root_is_that_of_the_definition(tmp_path: Path) -> None:
    rows = messages(21)
    done = _root(tmp_path / "a", [rows])
    made = leaf.seal(rows, KEYS, SECRETS, GIVEN) + leaf.each(leaf.dummies(KEYS, 11))
    leaves = [m[16:] for m in sorted(made)]
    assert done.size == 32 and done.root == tree.root(leaves)
    files = SealFiles.open(tmp_path / "a")
    for i in (0, 7, 31):
        assert files.path(i) == tree.inclusion(leaves, i)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_small_archives(tmp_path: Path, count: int) -> None:
    done = _root(tmp_path / "a", [messages(5).slice(0, count)])
    assert done.size == max(1, 1 << (count - 1).bit_length() if count else 1)
    assert SealFiles.open(tmp_path / "a").root() == done.root


def test_every_column_of_a_row_is_bound() -> None:
    base = row(3, "The words. And more.", quote="q", forwarded=True)
    was = leaf.seal(batch([base]), KEYS, SECRETS, GIVEN)[0]
    media = dict.fromkeys(f.name for f in schema.MEDIA)
    media.update(type="photo", present=False)
    other: dict[str, Any] = {
        "n": 4,
        "member": "other.json",
        "start": 1,
        "length": 1,
        "place_kind": "row",
        "id": "999",
        "kind": "service",
        "sender": "Other",
        "sender_id": "user9",
        "time_text": "x",
        "time_basis": "offset",
        "time_first": 1,
        "time_last": 1_760_000_190_000_000,
        "time_local": 5,
        "text": "The words. And more!",
        "text_raw": b"x",
        "entities": [{"type": "bold", "start": 0, "length": 1, "value": None}],
        "reply_to": "1",
        "reply_chat": "1",
        "quote": "r",
        "forwarded": False,
        "forward_name": "x",
        "forward_id": "x",
        "forward_time_text": "x",
        "forward_time": 1,
        "via_bot": "x",
        "signature": "x",
        "edited_text": "x",
        "edited": 1,
        "reactions": [{"emoji": "x", "count": 1}],
        "media": [media],
        "action": "x",
        "payload": "x",
        "unknown": "x",
    }
    unbound = set()
    for name in schema.MESSAGE.names:
        if name in ("chat", "enc"):
            continue
        now = leaf.seal(batch([{**base, name: other[name]}]), KEYS, SECRETS, GIVEN)[0]
        if now == was:
            unbound.add(name)
    # text_raw counts only where enc says that the text is not valid Unicode
    assert unbound == {"text_raw"}
    raw = {**base, "enc": "bad-utf8", "text_raw": b"a"}
    a = leaf.seal(batch([raw]), KEYS, SECRETS, GIVEN)[0]
    assert a != was
    assert a != leaf.seal(batch([{**raw, "text_raw": b"b"}]), KEYS, SECRETS, GIVEN)[0]
    two = leaf.Secrets(K_ARCHIVE, {"100": SECRETS.chats["100"], "200": SECRETS.chats["100"]})
    moved = leaf.seal(batch([{**base, "chat": "200"}]), KEYS, two, GIVEN)[0]
    assert moved[:16] == was[:16] and moved != was


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=5))
def test_opening_and_sealing_are_one_truth(text: str, name: str) -> None:
    rows = batch([row(9, text, sender=name)])
    opening = leaf.open_row(rows, KEYS, SECRETS, GIVEN)
    assert leaf.seal(rows, KEYS, SECRETS, GIVEN) == [opening.k + opening.leaf]
    assert "".join(w for _, w in opening.text) == text
    assert opening.leaf == tree.leaf_hash(opening.payload)
    assert len(opening.fields) == salt.FIELDS
    for field in opening.fields:
        b64.loads(b64.unurl(field).decode())
        assert entry.digest(field) in opening.payload.decode()


def test_a_dummy_looks_like_a_message(tmp_path: Path) -> None:
    from onrecord.archive import form

    k, digests = salt.dummy(KEYS.dummy, 3)
    body = leaf.payload(b64.url_bytes(k), [b64.url_bytes(d) for d in digests])
    assert form.payload(body)[1] == b64.url(k)
    opening = leaf.open_row(messages(1), KEYS, SECRETS, GIVEN)
    shape = re.compile(rb"[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{22}")
    assert shape.sub(b"", body) == shape.sub(b"", opening.payload)


def test_ids_used_twice_are_both_sealed(tmp_path: Path) -> None:
    rows = batch([row(0, "one", id="7"), row(1, "two", id="7")])
    _root(tmp_path / "a", [rows])
    files = SealFiles.open(tmp_path / "a")
    places = set()
    for i in range(2):
        opening = leaf.open_row(rows.slice(i, 1), KEYS, SECRETS, GIVEN)
        places.add(files.index(opening.k, opening.leaf))
    assert places == {0, 1}


def test_basis_of_ids(tmp_path: Path) -> None:
    without = row(1, "x", id=None)
    assert _root(tmp_path / "a", [batch([row(0, "x")])]).k_basis == "platform-id"
    assert _root(tmp_path / "b", [batch([without])]).k_basis == "content"
    assert _root(tmp_path / "c", [batch([row(0, "x"), without])]).k_basis == "mixed"


def test_content_ids_survive_another_place_and_spacing() -> None:
    a = row(1, "same\u00a0 words", id=None)
    b = row(76, "same words", id=None, time_first=a["time_first"], time_last=a["time_first"])
    made = leaf.seal(batch([a, b]), KEYS, SECRETS, GIVEN)
    assert made[0][:16] == made[1][:16] and made[0] != made[1]


def test_a_chat_without_a_secret_is_refused(tmp_path: Path) -> None:
    sealer = seal.Sealer(tmp_path / "a", "A" * 22, SECRETS)
    with pytest.raises(KeyError):
        sealer.add(batch([row(0, "x", chat="other")]))
    sealer.abandon()
    assert list(tmp_path.iterdir()) == []
    _root(tmp_path / "b", [messages(1)])
    with pytest.raises(CaseExists):
        seal.Sealer(tmp_path / "b", "A" * 22, SECRETS)


def test_slices_and_media_are_sealed_when_given() -> None:
    media = dict.fromkeys(f.name for f in schema.MEDIA)
    media.update(type="photo", path="a.jpg", present=True)
    rows = batch([row(0, "x", media=[media])])
    given = record.Sources(slices=lambda m, s, n: b"slice", media={"a.jpg": "ab" * 32}.get)
    values = [b64.unurl(f).decode() for f in leaf.open_row(rows, KEYS, SECRETS, given).fields]
    assert '{"type":"photo","sha256":"' + "ab" * 32 in values[8]
    import hashlib

    assert hashlib.sha256(b"slice").hexdigest() in values[9]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("desk"))


def _check(one: Sample, rows: pa.RecordBatch | None = None) -> list[tuple[str, str]]:
    data = one.batch if rows is None else rows
    found = check.seal(
        one.folder / "seal",
        entry.parse(one.entry.body),
        check.Rows(lambda: [data.slice(0, 13), data.slice(13)], SECRETS),
    )
    return [(f.what, f.state) for f in found]


def test_a_sealed_reading_checks(desk: Sample) -> None:
    assert {state for _, state in _check(desk)} == {"intact"}


def test_a_changed_row_is_named(desk: Sample) -> None:
    rows = desk.batch.to_pylist()
    rows[17]["forward_name"] = "Somebody else"
    changed = pa.RecordBatch.from_pylist(rows, schema=schema.MESSAGE)
    assert ("seal AAAAAAAAAAAAAAAAAAAAAA row 17", "altered") in _check(desk, changed)
    assert len(_check(desk, changed)) == 2


def test_a_lost_or_doubled_row_is_noticed(desk: Sample) -> None:
    assert ("altered") in {s for _, s in _check(desk, desk.batch.slice(0, 39))}
    rows = desk.batch.to_pylist()
    doubled = pa.RecordBatch.from_pylist(
        [*rows[:20], rows[19], *rows[20:39]], schema=schema.MESSAGE
    )
    assert ("altered") in {s for _, s in _check(desk, doubled)}


def test_other_secrets_do_not_give_the_root(desk: Sample) -> None:
    found = check.seal(
        desk.folder / "seal",
        entry.parse(desk.entry.body),
        check.Rows(lambda: [desk.batch], replace(SECRETS, archive=bytes(32))),
    )
    assert [f for f in found if f.state == "altered"]


def test_every_flipped_bit_of_the_seals_files_is_noticed(tmp_path: Path) -> None:
    one = sample(tmp_path, messages(3))
    for name in ("k", "tree"):
        path = one.folder / "seal" / name
        data = path.read_bytes()
        for i in range(0, len(data) * 8, 3 if name == "k" else 11):
            bent = bytearray(data)
            bent[i // 8] ^= 1 << (i % 8)
            path.write_bytes(bent)
            assert "altered" in {s for _, s in _check(one)}, (name, i)
        path.write_bytes(data[:-1])
        with pytest.raises(CaseAltered):
            SealFiles.open(one.folder / "seal")
        path.write_bytes(data)
    assert "altered" not in {s for _, s in _check(one)}


def test_a_message_of_another_archive_is_not_found(desk: Sample) -> None:
    with pytest.raises(NoSuchMessage):
        desk.files.index(bytes(16), bytes(32))
    with pytest.raises(IndexError):
        desk.files.path(1 << 20)


@pytest.mark.attack("T14", "roots under other locales, zones, hash seeds, cuts, processes, helpers")
def test_any_number_of_processes_gives_one_root(tmp_path: Path) -> None:
    media = dict.fromkeys(f.name for f in schema.MEDIA)
    media.update(type="photo", path="a.jpg", present=True)
    rows = batch([row(i, f"words {i}", media=[media] if i % 3 else None) for i in range(60)])
    given_ = record.Sources(slices=lambda m, s, n: str(s).encode(), media={"a.jpg": "cd" * 32}.get)
    roots = set()
    for processes in (1, 2):
        sealer = seal.Sealer(tmp_path / str(processes), "A" * 22, SECRETS, given_, processes)
        for start in range(0, 60, 7):
            sealer.add(rows.slice(start, 7))
        roots.add(sealer.finish().root)
    assert len(roots) == 1
