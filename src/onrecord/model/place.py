"""Where something stands in an export."""

import hashlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bytes", "row"]


@dataclass(frozen=True, slots=True)
class Place:
    """A run of bytes of a member, or a row of a table in it.

    ``member`` is the path inside the export, ``/`` between parts; a member of a
    nested container is ``outer.zip!/inner``. For ``bytes``, ``start`` and
    ``length`` are counted from the member's first byte. For ``row``, ``start``
    is the row number and ``length`` is 1.
    """

    member: str
    start: int
    length: int
    kind: Kind = "bytes"

    def __str__(self) -> str:
        if self.kind == "row":
            return f"{self.member} row {self.start}"
        return f"{self.member} bytes {self.start}-{self.start + self.length}"

    @property
    def key(self) -> str:
        """Our name for the message that stands here: 32 hex digits.

        Derived, never stored: SHA-256 over ``member LF start LF length LF kind``
        in UTF-8, first 16 bytes. Unique inside one reading.
        """
        said = f"{self.member}\n{self.start}\n{self.length}\n{self.kind}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
