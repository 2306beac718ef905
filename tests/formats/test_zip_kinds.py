"""Zips encrypted with AES, and containers packed in ways that are not read."""

import base64
import gzip
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.errors import (
    DamagedContainer,
    NotAnExport,
    OnRecordError,
    UnsupportedContainer,
    WrongZipPassword,
)
from onrecord.formats import open_tree, read_export
from onrecord.model.trouble import Trouble

# An invented export of eight messages, packed by pyzipper: 128 and 256 bits, AE-2.
BY_ANOTHER_TOOL = {
    128: """
UEsDBBQAAQBjAIG+e10AAAAA3gAAAJQFAAALAAsAcmVzdWx0Lmpzb24BmQcAAgBBRQEIAF1iEGq64DpMNotQ6QEG6oIx
1oRjRc7NDTavKUeke88QZnSLRoP3dI7gYagcWLHXmd0u61IrZU6OKhjjAEnqW7vZVKivhdt/huvjtCCNe0e6P72xuq9u
Y1RySMYLTjtniInjdSArDxXkQazGxZNidyfvbNRrifsyMHgKfDYrBlBPcc5y8TSAtJn92P1lVGrG5CWkUwvj2o7hm3G8
216DTvRfT4S1zGYEYZHWotC87z6XUCXB+G86OMjROej+mem6YZZ5/e88xD62ZEox21pHpJGD5Ts2lwLTx/5VzusouFBL
AQIUAxQAAQBjAIG+e10AAAAA3gAAAJQFAAALAAsAAAAAAAAAAACAAQAAAAByZXN1bHQuanNvbgGZBwACAEFFAQgAUEsF
BgAAAAABAAEARAAAABIBAAAAAA==""",
    256: """
UEsDBBQAAQBjAIG+e10AAAAA5gAAAJQFAAALAAsAcmVzdWx0Lmpzb24BmQcAAgBBRQMIAJikHjS73RIYKrdamcpJBRSe
VI33GueJHsuPG4q/OIYwOSCFomLHTzIwm2O9vM5rfdmbAR36zO2mrgeIQv3Ls80sB17A1tFRvRfcNjHffKW2IB7Dx/13
hEitVjEkX75DjUKh2IqcDwXsdPV57g9PLqF41EgLffhVhHd1jAoBEnBTQpRZuvohMJ0+XvfpHag9CukOwD/MHPxbHgee
QqKGZBSsIx3zY64lUWVBe0P+kVVDgdnjX/wI2h6uPzuDz0BrcAqsDTF3/ImmUfsKBqvCCa9NFTCDflHguPSA0Yr8LwNW
K31QBTefUEsBAhQDFAABAGMAgb57XQAAAADmAAAAlAUAAAsACwAAAAAAAAAAAIABAAAAAHJlc3VsdC5qc29uAZkHAAIA
QUUDCABQSwUGAAAAAAEAAQBEAAAAGgEAAAAA""",
}
PASSWORD = "open sesame"  # noqa: S105 - of the sample above


@pytest.fixture(params=[128, 256])
def locked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A zip encrypted with AES by another program."""
    path = tmp_path / "locked.zip"
    path.write_bytes(base64.b64decode(BY_ANOTHER_TOOL[request.param]))
    return path


def read(path: Path, password: str | None = None) -> int:
    """Rows read; fails on a record that could not be."""
    count = 0
    for part in read_export(path, password=password):
        if isinstance(part, Trouble):
            assert part.weight == "note"
        count += getattr(part, "num_rows", 0)
    return count


def test_it_is_read_with_its_password(locked: Path) -> None:
    assert read(locked, PASSWORD) == 8
    tree = open_tree(locked, PASSWORD)
    with tree.open("result.json") as whole, tree.open("result.json") as bits:
        data = whole.read()
        parts = [bits.read(7) for _ in range(len(data) // 7 + 1)]
    assert len(data) == tree.size("result.json")
    assert b"".join(parts) == data


@pytest.mark.parametrize("password", [None, "", "open sesam", "OPEN SESAME"])
def test_it_asks_for_its_password(locked: Path, password: str | None) -> None:
    with pytest.raises(WrongZipPassword):
        open_tree(locked, password)


def test_every_byte_of_it_counts(locked: Path) -> None:
    whole = locked.read_bytes()
    begin, end = whole.index(b"\x08\x00", 40) + 2, whole.rindex(b"PK\x01\x02")
    for at in range(begin, end):
        changed = bytearray(whole)
        changed[at] ^= 1
        locked.write_bytes(changed)
        with pytest.raises(OnRecordError):
            read(locked, PASSWORD)


def test_a_member_cut_short_is_damaged(locked: Path) -> None:
    whole = bytearray(locked.read_bytes())
    directory = whole.rindex(b"PK\x01\x02")
    whole[directory + 20 : directory + 24] = struct.pack("<I", 12)
    locked.write_bytes(whole)
    with pytest.raises((DamagedContainer, WrongZipPassword)):
        open_tree(locked, PASSWORD)


def with_method(method: int, flag: int = 0) -> bytes:
    """A zip whose member claims another way of packing."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("result.json", b"{}")
    data = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.index(mark)
        data[place + at : place + at + 2] = struct.pack("<H", method)
        data[place + at - 2] |= flag
    return bytes(data)


@pytest.mark.parametrize("method", [1, 6, 9, 93, 95, 98, 99, 1234])
def test_what_is_packed_otherwise_is_named(method: int, tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    path.write_bytes(with_method(method))
    with pytest.raises(UnsupportedContainer) as refused:
        open_tree(path)
    assert "Unpack it" in str(refused.value.advice)


def test_strong_encryption_is_named(tmp_path: Path) -> None:
    path = tmp_path / "strong.zip"
    path.write_bytes(with_method(8, 0x41))
    with pytest.raises(UnsupportedContainer, match="strong encryption"):
        open_tree(path, "any")


@pytest.mark.parametrize("magic", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01\x00", b"MSCF\x00"])
def test_other_archives_are_named(magic: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export.bin"
    path.write_bytes(magic + bytes(100))
    with pytest.raises(UnsupportedContainer, match="archive"):
        open_tree(path)


def test_a_single_packed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 100))
    with pytest.raises(UnsupportedContainer, match="not a tar"):
        open_tree(path)
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 100)[:20])
    with pytest.raises((DamagedContainer, UnsupportedContainer)):
        open_tree(path)


def renamed(right: bool) -> bytes:
    """A zip whose name stands in code page 866 and in Info-ZIP's Unicode field."""
    info = zipfile.ZipInfo("XXXX.json")
    old = "чат.".encode("cp866") + b".json"
    sum_ = zlib.crc32(old) if right else 1
    name = "чат.json".encode()
    data = b"\x01" + struct.pack("<I", sum_) + name
    info.extra = struct.pack("<HH", 0x7075, len(data)) + data
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(info, b"{}")
    return out.getvalue().replace(b"XXXX.json", old)


def test_a_unicode_name_beside_counts_while_its_sum_agrees(tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    path.write_bytes(renamed(True))
    assert open_tree(path).members() == ["чат.json"]
    path.write_bytes(renamed(False))
    assert open_tree(path).members() != ["чат.json"]
    assert len(open_tree(path).members()) == 1


def test_a_text_is_still_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"nothing of a chat\n")
    with pytest.raises(NotAnExport):
        list(read_export(path))
