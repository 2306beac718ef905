"""A member's bytes, exactly as many as its container promised."""

import tarfile
import zipfile
import zlib
from types import TracebackType
from typing import BinaryIO

from onrecord.errors import DamagedContainer, WrongZipPassword

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, tarfile.TarError, OSError, ValueError)


class Exactly:
    """A read-only stream that ends after ``size`` bytes or raises DamagedContainer.

    Raises it too when a checksum fails or the packed data breaks off.
    """

    def __init__(self, inner: BinaryIO, size: int, where: str, owner: object) -> None:
        self._inner = inner
        self._owner = owner  # the container must not be closed before its stream
        self._left = size
        self._where = where

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes; empty at the end, and only there."""
        try:
            data = self._inner.read(size if size >= 0 else self._left + 1)
        except RuntimeError as e:
            raise WrongZipPassword(
                "the password does not open this zip", where=self._where, advice="Check it."
            ) from e
        except _FAULTS as e:
            raise self._damaged(str(e) or type(e).__name__) from e
        self._left -= len(data)
        if self._left < 0:
            raise self._damaged("it holds more bytes than its header says")
        if not data and self._left and size:
            raise self._damaged(f"{self._left} bytes are missing at its end")
        return data

    def _damaged(self, what: str) -> DamagedContainer:
        return DamagedContainer(
            f"a member cannot be read whole: {what}",
            where=self._where,
            advice="Copy the file again from where it came from; its sizes or sums do not agree.",
        )

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Never: read it from the start, or open the member again."""
        return False

    def close(self) -> None:
        """Release the container's stream."""
        self._inner.close()

    @property
    def closed(self) -> bool:
        """True once closed."""
        return self._inner.closed

    def __enter__(self) -> "Exactly":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
