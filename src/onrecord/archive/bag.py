"""Exports as BagIt bags (RFC 8493): the bytes, untouched, and two manifests.

Members are streamed in 1 MiB blocks; no member is ever whole in memory. A bag
is written as ``<folder>.part`` and renamed when everything in it is synced.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.archive import disk
from onrecord.errors import CaseAltered, CaseExists, HostileContainer, NotACase

BLOCK = 1 << 20
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ALGORITHMS = ("sha256", "sha512")
Watch = Callable[[str, bytes], None]
"""Sees every block after it is written and hashed: (member, block)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be put into a bag; ``size`` None if it is not known before."""

    name: str
    size: int | None
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Bag:
    """A sealed bag. ``files`` maps payload paths (``data/…``) to hex SHA-256."""

    folder: Path
    files: dict[str, str]
    manifest: str
    """Hex SHA-256 of ``manifest-sha256.txt``."""
    size: int = 0
    """Bytes of payload."""

    def open(self, path: str) -> BinaryIO:
        """A payload file for reading only. Raises KeyError if there is none."""
        if path not in self.files:
            raise KeyError(path)
        where = self.folder / path
        with disk.trouble(where):
            return cast(BinaryIO, os.fdopen(os.open(where, os.O_RDONLY | disk.BINARY), "rb"))

    def members(self) -> list[str]:
        """Names of the export's members, without the ``data/export/`` before them."""
        start = "data/export/"
        return [p[len(start) :] for p in self.files if p.startswith(start)]


def file_member(name: str, path: Path) -> Member:
    """A file of this machine as a member."""
    return Member(name, path.stat().st_size, lambda: path.open("rb"))


def safe_name(name: str) -> str:
    """The name, if it stays inside a folder on every system.

    Raises HostileContainer for empty parts, ``.``, ``..``, absolute paths, drive
    letters, backslashes and NUL.
    """
    parts = name.split("/")
    bad = (
        not name
        or "\\" in name
        or "\x00" in name
        or any(p in ("", ".", "..") for p in parts)
        or (len(parts[0]) > 1 and parts[0][1] == ":")
    )
    if bad:
        raise HostileContainer(
            "A member's name leads outside its folder.",
            where=name,
            advice="Do not use this container; ask for the files one by one.",
        )
    return name


def create(
    folder: Path,
    members: Iterable[Member],
    *,
    acquisition: bytes | None = None,
    watch: Watch | None = None,
) -> Bag:
    """Streams members into a new bag and seals it.

    ``acquisition`` becomes ``data/acquisition.json``. Raises CaseExists, DiskFull,
    CannotAccess, HostileContainer; after any of them nothing is left behind.
    """
    if folder.exists():
        raise CaseExists("There is a bag of this name already.", where=str(folder))
    part = folder.with_name(folder.name + ".part")
    with disk.trouble(folder):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    try:
        with disk.trouble(folder):
            sums = _fill(part, members, acquisition, watch)
            _tags(part, sums)
            _sync_tree(part)
            part.rename(folder)
            disk.sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return open_bag(folder)


_Sums = dict[str, tuple[str, str, int]]


def _fill(
    part: Path, members: Iterable[Member], acquisition: bytes | None, watch: Watch | None
) -> _Sums:
    sums: _Sums = {}
    seen: set[str] = set()
    for member in members:
        path = f"data/export/{safe_name(member.name)}"
        if path.casefold() in seen:
            raise HostileContainer("Two members have one name.", where=member.name)
        seen.add(path.casefold())
        if member.size is not None:
            disk.need(part, member.size)
        with member.open() as source:
            sums[path] = _copy(source, part / path, member.name, watch)
    if acquisition is not None:
        path = "data/acquisition.json"
        sums[path] = _write(part / path, acquisition)
    (part / "data").mkdir(exist_ok=True)
    return sums


def _copy(source: BinaryIO, target: Path, name: str, watch: Watch | None) -> tuple[str, str, int]:
    target.parent.mkdir(parents=True, exist_ok=True)
    first, second, size = hashlib.sha256(), hashlib.sha512(), 0
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o600)
    try:
        while block := source.read(BLOCK):
            disk.write_all(fd, block)
            first.update(block)
            second.update(block)
            size += len(block)
            if watch is not None:
                watch(name, block)
        os.fsync(fd)
    finally:
        os.close(fd)
    target.chmod(stat.S_IRUSR)
    return first.hexdigest(), second.hexdigest(), size


def _write(path: Path, data: bytes) -> tuple[str, str, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o600)
    try:
        disk.write_all(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)
    return hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest(), len(data)


def _encoded(path: str) -> str:
    """A path as a manifest writes it: CR, LF and ``%`` percent-encoded (RFC 8493 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """A path as it is, from how a manifest writes it."""
    return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _tags(part: Path, sums: _Sums) -> None:
    total = sum(size for _, _, size in sums.values())
    info = f"Bag-Software-Agent: onrecord\nPayload-Oxum: {total}.{len(sums)}\n".encode()
    tags = {"bag-info.txt": info, "bagit.txt": _DECLARATION}
    for i, name in enumerate(_ALGORITHMS):
        lines = [f"{sums[p][i]}  {_encoded(p)}\n" for p in sorted(sums)]
        tags[f"manifest-{name}.txt"] = "".join(lines).encode()
    tag_sums = {name: _write(part / name, data)[0] for name, data in tags.items()}
    lines = [f"{tag_sums[n]}  {n}\n" for n in sorted(tag_sums)]
    _write(part / "tagmanifest-sha256.txt", "".join(lines).encode())


def _sync_tree(part: Path) -> None:
    for folder, _, _ in os.walk(part):
        disk.sync_folder(Path(folder))


def open_bag(folder: Path) -> Bag:
    """A sealed bag. Raises NotACase if it is none, CaseAltered if its manifest is not one.

    Payload is not hashed here; that is ``bagcheck.verify``.
    """
    path = folder / "manifest-sha256.txt"
    if not path.is_file():
        raise NotACase("There is no bag here.", where=str(folder))
    with disk.trouble(path):
        data = path.read_bytes()
    files: dict[str, str] = {}
    for line in data.decode("utf-8", "surrogateescape").split("\n")[:-1]:
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name:
            raise CaseAltered("A line of the manifest is not one.", where=str(path))
        files[decoded(name)] = digest
    size = sum((folder / p).stat().st_size for p in files if (folder / p).is_file())
    return Bag(folder, files, hashlib.sha256(data).hexdigest(), size)
