"""A tar (plain, gz, bz2, xz) as named streams, checked header by header."""

import bz2
import lzma
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from onrecord.errors import DamagedContainer, HostileContainer, UnsupportedContainer
from onrecord.formats._names import check_collisions, check_name, check_sizes, shown
from onrecord.formats._stream import Exactly

_FAULTS = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)


class TarTree:
    """The members of one tar. Opened by ``open_tree`` only."""

    def __init__(self, name: str, source: BinaryIO, budget: int) -> None:
        self.name = name
        self._source = source
        packed = source.seek(0, 2)
        source.seek(0)
        try:
            self._tar = tarfile.open(  # noqa: SIM115 - kept for the tree's life
                fileobj=source, mode="r:*", errors="surrogateescape"
            )
            self._infos = self._checked(packed, budget)
        except _FAULTS as e:
            if _single(source):
                raise UnsupportedContainer(
                    "this is one compressed file and not a tar",
                    where=name,
                    advice="Unpack it (gunzip, bunzip2, unxz) and hand in the file.",
                ) from e
            raise DamagedContainer(
                f"this tar cannot be read: {e}",
                where=name,
                advice="Copy the file again from where it came from.",
            ) from e

    def _checked(self, packed: int, budget: int) -> dict[str, tarfile.TarInfo]:
        infos: dict[str, tarfile.TarInfo] = {}
        names: list[str] = []

        def arriving() -> Iterator[tuple[str, int]]:
            for info in self._tar:
                name = shown(info.name).removeprefix("./")
                if name in ("", "."):
                    continue
                check_name(name, self.name)
                _check_kind(info, self.name)
                names.append(name.rstrip("/"))
                if info.isfile():
                    infos[name] = info
                    yield name, info.size

        check_sizes(packed, arriving(), budget, self.name)
        check_collisions(names, self.name)
        return infos

    def close(self) -> None:
        """Let go of the file; members can no longer be opened."""
        self._source.close()

    def __del__(self) -> None:
        self._source.close()

    def members(self) -> Sequence[str]:
        """Names of all files in the tar, sorted; folders are not members."""
        return sorted(self._infos)

    def size(self, member: str) -> int:
        """Bytes of a member, as its header states them."""
        return self._infos[member].size

    def open(self, member: str) -> BinaryIO:
        """The member's bytes; reading raises DamagedContainer where they end early."""
        info = self._infos[member]
        where = f"{self.name}, member {member!r}"
        try:
            stream = self._tar.extractfile(info)
        except _FAULTS as e:
            raise DamagedContainer(
                f"a member cannot be opened: {e}", where=where, advice="Copy the file again."
            ) from e
        if stream is None:
            raise KeyError(member)
        return cast(BinaryIO, Exactly(cast(BinaryIO, stream), info.size, where, self))


def _single(source: BinaryIO) -> bool:
    """True for a packed file whose contents are whole and no tar: its first block opens
    and has no tar's mark."""
    source.seek(0)
    data = source.read(1 << 20)
    try:
        if data[:2] == b"\x1f\x8b":
            block = zlib.decompressobj(31).decompress(data, 512)
        elif data[:3] == b"BZh":
            block = bz2.BZ2Decompressor().decompress(data, 512)
        elif data[:2] == b"\xfd7":
            block = lzma.LZMADecompressor().decompress(data, 512)
        else:
            return False
    except _FAULTS:
        return False
    return bool(block) and block[257:262] != b"ustar"


def _check_kind(info: tarfile.TarInfo, name: str) -> None:
    if info.isdir() or (info.isreg() and not info.issparse()):
        return
    raise HostileContainer(
        f"a member is a link, a device or has holes: {shown(info.name)[:120]!r}",
        where=name,
        advice="An export holds plain files only; ask for it as the app wrote it.",
    )
