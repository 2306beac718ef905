"""Folders, zips and tars as named bytes: the same names, the same bytes."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from hostile_samples import GOOD, zipped  # noqa: E402
from onrecord.errors import CannotAccess, DamagedContainer, WrongZipPassword  # noqa: E402
from onrecord.formats import open_tree, pick, read_export  # noqa: E402
from onrecord.formats._zip import ZipTree  # noqa: E402

MEMBERS = {"ChatExport/result.json": GOOD, "ChatExport/photos/صورة.jpg": b"\xff\xd8"}


def folder(root: Path) -> Path:
    for name, data in MEMBERS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def a_zip(root: Path) -> Path:
    path = root / "export.zip"
    path.write_bytes(zipped(*MEMBERS.items()))
    return path


def a_tar(root: Path, mode: str = "w") -> Path:
    path = root / "export.tar"
    with tarfile.open(path, mode) as t:  # type: ignore[call-overload]
        for name, data in MEMBERS.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "gz", "xz", "bz2"])
def test_all_containers_show_the_same(kind: str, tmp_path: Path) -> None:
    if kind == "folder":
        path = folder(tmp_path)
    elif kind == "zip":
        path = a_zip(tmp_path)
    else:
        path = a_tar(tmp_path, "w" if kind == "tar" else f"w:{kind}")
    tree = open_tree(path)
    assert list(tree.members()) == sorted(MEMBERS)
    for name, data in MEMBERS.items():
        assert tree.size(name) == len(data)
        with tree.open(name) as stream:
            assert stream.read() == data
    assert sum(getattr(p, "num_rows", 0) for p in read_export(path)) == 5


def test_a_stream_outlives_the_tree_nobody_keeps(tmp_path: Path) -> None:
    stream = open_tree(a_zip(tmp_path)).open("ChatExport/result.json")
    assert stream.read(10) == GOOD[:10]
    stream.close()


def test_a_container_of_containers_is_opened_once(tmp_path: Path) -> None:
    outer = tmp_path / "all.zip"
    outer.write_bytes(zipped(("one.zip", zipped(*MEMBERS.items())), ("two.zip", zipped())))
    tree = open_tree(outer)
    assert "one.zip!/ChatExport/result.json" in tree.members()
    assert pick(tree)[1].members == ("one.zip!/ChatExport/result.json",)


def test_an_attachment_that_is_a_zip_stays_shut(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(("result.json", GOOD), ("gift.zip", zipped(("../x", b"")))))
    assert "gift.zip" in open_tree(path).members()


def test_names_without_the_utf8_flag(tmp_path: Path) -> None:
    name = "صور/result.json".encode()
    data = bytearray(zipped(("X" * len(name), GOOD)))
    path = tmp_path / "old.zip"
    path.write_bytes(bytes(data).replace(b"X" * len(name), name))
    assert list(open_tree(path).members()) == ["صور/result.json"]


def test_a_name_that_is_no_unicode_is_shown_with_escapes(tmp_path: Path) -> None:
    (tmp_path / "e\udcff.json").write_bytes(GOOD)
    tree = open_tree(tmp_path)
    assert list(tree.members()) == ["e\\xff.json"]
    with tree.open("e\\xff.json") as stream:
        assert stream.read() == GOOD


def test_zip64_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w") as z, z.open("result.json", "w", force_zip64=True) as out:
        out.write(GOOD)
    assert sum(getattr(p, "num_rows", 0) for p in read_export(path)) == 5


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess):
        open_tree(tmp_path / "missing.zip")
    (tmp_path / "cut.zip").write_bytes(zipped(("a.json", GOOD))[:40])
    with pytest.raises(DamagedContainer):
        open_tree(tmp_path / "cut.zip")


def _encrypt(whole: bytes, password: bytes) -> bytes:
    """Encrypt the stored member in place: 12 more bytes, the flag set."""
    crc = zipfile.ZipFile(io.BytesIO(whole)).infolist()[0].CRC
    plain = bytes(11) + bytes([crc >> 24]) + GOOD
    secret = _cipher(plain, password)
    at = whole.index(GOOD)
    directory = bytearray(whole[whole.rindex(b"PK\x01\x02") :])
    head = bytearray(whole[:at])
    size = len(secret).to_bytes(4, "little")
    head[6] |= 1
    head[18:22] = size
    directory[8] |= 1
    directory[20:24] = size
    end = directory.rindex(b"PK\x05\x06")
    directory[end + 16 : end + 20] = (at + len(secret)).to_bytes(4, "little")
    return bytes(head) + secret + bytes(directory)


def _cipher(plain: bytes, password: bytes) -> bytes:
    table = [_crc_of(i) for i in range(256)]
    k0, k1, k2 = 0x12345678, 0x23456789, 0x34567890

    def update(c: int) -> None:
        nonlocal k0, k1, k2
        k0 = (k0 >> 8) ^ table[(k0 ^ c) & 0xFF]
        k1 = ((k1 + (k0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        k2 = (k2 >> 8) ^ table[(k2 ^ (k1 >> 24)) & 0xFF]

    for c in password:
        update(c)
    out = bytearray()
    for c in plain:
        k = k2 | 2
        out.append(c ^ (((k * (k ^ 1)) >> 8) & 0xFF))
        update(c)
    return bytes(out)


def _crc_of(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0xEDB88320 if value & 1 else value >> 1
    return value


def test_an_encrypted_zip_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    path.write_bytes(_encrypt(zipped(("result.json", GOOD), level=0), b"open sesame"))
    with pytest.raises(WrongZipPassword):
        open_tree(path)
    with pytest.raises(WrongZipPassword):
        open_tree(path, "wrong")
    assert sum(getattr(p, "num_rows", 0) for p in read_export(path, password="open sesame")) == 5
    with path.open("rb") as source:
        assert ZipTree("locked.zip", source, "open sesame", 1 << 30).members() == ["result.json"]
