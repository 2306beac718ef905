"""C2SP signed notes, checkpoints and cosignatures.

c2sp.org/signed-note v1.0.0, tlog-checkpoint v1.0.0, tlog-cosignature v1.0.1
(Ed25519). Parsing is strict: every refusal is a ValueError.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from onrecord.archive import b64
from onrecord.model.proof import Checkpoint

ED25519 = 1
COSIGNATURE = 4
MAX_SIGNATURES = 32
NAME = re.compile("[!-*,-~]{1,128}")
_DECIMAL = re.compile("0|[1-9][0-9]{0,15}")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key as C2SP writes it: name, type byte, 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        said = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(said).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64.std(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """A vkey. Raises ValueError if any part of it does not fit the others."""
        parts = text.split("+", 2)
        if len(parts) != 3 or NAME.fullmatch(parts[0]) is None:
            raise ValueError("not a verifier key")
        data = b64.unstd(parts[2])
        if len(data) != 33 or data[0] not in (ED25519, COSIGNATURE):
            raise ValueError("not an Ed25519 verifier key")
        if not is_point(data[1:]):
            raise ValueError("the key is not a point of the curve")
        key = cls(parts[0], data[0], data[1:])
        if key.id.hex() != parts[1]:
            raise ValueError("the key id is not that of the key")
        return key

    def verify(self, signature: bytes, message: bytes) -> bool:
        """True if the 64-byte Ed25519 signature over the message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Line:
    """A signature line: key name, key id (4 bytes), the signature's bytes."""

    name: str
    id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {b64.std(self.id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed signed note: its text (with the final line end) and lines."""

    text: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(line) for line in self.lines)

    def with_lines(self, lines: Iterable[Line]) -> "Note":
        """The note with lines added that it does not have yet; of more than a note may
        bear (section 10) the first of each key stay, then the newest."""
        every = tuple(dict.fromkeys((*self.lines, *lines)))
        firsts = {(line.name, line.id): at for at, line in reversed([*enumerate(every)])}
        later = sorted(set(range(len(every))) - set(firsts.values()), reverse=True)
        kept = sorted([*sorted(firsts.values()), *later][:MAX_SIGNATURES])
        return Note(self.text, tuple(every[at] for at in kept))


_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


def is_point(public: bytes) -> bool:
    """True if 32 bytes decode to a point by RFC 8032 section 5.1.3."""
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P:
        return False
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if square == 0:
        return not sign
    return pow(square, (_P - 1) // 2, _P) == 1


def parse(note: str) -> Note:
    """A signed note. Raises ValueError unless it is exactly one."""
    if _CONTROL.search(note) or not note.endswith("\n"):
        raise ValueError("a note holds a control character or lacks its last line end")
    body, gap, signatures = note.rpartition("\n\n")
    if not gap or not body:
        raise ValueError("a note lacks text or signatures")
    lines = tuple(_line(s) for s in signatures[:-1].split("\n"))
    if len(lines) > MAX_SIGNATURES:
        raise ValueError("too many signatures")
    return Note(body + "\n", lines)


def _line(text: str) -> Line:
    dash, _, rest = text.partition(" ")
    name, _, data = rest.partition(" ")
    if dash != "\u2014" or NAME.fullmatch(name) is None:
        raise ValueError("not a signature line")
    raw = b64.unstd(data)
    if len(raw) < 5:
        raise ValueError("not a signature line")
    return Line(name, raw[:4], raw[4:])


def checkpoint_text(head: Checkpoint) -> str:
    """The three lines of a checkpoint."""
    return f"{head.origin}\n{head.size}\n{b64.std(head.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The three lines, no extension lines. Raises ValueError."""
    parts = text.split("\n")
    if len(parts) != 4 or parts[3] or NAME.fullmatch(parts[0]) is None:
        raise ValueError("not a checkpoint of three lines")
    return Checkpoint(parts[0], decimal(parts[1]), b64.unstd32(parts[2]))


def decimal(text: str) -> int:
    """A decimal without leading zeroes, at most 16 digits. Raises ValueError."""
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError("not a decimal number")
    return int(text)


def sign(text: str, name: str, private: Ed25519PrivateKey) -> Line:
    """The desk's signature line over a note's text."""
    key = VerifierKey(name, ED25519, private.public_key().public_bytes_raw())
    return Line(name, key.id, private.sign(text.encode()))


def cosign(text: str, name: str, private: Ed25519PrivateKey, at: int) -> Line:
    """A witness's cosignature over a note's text at a POSIX time."""
    key = VerifierKey(name, COSIGNATURE, private.public_key().public_bytes_raw())
    signature = private.sign(_cosigned(text, at))
    return Line(name, key.id, at.to_bytes(8, "big") + signature)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def verify_line(note: Note, key: VerifierKey) -> Line | None:
    """The valid line of that key, or None if the note bears none of that name and id.

    Raises ValueError if a line names the key and does not verify.
    """
    found = None
    for line in note.lines:
        if line.name != key.name or line.id != key.id:
            continue
        if not _verifies(note.text, line, key):
            raise ValueError(f"a signature that names {key.name} does not verify")
        found = found or line
    return found


def times_of(note: Note, key: VerifierKey) -> list[int]:
    """The times of all lines of a witness's key, seconds since 1970, earliest first.

    Raises ValueError if a line names the key and does not verify.
    """
    if verify_line(note, key) is None:
        return []
    own = [line for line in note.lines if (line.name, line.id) == (key.name, key.id)]
    return sorted(cosigned_at(line) for line in own)


def _verifies(text: str, line: Line, key: VerifierKey) -> bool:
    if key.kind == ED25519:
        return len(line.signature) == 64 and key.verify(line.signature, text.encode())
    if len(line.signature) != 72 or line.signature[0] & 0x80:
        return False
    return key.verify(line.signature[8:], _cosigned(text, cosigned_at(line)))


def cosigned_at(line: Line) -> int:
    """The POSIX time a cosignature line states."""
    return int.from_bytes(line.signature[:8], "big")
