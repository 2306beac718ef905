"""Lines added to a journal so that a kill spoils at most the line being written."""

import os
from pathlib import Path

from onrecord.archive import disk


def append_lines(file: Path, data: bytes) -> None:
    """Adds whole lines at the end; they lie on the disk when this returns.

    What a killed writer left half stands as a line of its own and swallows none of
    these. Raises DiskFull, CannotAccess.
    """
    with disk.trouble(file):
        file.parent.mkdir(exist_ok=True)
        new = not file.exists()
        fd = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | disk.BINARY, 0o600)
        try:
            size = os.fstat(fd).st_size
            torn = size > 0 and disk.read_at(fd, 1, size - 1) != b"\n"
            disk.write_all(fd, b"\n" + data if torn else data)
            os.fsync(fd)
        finally:
            os.close(fd)
        if new:
            disk.sync_folder(file.parent)
