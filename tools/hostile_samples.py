"""Exports made to harm: containers that lie, JSON that never ends, dates of no year.

Each maker writes one export under a folder and says what must come of it: the name of
an error class, or ``kind`` of a Trouble, or ``reads N`` for N rows. Nothing is kept in
the repository; tests make what they need. The list follows the threats named in
docs/reference/formats/hostile.md.
"""

import gzip
import io
import json
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

Maker = Callable[[Path], Path]
Case = tuple[str, Maker, str]

GOOD = json.dumps(
    {
        "name": "Harbour",
        "type": "private_group",
        "id": 1,
        "messages": [
            {
                "id": n,
                "type": "message",
                "date": "2024-06-01T10:00:00",
                "date_unixtime": "1717236000",
                "from": "Zarkan",
                "from_id": "user1",
                "text": f"word {n}",
                "text_entities": [{"type": "plain", "text": f"word {n}"}],
            }
            for n in range(1, 6)
        ],
    },
    indent=1,
).encode()


def zipped(*members: tuple[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members, names as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2024, 6, 1, 0, 0, 0))
            info.compress_type = level
            z.writestr(info, data)
    return out.getvalue()


def _special(kind: int, target: bytes = b"/etc/passwd") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        info = zipfile.ZipInfo("result.json")
        info.create_system = 3
        info.external_attr = (kind | 0o777) << 16
        z.writestr(info, target)
    return out.getvalue()


def _overlapping() -> bytes:
    """Two directory entries that quote the same bytes."""
    whole = zipped(("a.json", GOOD), ("b.json", GOOD), level=zipfile.ZIP_STORED)
    at = whole.rindex(b"PK\x01\x02")
    return whole[: at + 42] + struct.pack("<I", 0) + whole[at + 46 :]


def _lying(field: int, value: int) -> bytes:
    """One 32-bit field of the only directory entry overwritten."""
    whole = bytearray(zipped(("result.json", GOOD)))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + field : at + field + 4] = struct.pack("<I", value)
    return bytes(whole)


def _bomb(size: int) -> bytes:
    return zipped(("result.json", b'{"messages": [' + b" " * size))


def _many(count: int) -> bytes:
    """A directory of ``count`` entries, by its end record and its size."""
    out = bytearray(zipped(("result.json", GOOD)))
    end = out.rindex(b"PK\x05\x06")
    directory = out.rindex(b"PK\x01\x02")
    size = end - directory
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    sizes = (count, count, size * count, directory)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, *sizes)
    return bytes(out[:end]) + record + locator + bytes(out[end:])


def _encrypted_flag() -> bytes:
    whole = bytearray(zipped(("result.json", GOOD)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.rindex(mark)
        whole[at + offset] |= 1
    return bytes(whole)


def tarred(*infos: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> bytes:
    """A tar with these entries."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:  # type: ignore[call-overload]
        for info, data in infos:
            info.size = len(data) if info.isfile() else 0
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """A tar header."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def _tar_lying() -> bytes:
    info = tarfile.TarInfo("result.json")
    info.size = len(GOOD) * 1000
    return info.tobuf() + GOOD + b"\0" * 1024


def _tar_bomb() -> bytes:
    info = tarfile.TarInfo("result.json")
    info.size = 1 << 36
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = packer.compress(info.tobuf())
    return data + packer.compress(b" " * (64 << 20)) + packer.flush()


def _containers() -> Iterator[tuple[str, bytes, str]]:
    """Zips and tars: name, bytes, what must come of it."""
    json_ = "result.json"
    for label, name in (
        ("traversal", "../result.json"),
        ("deep-traversal", "a/../../result.json"),
        ("backslash-traversal", "..\\result.json"),
        ("absolute", "/elsewhere/result.json"),
        ("drive", "C:/result.json"),
        ("drive-backslash", "C:\\result.json"),
        ("newline", "result\n.json"),
        ("carriage", "result\r.json"),
        ("escape", "result\x1b[2J.json"),
        ("long-name", "a" * 5_000 + ".json"),
    ):
        yield f"zip-{label}.zip", zipped((name, GOOD)), "HostileContainer"
    once = zipped((json_, GOOD), ("result.jsox", GOOD)).replace(b".jsox", b".json")
    yield "zip-duplicate.zip", once, "HostileContainer"
    twins = {
        "case": (json_, "RESULT.json"),
        "nfc": ("caf\u00e9.json", "cafe\u0301.json"),
        "fold": ("stra\u00dfe.json", "STRASSE.json"),
    }
    for label, (a, b) in twins.items():
        yield f"zip-{label}.zip", zipped((a, GOOD), (b, GOOD)), "HostileContainer"
    for label, kind in (
        ("symlink", stat.S_IFLNK),
        ("fifo", stat.S_IFIFO),
        ("device", stat.S_IFBLK),
        ("socket", stat.S_IFSOCK),
    ):
        yield f"zip-{label}.zip", _special(kind), "HostileContainer"
    yield "zip-bomb.zip", _bomb(64 << 20), "HostileContainer"
    yield "zip-overlap.zip", _overlapping(), "HostileContainer"
    yield "zip-million.zip", _many(1_000_000), "HostileContainer"
    yield "zip-longer.zip", _lying(24, len(GOOD) // 2), "DamagedContainer"
    yield "zip-shorter.zip", _lying(24, len(GOOD) * 2), "DamagedContainer"
    yield "zip-huge-claim.zip", _lying(24, 0xFFFFFFF0), "HostileContainer"
    yield "zip-checksum.zip", _lying(16, 0), "DamagedContainer"
    yield "zip-offset.zip", _lying(42, 0x7FFFFFFF), "DamagedContainer"
    yield "zip-cut.zip", zipped((json_, GOOD))[:-30], "DamagedContainer"
    yield "zip-empty.zip", zipped(), "NotAnExport"
    yield "zip-encrypted.zip", _encrypted_flag(), "WrongZipPassword"
    inner = zipped(("../result.json", GOOD))
    yield "zip-in-zip.zip", zipped(("inner.zip", inner)), "HostileContainer"
    deeper = zipped(("inner.zip", zipped(("inner.zip", zipped((json_, GOOD))))))
    yield "zip-three-deep.zip", deeper, "NotAnExport"
    yield "tar-traversal.tar", tarred((entry("../" + json_), GOOD)), "HostileContainer"
    yield "tar-absolute.tar", tarred((entry("/" + json_), GOOD)), "HostileContainer"
    for label, code in (
        ("symlink", tarfile.SYMTYPE),
        ("hardlink", tarfile.LNKTYPE),
        ("device", tarfile.CHRTYPE),
        ("fifo", tarfile.FIFOTYPE),
    ):
        yield f"tar-{label}.tar", tarred((entry(json_, code, "x"), b"")), "HostileContainer"
    pair = tarred((entry(json_), GOOD), (entry(json_), GOOD))
    yield "tar-duplicate.tar", pair, "HostileContainer"
    yield "tar-lying.tar", _tar_lying(), "DamagedContainer"
    yield "tar-bomb.tar.gz", _tar_bomb(), "HostileContainer"
    yield "gz-not-tar.json.gz", gzip.compress(GOOD), "UnsupportedContainer"


def _put(name: str, data: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def containers() -> Iterator[Case]:
    """Containers that must be refused, or opened without harm."""
    for name, data, expected in _containers():
        yield name, _put(name, data), expected
