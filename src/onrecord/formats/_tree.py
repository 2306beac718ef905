"""An export as named bytes: folder, single file, zip or tar, nested once."""

import io
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import CannotAccess, HostileContainer, NotAnExport, UnsupportedContainer
from onrecord.formats._names import MAX_ENTRIES, shown
from onrecord.formats._tar import TarTree
from onrecord.formats._zip import ZipTree
from onrecord.ports import Tree

BUDGET = 1 << 40
"""Unpacked bytes a container may claim, unless the caller says otherwise."""

_IN_MEMORY = 64 << 20
_CONTAINERS = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
_READABLE = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".html",
    ".htm",
    ".txt",
    ".csv",
    ".tsv",
    ".db",
    ".sqlite",
)


def open_tree(path: Path, password: str | None = None, *, budget: int = BUDGET) -> Tree:
    """The export at ``path`` as named bytes; nothing is unpacked or written.

    A container that holds nothing but containers is opened one level down; its
    members are then named ``outer.zip!/inner``.

    Raises CannotAccess (no such file, no right to read it), HostileContainer,
    DamagedContainer, and WrongZipPassword for an encrypted zip without its
    password.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _nested(FolderTree(path), password, budget)
        if not stat.S_ISREG(mode):
            raise NotAnExport("this is neither a file nor a folder", where=str(path))
        with path.open("rb") as stream:
            kind = _kind(stream)
        if not kind:
            _check_archive(path)
            return FileTree(path)
        tree = _container(kind, path.name, path.open("rb"), password, budget)
    except OSError as e:
        raise CannotAccess(
            f"the export cannot be read: {e.strerror or e}",
            where=str(path),
            advice="Check the path and that you may read it.",
        ) from e
    return _nested(tree, password, budget)


_OTHERS = ((b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"Rar!\x1a\x07", "RAR"), (b"MSCF", "CAB"))


def _check_archive(path: Path) -> None:
    """Say it if a file is an archive of another kind, rather than that no reader knows it."""
    with path.open("rb") as stream:
        head = stream.read(8)
    for magic, called in _OTHERS:
        if head.startswith(magic):
            raise UnsupportedContainer(
                f"this is a {called} archive, which onrecord does not open",
                where=str(path),
                advice="Unpack it and hand in the folder.",
            )


def _kind(stream: BinaryIO) -> str:
    head = stream.read(512)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    packed = head[:2] == b"\x1f\x8b" or head[:3] == b"BZh" or head[:6] == b"\xfd7zXZ\x00"
    return "tar" if packed else ""


def _container(
    kind: str, name: str, source: BinaryIO, password: str | None, budget: int
) -> "ZipTree | TarTree":
    try:
        if kind == "zip":
            return ZipTree(name, source, password, budget)
        return TarTree(name, source, budget)
    except BaseException:  # the stream is ours until a tree holds it
        source.close()
        raise


def _nested(outer: Tree, password: str | None, budget: int) -> Tree:
    """The tree itself, or the one level of containers in it that hold the export.

    Containers beside readable files are somebody's attachments: they stay shut.
    """
    names = [m for m in outer.members() if not m.startswith("__MACOSX/")]
    inner = [m for m in names if "/" not in m and m.lower().endswith(_CONTAINERS)]
    if not inner or any(m.lower().endswith(_READABLE) for m in names):
        return outer
    trees: dict[str, Tree] = {}
    for member in inner:
        source = _seekable(outer, member)
        kind = _kind(source)
        source.seek(0)
        if kind:
            trees[member] = _container(kind, f"{outer.name}!/{member}", source, password, budget)
        else:
            source.close()
    return NestedTree(outer, trees)


def _seekable(outer: Tree, member: str) -> BinaryIO:
    if isinstance(outer, FolderTree):
        return outer.open(member)
    if outer.size(member) > _IN_MEMORY:
        raise HostileContainer(
            "a container inside a container is too large to open in place",
            where=f"{outer.name}, member {member!r}",
            advice="Unpack the outer container and hand in the folder.",
        )
    with outer.open(member) as stream:
        return io.BytesIO(stream.read())


class FileTree:
    """One plain file as a tree of one member."""

    def __init__(self, path: Path) -> None:
        self.name = shown(path.name)
        self._path = path

    def members(self) -> Sequence[str]:
        """The file's own name."""
        return (self.name,)

    def size(self, member: str) -> int:
        """Bytes of the file."""
        return self.path(member).stat().st_size

    def path(self, member: str) -> Path:
        """Where the member lies on this machine. Raises KeyError."""
        if member != self.name:
            raise KeyError(member)
        return self._path

    def open(self, member: str) -> BinaryIO:
        """The file, seekable."""
        return self.path(member).open("rb", buffering=0)


class FolderTree:
    """The plain files of a folder, whatever their depth."""

    def __init__(self, path: Path) -> None:
        self.name = shown(path.resolve().name)
        self._root = path
        self._files = {shown(name): name for name in _walk(path)}

    def members(self) -> Sequence[str]:
        """Relative names, ``/`` between parts, sorted."""
        return sorted(self._files)

    def size(self, member: str) -> int:
        """Bytes of a member."""
        return self.path(member).stat().st_size

    def path(self, member: str) -> Path:
        """Where the member lies on this machine. Raises KeyError."""
        return self._root / self._files[member]

    def open(self, member: str) -> BinaryIO:
        """The file, seekable."""
        return self.path(member).open("rb", buffering=0)


def _walk(root: Path) -> list[str]:
    found: list[str] = []
    for folder, subfolders, files in os.walk(root, followlinks=False):
        here = Path(folder)
        for name in (*subfolders, *files):
            mode = (here / name).lstat().st_mode
            if stat.S_ISREG(mode):
                found.append((here / name).relative_to(root).as_posix())
            elif not stat.S_ISDIR(mode):
                raise HostileContainer(
                    "the folder holds a link or a device",
                    where=shown(str(here / name)),
                    advice="Replace it by the file itself, then hand in the folder.",
                )
        if len(found) > MAX_ENTRIES:
            raise HostileContainer(
                f"the folder holds more than {MAX_ENTRIES} files",
                where=shown(str(root)),
                advice="Hand in the folder of the export itself.",
            )
    return found


class NestedTree:
    """Containers inside a container: members are ``outer.zip!/inner``."""

    def __init__(self, outer: Tree, trees: dict[str, Tree]) -> None:
        self.name = outer.name
        self._outer = outer
        self._trees = trees
        self._inner = {f"{m}!/{i}": (t, i) for m, t in trees.items() for i in t.members()}

    def members(self) -> Sequence[str]:
        """Members of the inner containers, and the outer's other members."""
        return sorted([*self._inner, *(m for m in self._outer.members() if m not in self._trees)])

    def size(self, member: str) -> int:
        """Bytes of a member."""
        if member in self._inner:
            tree, inner = self._inner[member]
            return tree.size(inner)
        return self._outer.size(member)

    def open(self, member: str) -> BinaryIO:
        """A member's bytes from the start."""
        if member in self._inner:
            tree, inner = self._inner[member]
            return tree.open(inner)
        return self._outer.open(member)
