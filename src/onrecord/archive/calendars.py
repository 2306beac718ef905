"""OpenTimestamps over heads: calendars now, a block of Bitcoin later (an extra).

The format is that of the ``opentimestamps`` library (opentimestamps.org). What a
calendar is sent is a nonce's digest, never the head's. A calendar's answer is a
promise; only a block header dates a head, and the headers come from a file that the
user has and trusts: 80 bytes each, from height 0 on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.archive import disk, token
from onrecord.archive.log import DeskLog
from onrecord.errors import BadOption, CaseAltered

NAME = "head.ots"
HEADER = 80
CONFIRMED = 6
_TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class Block:
    """A block whose header commits to a head: not later than ``at`` (UTC, the miner's
    clock, which may be two hours off). ``id`` is the block's hash as it is written;
    ``followers``: headers in the file that build on it, counted up to six."""

    height: int
    at: str
    id: str
    followers: int


@dataclass(frozen=True, slots=True)
class Anchored:
    """What is known of a head: blocks that date it, heights that could not be looked
    up, calendars that still owe a block, and what was refused (who, why)."""

    blocks: tuple[Block, ...] = ()
    unseen: tuple[int, ...] = ()
    promised: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


class _Library:
    """The parts of the extra that are used. Raises BadOption if it is not installed."""

    def __init__(self) -> None:
        try:
            from opentimestamps.calendar import RemoteCalendar
            from opentimestamps.core import notary, op, serialize, timestamp
            from opentimestamps.timestamp import nonce_timestamp
        except ImportError as missing:
            raise BadOption(
                "OpenTimestamps needs the package opentimestamps",
                advice="pip install 'onrecord[ots]'",
            ) from missing
        self.calendar: Any = RemoteCalendar
        self.notary: Any = notary
        self.op: Any = op
        self.serialize: Any = serialize
        self.timestamp: Any = timestamp
        self.nonce: Any = nonce_timestamp


def stored(log: DeskLog, size: int) -> Path:
    """Where the head's file lies, or would."""
    return log.folder / "stamps" / str(size) / NAME


def anchored(log: DeskLog) -> list[int]:
    """Sizes of the heads that have a file, ascending."""
    return [size for size in log.heads() if stored(log, size).exists()]


def submit(log: DeskLog, size: int, urls: Sequence[str]) -> list[tuple[str, str]]:
    """Sends the nonce's digest to calendars; keeps what comes. Who gave nothing, and why.

    Does nothing for a head that has a file: ``upgrade`` asks for the rest.
    """
    lib = _Library()
    path = stored(log, size)
    if path.exists():
        return []
    digest = hashlib.sha256(token.stamped_bytes(log.head_at(size))).digest()
    detached = lib.timestamp.DetachedTimestampFile(
        lib.op.OpSHA256(), lib.timestamp.Timestamp(digest)
    )
    tip = lib.nonce(detached.timestamp)
    refused = []
    for url in urls:
        try:
            tip.merge(_calendar(lib, url).submit(tip.msg, timeout=_TIMEOUT))
        except Exception as bad:  # noqa: BLE001  # the library raises plain Exception
            refused.append((url, _why(bad)))
    if len(refused) < len(urls):
        _keep(lib, path, detached)
    return refused


def upgrade(log: DeskLog, size: int, urls: Sequence[str]) -> list[tuple[str, str]]:
    """Asks the calendars of ``urls`` for the blocks they promised; keeps what comes.

    An address that stands in the file alone is not asked. Who gave nothing, and why.
    """
    lib = _Library()
    path = stored(log, size)
    detached = _read(lib, log, size)
    refused, changed = [], False
    for node, uri in list(_promises(lib, detached.timestamp)):
        if uri.rstrip("/") not in {u.rstrip("/") for u in urls}:
            continue
        try:
            node.merge(_calendar(lib, uri).get_timestamp(node.msg, timeout=_TIMEOUT))
            changed = True
        except Exception as bad:  # noqa: BLE001  # the library raises plain Exception
            refused.append((uri, _why(bad)))
    if changed:
        _keep(lib, path, detached)
    return refused


def look(log: DeskLog, size: int, headers: Path | None) -> Anchored:
    """What the stored file says of a head. Raises CaseAltered if it is about another.

    Nothing is asked of anybody. Without ``headers`` no block can be looked up.
    """
    if not stored(log, size).exists():
        return Anchored()
    lib = _Library()
    stamp = _read(lib, log, size).timestamp
    blocks, unseen, refused = [], [], []
    for message, said in stamp.all_attestations():
        if not isinstance(said, lib.notary.BitcoinBlockHeaderAttestation):
            continue
        try:
            found = None if headers is None else block(headers, said.height, message)
        except ValueError as bad:
            refused.append((f"block {said.height}", str(bad)))
            continue
        if found is None:
            unseen.append(said.height)
        else:
            blocks.append(found)
    owed = sorted(uri for _, uri in _promises(lib, stamp))
    blocks.sort(key=lambda b: b.height)
    return Anchored(tuple(blocks), tuple(sorted(unseen)), tuple(owed), tuple(refused))


def block(headers: Path, height: int, root: bytes) -> Block | None:
    """The block of a height, if its header commits to the Merkle root; None if the file
    ends before it.

    Raises ValueError if it does not, has not the work its target asks, or does not stand
    in one chain with its neighbours in the file.
    """
    first = max(height - 1, 0)
    with disk.trouble(headers), headers.open("rb") as file:
        file.seek(HEADER * first)
        data = file.read(HEADER * (CONFIRMED + 2))
    found = [data[i : i + HEADER] for i in range(0, len(data) - HEADER + 1, HEADER)]
    chain = found[height - first :]
    if not chain:
        return None
    if chain[0][36:68] != root:
        raise ValueError("the block's header commits to something else")
    for before, after in zip(found, found[1:], strict=False):
        if after[4:36] != _twice(before):
            raise ValueError("the headers in the file are no chain")
    if any(not _worked(h) for h in chain):
        raise ValueError("a header in the file lacks the work of its target")
    at = datetime.fromtimestamp(int.from_bytes(chain[0][68:72], "little"), UTC)
    name = _twice(chain[0])[::-1].hex()
    return Block(height, at.strftime("%Y-%m-%dT%H:%M:%SZ"), name, len(chain) - 1)


def _twice(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def _worked(header: bytes) -> bool:
    """The header's hash is not above its own target."""
    bits = int.from_bytes(header[72:76], "little")
    target = (bits & 0x7FFFFF) << max(8 * ((bits >> 24) - 3), 0)
    return int.from_bytes(_twice(header), "little") <= target


def _calendar(lib: _Library, url: str) -> Any:
    if not url.startswith(("https://", "http://")):
        raise ValueError("a calendar is asked over https or http")
    return lib.calendar(url if url.endswith("/") else url + "/", user_agent="onrecord")


def _why(bad: Exception) -> str:
    return str(getattr(bad, "reason", "") or bad) or type(bad).__name__


def _promises(lib: _Library, stamp: Any) -> Iterator[tuple[Any, str]]:
    """(node, calendar) of promises that no block has kept yet."""
    kept = any(
        isinstance(a, lib.notary.BitcoinBlockHeaderAttestation) for _, a in stamp.all_attestations()
    )
    owed = [a for a in stamp.attestations if isinstance(a, lib.notary.PendingAttestation)]
    if owed and not kept:
        yield from ((stamp, a.uri) for a in sorted(owed))
    for below in stamp.ops.values():
        yield from _promises(lib, below)


def _keep(lib: _Library, path: Path, detached: Any) -> None:
    out = lib.serialize.BytesSerializationContext()
    detached.serialize(out)
    with disk.trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with disk.lock(path.parents[2], tries=200):
        disk.replace(path, out.getbytes())


def _read(lib: _Library, log: DeskLog, size: int) -> Any:
    path = stored(log, size)
    with disk.trouble(path):
        data = path.read_bytes()
    try:
        context = lib.serialize.BytesDeserializationContext(data)
        found = lib.timestamp.DetachedTimestampFile.deserialize(context)
    except (lib.serialize.DeserializationError, ValueError) as bad:
        raise CaseAltered("The OpenTimestamps file cannot be read", where=str(path)) from bad
    digest = hashlib.sha256(token.stamped_bytes(log.head_at(size))).digest()
    if not isinstance(found.file_hash_op, lib.op.OpSHA256) or found.file_digest != digest:
        raise CaseAltered("The OpenTimestamps file is about something else", where=str(path))
    return found
