"""A zip as named streams: checked as a whole before any member is read."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import BinaryIO, cast

from onrecord.errors import (
    DamagedContainer,
    HostileContainer,
    UnsupportedContainer,
    WrongZipPassword,
)
from onrecord.formats._names import MAX_ENTRIES, check_collisions, check_name, check_sizes
from onrecord.formats._stream import Exactly
from onrecord.formats._zip_aes import AesMember, field, sealed

_MAX_DIRECTORY = 128 << 20
_ADVICE_DAMAGED = "Copy the file again from where it came from; its sizes or sums do not agree."


class ZipTree:
    """The members of one zip (or zip64). Opened by ``open_tree`` only."""

    def __init__(self, name: str, source: BinaryIO, password: str | None, budget: int) -> None:
        self.name = name
        self._source = source
        try:
            self._packed = source.seek(0, 2)
            _check_directory(source, self._packed, name)
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as e:
            raise DamagedContainer(
                f"this zip cannot be opened: {e}", where=name, advice=_ADVICE_DAMAGED
            ) from e
        self._infos = {_name_of(i): i for i in self._checked(budget)}
        self._password = None if password is None else password.encode()
        self._check_password()

    def _checked(self, budget: int) -> Sequence[zipfile.ZipInfo]:
        infos = self._zip.infolist()
        for info in infos:
            check_name(_name_of(info), self.name)
            check_name(info.orig_filename, self.name)
            _check_kind(info, self.name)
            _check_method(info, self.name)
        files = [i for i in infos if not i.is_dir()]
        check_collisions([_name_of(i).rstrip("/") for i in infos], self.name)
        check_sizes(self._packed, ((i.filename, i.file_size) for i in files), budget, self.name)
        _check_overlap(infos, self.name)
        for info in files:
            if info.file_size > 1 << 20 and info.file_size > 100 * max(info.compress_size, 1):
                raise HostileContainer(
                    f"a member claims to grow a hundredfold: {info.filename[:120]!r}",
                    where=self.name,
                    advice="This is how a decompression bomb looks; it was not unpacked.",
                )
        return files

    def _check_password(self) -> None:
        locked = [i for i in self._infos.values() if i.flag_bits & 0x1]
        if not locked:
            return
        where = f"{self.name}, member {locked[0].filename!r}"
        if self._password is None:
            raise WrongZipPassword(
                "this zip is encrypted", where=where, advice="Give its password and try again."
            )
        try:
            with self.open(_name_of(min(locked, key=lambda i: i.file_size))) as stream:
                while stream.read(1 << 20):
                    pass
        except DamagedContainer as e:  # one wrong password in 256 shows only here
            raise WrongZipPassword(
                "the password does not open this zip", where=where, advice="Check the password."
            ) from e

    def close(self) -> None:
        """Let go of the file; members can no longer be opened."""
        self._source.close()

    def __del__(self) -> None:
        self._source.close()

    def members(self) -> Sequence[str]:
        """Names of all files in the zip, sorted; folders are not members."""
        return sorted(self._infos)

    def size(self, member: str) -> int:
        """Bytes of a member once unpacked, as the directory states them."""
        return self._infos[member].file_size

    def open(self, member: str) -> BinaryIO:
        """The member's bytes. Reading raises DamagedContainer if they do not
        agree with the stated size or checksum."""
        info = self._infos[member]
        where = f"{self.name}, member {member!r}"
        try:
            stream = self._stream(info)
        except RuntimeError as e:  # zipfile's way to say: password
            raise WrongZipPassword(
                "the password does not open this zip",
                where=where,
                advice="Check the password; long ones from a manager lose their last sign easily.",
            ) from e
        except (zipfile.BadZipFile, NotImplementedError, OSError, zlib.error) as e:
            raise DamagedContainer(
                f"a member cannot be opened: {e}",
                where=where,
                advice="Unpack it with the program that made it and hand in the folder.",
            ) from e
        return cast(BinaryIO, Exactly(stream, info.file_size, where, self))

    def _stream(self, info: zipfile.ZipInfo) -> BinaryIO:
        how = sealed(info)
        if how is None:
            return cast(BinaryIO, self._zip.open(info, pwd=self._password))
        return cast(BinaryIO, AesMember(self._source, info, how, self._password or b""))


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's name: the Unicode name beside it where there is one, else UTF-8 where
    its bytes are UTF-8, else code page 437.

    Many programs write UTF-8 without setting the flag that says so; others write the
    machine's own code page and Unicode in Info-ZIP's extra field 0x7075, which counts
    only while the checksum of the name it was made for agrees.
    """
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    beside = field(info.extra, 0x7075)
    if beside is not None and len(beside) > 5 and beside[:1] == b"\x01":
        own = info.orig_filename.encode("cp437", "replace")
        if struct.unpack("<I", beside[1:5])[0] == zlib.crc32(own):
            return beside[5:].decode("utf-8", "backslashreplace")
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _check_directory(source: BinaryIO, packed: int, name: str) -> None:
    """Refuse a directory too large to be held, before zipfile holds it."""
    source.seek(max(0, packed - (1 << 16) - 22 - 20))
    tail = source.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    locator = tail.rfind(b"PK\x06\x07", 0, at)
    if locator >= 0 and len(tail) >= locator + 20:
        source.seek(struct.unpack("<Q", tail[locator + 8 : locator + 16])[0])
        record = source.read(56)
        if len(record) == 56 and record[:4] == b"PK\x06\x06":
            count, size = struct.unpack("<QQ", record[32:48])
    if size > _MAX_DIRECTORY or count > MAX_ENTRIES or size > 46 * 2 * MAX_ENTRIES * 4:
        raise HostileContainer(
            f"this zip lists {count} members in a directory of {size} bytes",
            where=name,
            advice=f"onrecord opens zips of at most {MAX_ENTRIES} members.",
        )


def _check_kind(info: zipfile.ZipInfo, name: str) -> None:
    mode = info.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if info.create_system == 3 and kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise HostileContainer(
            f"a member is a link or a device, not a file: {info.filename[:120]!r}",
            where=name,
            advice="An export holds plain files only; ask for it as the app wrote it.",
        )


_METHODS = (0, 8, 12, 14)  # stored, deflated, bzip2, lzma: what the standard library reads
_CALLED = {
    1: "shrinking", 6: "imploding", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 96: "JPEG",
    97: "WavPack", 98: "PPMd", 99: "an AES variant", 20: "Zstandard",
}  # fmt: skip


def _check_method(info: zipfile.ZipInfo, name: str) -> None:
    """Refuse, before anything is read, what would only fail in the middle."""
    if info.flag_bits & 0x40:
        how = "encrypted with PKWARE's strong encryption"
    elif info.compress_type in _METHODS or sealed(info) is not None:
        return
    else:
        method = _CALLED.get(info.compress_type, f"method {info.compress_type}")
        how = f"packed with {method}"
    raise UnsupportedContainer(
        f"a member is {how}, which onrecord does not read: {info.filename[:120]!r}",
        where=name,
        advice="Unpack it with the program that made it (or 7-Zip) and hand in the folder.",
    )


def _check_overlap(infos: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse members that share bytes: a quoted-file bomb unpacks them many times."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            raise HostileContainer(
                f"members overlap inside the zip, at {info.filename[:120]!r}",
                where=name,
                advice="This is how a decompression bomb looks; it was not unpacked.",
            )
        end = info.header_offset + 30 + info.compress_size
