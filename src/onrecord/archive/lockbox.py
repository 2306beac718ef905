"""A whole case as one age file and back: for the time it is not worked on.

Streamed both ways, nothing of it in a temporary file. The plain folder goes
only after the box has been opened again and every file in it compared.
"""

import hashlib
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from onrecord.archive import disk
from onrecord.archive.bag import safe_name
from onrecord.archive.keys import Identities, listed, recipient
from onrecord.errors import CannotAccess, CaseAltered, CaseExists, OnRecordError, WrongPassphrase

_BLOCK = 1 << 20
Left = Callable[[str], bool]
"""True for a path inside the folder that is left out (derived files)."""


def lock(
    folder: Path, box: Path, recipients: Sequence[str], identity: Identities, left_out: Left
) -> int:
    """Packs the folder into ``box`` and opens it again; bytes of the box.

    The box takes its place, and that of an older box, only after every file of the
    folder was found in it with the same bytes. ``identity`` is one of the
    recipients'. Raises CaseAltered, DiskFull, WrongPassphrase; the folder and an older
    box are then as they were.
    """
    part = box.with_name(box.name + ".part")
    try:
        with disk.trouble(box), part.open("wb") as out:
            with _piped(lambda sink: _pack(folder, sink, left_out)) as source:
                _encrypt(source, out, recipients)
            out.flush()
            os.fsync(out.fileno())
        compare(folder, part, identity, left_out)
        part.replace(box)
        disk.sync_folder(box.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return box.stat().st_size


class _Sink:
    """A file written to, and why it could not be: the library tells only that it failed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.failed: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except OSError as bad:
            self.failed = bad
            raise

    def flush(self) -> None:
        self._out.flush()


def _encrypt(source: BinaryIO, out: BinaryIO, recipients: Sequence[str]) -> None:
    """Raises what the disk raised, not what the library makes of it."""
    sink = _Sink(out)
    try:
        pyrage.encrypt_io(source, cast(BinaryIO, sink), [recipient(r) for r in recipients])
    except pyrage.EncryptError:
        if sink.failed is not None:
            raise sink.failed from None
        raise


def _pack(folder: Path, sink: BinaryIO, left_out: Left) -> None:
    with tarfile.open(fileobj=sink, mode="w|") as tar:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if left_out(name) or not (path.is_file() or path.is_dir()) or path.is_symlink():
                continue
            tar.add(path, name, recursive=False)


@contextmanager
def _piped(fill: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """A stream of what ``fill`` writes, while it writes; raises what it raised."""
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(write_end, "wb") as sink:
                fill(sink)
        except BrokenPipeError:
            pass  # the reader has said why it stopped
        except (OSError, ValueError, tarfile.TarError, OnRecordError, pyrage.DecryptError) as bad:
            failed.append(bad)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as source:
            yield source
    except (tarfile.TarError, OSError):
        thread.join()
        if failed:  # the cause, of which this is only the effect
            raise failed[0] from None
        raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _opened(box: Path, identity: Identities) -> Iterator[tarfile.TarFile]:
    def fill(sink: BinaryIO) -> None:
        with box.open("rb") as source:
            try:
                pyrage.decrypt_io(source, sink, listed(identity))
            except OSError as bad:
                if bad.errno is None:  # a block whose tag is wrong comes as this
                    raise pyrage.DecryptError(str(bad)) from bad
                raise

    try:
        with (
            disk.trouble(box),
            _piped(fill) as source,
            tarfile.open(fileobj=source, mode="r|") as tar,
        ):
            yield tar
            while source.read(_BLOCK):  # to the end: the last block's tag is checked there
                pass
    except pyrage.DecryptError as bad:
        raise WrongPassphrase(
            "This key does not open the locked case, or the file is damaged.",
            where=str(box),
            advice="Use the desk's key or an escrow key; compare the file with another copy.",
        ) from bad
    except tarfile.TarError as bad:
        raise CaseAltered("The locked case cannot be read.", where=str(box)) from bad


def contents(box: Path, identity: Identities) -> dict[str, str]:
    """Names of the files in a box and their SHA-256 (hex); folders have ''.

    Raises WrongPassphrase for a key that does not fit or a damaged box.
    """
    found = {}
    with _opened(box, identity) as tar:
        for member in tar:
            stream = tar.extractfile(member)
            found[safe_name(member.name)] = "" if stream is None else _sum(stream)  # type: ignore[arg-type]
    return found


def _sum(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def compare(folder: Path, box: Path, identity: Identities, left_out: Left) -> None:
    """Returns if every file of the folder is in the box with the same bytes.

    Raises CaseAltered naming a file that is not.
    """
    inside = contents(box, identity)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if left_out(name) or not (path.is_file() or path.is_symlink()):
            continue
        if path.is_symlink() or inside.get(name) != _sum_of(path):
            raise CaseAltered(
                "A file is not in the locked case as it is here; nothing was removed.",
                where=name,
                advice="Lock the case again while nobody writes to it.",
            )


def _sum_of(path: Path) -> str:
    with path.open("rb") as source:
        return _sum(source)


def remove_plain(folder: Path, box: Path, identity: Identities, left_out: Left) -> None:
    """Removes the folder, if every file of it is in the box with the same bytes.

    Raises CaseAltered naming a file that is not; the folder is then untouched.
    """
    compare(folder, box, identity, left_out)
    gone = going(folder)
    folder.rename(gone)
    disk.sync_folder(folder.parent)
    drop(gone)


def going(folder: Path) -> Path:
    """Where a folder stands while it is removed or made: left by a kill, it counts for nothing."""
    return folder.with_name(folder.name + ".part")


def drop(folder: Path) -> None:
    """Removes a folder whatever its files' modes. Raises CannotAccess if some of it stays."""
    try:
        _writable(folder)
        shutil.rmtree(folder)
    except OSError as bad:
        raise CannotAccess(
            f"What lies here could not be removed whole: {bad.strerror} ({bad.filename})",
            where=str(folder),
            advice="It may hold plain text. Remove the cause and run the command again.",
        ) from bad


def _writable(folder: Path) -> None:
    for where, _, _ in os.walk(folder):
        Path(where).chmod(0o700)


def unlock(box: Path, folder: Path, identity: Identities) -> int:
    """The folder as it was; number of files. The box stays.

    Raises CaseExists, WrongPassphrase, DiskFull, HostileContainer; nothing is then there.
    """
    if folder.exists():
        raise CaseExists("There is already something here.", where=str(folder))
    part = going(folder)
    count = 0
    try:
        with disk.trouble(folder):
            if part.exists():
                drop(part)
            part.mkdir(parents=True)
        with _opened(box, identity) as tar:
            for member in tar:
                count += _extract(tar, member, part)
        for where, _, _ in os.walk(part):
            disk.sync_folder(Path(where))
        part.rename(folder)
        disk.sync_folder(folder.parent)
    except BaseException:
        if part.exists():
            drop(part)
        raise
    return count


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, part: Path) -> int:
    path = part / safe_name(member.name)
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return 0
    stream = tar.extractfile(member)
    if stream is None:
        raise CaseAltered("The locked case holds something that is no file.", where=member.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY, member.mode & 0o700 | 0o400
    )
    try:
        while block := stream.read(_BLOCK):
            disk.write_all(fd, block)
        os.fsync(fd)
    finally:
        os.close(fd)
    return 1
