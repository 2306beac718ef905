"""Writing so that a kill at any moment leaves *before* or *after*.

Files appear by rename of a complete, synced neighbour; directories are synced
after the rename. Full disks and refusals become errors that name the path.
"""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import CannotAccess, CaseBusy, DiskFull

BINARY = getattr(os, "O_BINARY", 0)
"""For ``os.open``: no translation of line ends where a system would do that."""
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


@contextmanager
def trouble(where: Path) -> Iterator[None]:
    """Turns the system's refusals into DiskFull or CannotAccess, naming the path."""
    try:
        yield
    except OSError as bad:
        name = str(bad.filename or where)
        if bad.errno in _FULL:
            raise DiskFull(
                "The disk is full; nothing was changed.",
                where=name,
                advice="Make room and run the command again.",
            ) from bad
        raise CannotAccess(
            f"The file cannot be used: {bad.strerror}.",
            where=name,
            advice="Look at the file's permissions and at the disk.",
        ) from bad


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in a folder last (nothing where folders cannot be opened).

    Raises DiskFull or CannotAccess, naming the folder.
    """
    if os.name == "nt":
        return
    with trouble(folder):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def replace(path: Path, data: bytes) -> None:
    """The file holds exactly ``data``, or what it held before.

    Raises DiskFull or CannotAccess; the half-written neighbour is removed.
    """
    part = path.with_name(path.name + ".part")
    with trouble(path):
        try:
            fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
            try:
                write_all(fd, data)
                os.fsync(fd)
            finally:
                os.close(fd)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_all(fd: int, data: bytes | memoryview) -> None:
    """All of it, however often the system writes less."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def read_at(fd: int, size: int, at: int) -> bytes:
    """``size`` bytes from position ``at``, fewer only at the end of the file.

    Moves the position of ``fd``: for descriptors nobody else uses.
    """
    os.lseek(fd, at, os.SEEK_SET)
    found = b""
    while len(found) < size and (block := os.read(fd, size - len(found))):
        found += block
    return found


def need(folder: Path, size: int) -> None:
    """Raises DiskFull if fewer than ``size`` bytes are free where the folder lies."""
    with trouble(folder):
        free = shutil.disk_usage(folder).free
    if free < size:
        raise DiskFull(
            f"{size:,} bytes are needed and {free:,} are free; nothing was changed.",
            where=str(folder),
            advice="Make room or use another disk.",
        )


@contextmanager
def lock(folder: Path, tries: int = 1) -> Iterator[None]:
    """The only writer of a folder. Raises CaseBusy if there is another, at once or
    after ``tries`` with a twentieth of a second between them.

    An advisory lock of the system on ``.lock``: it falls when the process does.
    """
    with trouble(folder):
        fd = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for left in reversed(range(tries)):
            try:
                _hold(fd)
                break
            except (BlockingIOError, PermissionError) as held:
                if left:
                    time.sleep(0.05)
                    continue
                raise CaseBusy(
                    "Another process is writing here.",
                    where=str(folder),
                    advice="Wait for it to end, then run the command again.",
                ) from held
        yield
    finally:
        os.close(fd)


def _hold(fd: int) -> None:
    """Takes the lock at once or raises."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
