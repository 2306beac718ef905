"""A C2SP tlog-witness: cosigns a log's largest consistent head, refuses forks.

c2sp.org/tlog-witness and tlog-cosignature v1 (Ed25519). :class:`Witness` answers
requests and keeps its state in a folder; :func:`serve` puts it on HTTP;
:func:`cosign` is the desk's side. What another organisation runs is the same.
"""

import hashlib
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onrecord import clock
from onrecord.archive import b64, disk, note, tree
from onrecord.archive.log import DeskLog
from onrecord.archive.policy import Policy
from onrecord.archive.stamp import NO_URL, Pending, why
from onrecord.archive.verify import posix
from onrecord.errors import OnRecordError
from onrecord.model.proof import Checkpoint, Stamp

_LIMIT = 65_536
_MAX_PROOF = 63
_SIZE_TYPE = "text/x.tlog.size"
_REFUSED = {
    403: "the witness does not take this desk's present key: send it to who runs it (`onrecord "
    "keys`)",
    404: "the witness does not know this desk: send the desk's key to who runs it (`onrecord "
    "keys`), and look at the address",
}


class Forked(ValueError):
    """The witness has seen this log larger, or with other entries."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, body, content type."""

    status: int
    body: str = ""
    kind: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Asked:
    """An add-checkpoint request, its form checked."""

    old: int
    proof: tuple[bytes, ...]
    head: note.Note
    said: Checkpoint


def _asked(body: bytes) -> _Asked:
    first, gap, signed = body.decode("utf-8").partition("\n\n")
    lines = first.split("\n")
    if not gap or not lines[0].startswith("old ") or len(lines) - 1 > _MAX_PROOF:
        raise ValueError("not an add-checkpoint request")
    head = note.parse(signed)
    proof = tuple(b64.unstd32(line) for line in lines[1:])
    return _Asked(note.decimal(lines[0][4:]), proof, head, note.parse_checkpoint(head.text))


@dataclass(slots=True)
class Witness:
    """A witness of the logs whose keys it knows. Its state: one head a log."""

    folder: Path
    name: str
    key: Ed25519PrivateKey
    logs: Sequence[note.VerifierKey]
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def public(self) -> note.VerifierKey:
        """The witness's verifier key (type 0x04)."""
        raw = self.key.public_key().public_bytes_raw()
        return note.VerifierKey(self.name, note.COSIGNATURE, raw)

    def add_checkpoint(self, body: bytes) -> Answer:
        """The answer to ``POST <prefix>/add-checkpoint``, by the letter of the protocol."""
        try:
            asked = _asked(body)
        except ValueError as bad:
            return Answer(400, f"{bad}\n")
        keys = [k for k in self.logs if k.name == asked.said.origin]
        if not keys:
            return Answer(404)
        try:
            if not any([note.verify_line(asked.head, k) for k in keys]):
                return Answer(403)
        except ValueError:
            return Answer(403)
        if asked.old > asked.said.size:
            return Answer(400)
        with self._guard, disk.lock(self.folder):
            return self._add(asked)

    def _add(self, asked: _Asked) -> Answer:
        before = self.latest(asked.said.origin)
        was = None if before is None else note.parse_checkpoint(before.text)
        size = 0 if was is None else was.size
        forked = was is not None and asked.said.size == size and asked.said.root != was.root
        if asked.old != size or forked:
            return Answer(409, f"{size}\n", _SIZE_TYPE)
        try:
            _consistent(asked, before)
        except ValueError:
            return Answer(422)
        at = int(clock.now().timestamp())
        line = note.cosign(asked.head.text, self.name, self.key, at)
        kept = note.Note(asked.head.text, (*self._own(asked), line))
        disk.replace(self._path(asked.said.origin), str(kept).encode())
        return Answer(200, str(line))

    def _own(self, asked: _Asked) -> tuple[note.Line, ...]:
        """The log's own lines: what others signed is not for us to repeat."""
        known = {(k.name, k.id) for k in self.logs}
        return tuple(line for line in asked.head.lines if (line.name, line.id) in known)

    def latest(self, origin: str) -> note.Note | None:
        """The last head it cosigned for a log, with its cosignature, or None."""
        path = self._path(origin)
        if not path.exists():
            return None
        with disk.trouble(path):
            return note.parse(path.read_bytes().decode())

    def checkpoint(self, wanted: str) -> Answer:
        """The answer to ``GET <prefix>/<origin hash>/checkpoint``."""
        for origin in {k.name for k in self.logs}:
            if hashlib.sha256(origin.encode()).hexdigest() == wanted:
                found = self.latest(origin)
                return Answer(404) if found is None else Answer(200, str(found))
        return Answer(404)

    def _path(self, origin: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.checkpoint"


def _consistent(asked: _Asked, before: note.Note | None) -> None:
    """Raises ValueError unless the head extends the one cosigned before."""
    said = asked.said
    if said.size == 0 and said.root != tree.EMPTY:
        raise ValueError("not the root of the empty tree")
    if asked.old == 0:
        if asked.proof:
            raise ValueError("a proof where none is needed")
        return
    was = note.parse_checkpoint(before.text) if before else said
    tree.check_consistency(was.size, was.root, said.size, said.root, asked.proof)


class _Handler(BaseHTTPRequestHandler):
    witness: ClassVar[Witness]
    timeout = 20  # seconds: who says nothing holds no thread for long
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """add-checkpoint."""
        size = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint" or not size.isdigit() or int(size) > _LIMIT:
            self.close_connection = True
            self._send(Answer(404 if self.path != "/add-checkpoint" else 400))
            return
        try:
            self._send(self.witness.add_checkpoint(self.rfile.read(int(size))))
        except OnRecordError:
            self._send(Answer(503))

    def do_GET(self) -> None:
        """checkpoint."""
        parts = self.path.split("/")
        if len(parts) != 3 or parts[2] != "checkpoint":
            self._send(Answer(404))
            return
        self._send(self.witness.checkpoint(parts[1]))

    def _send(self, answer: Answer) -> None:
        data = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: who asks is nobody's business."""


Server = ThreadingHTTPServer
"""What :func:`serve` gives: ``serve_forever``, ``shutdown``, ``server_close``."""


def serve(witness: Witness, host: str = "127.0.0.1", port: int = 0) -> Server:
    """A server on ``host``; the caller runs ``serve_forever`` and closes it."""
    handler = type("Handler", (_Handler,), {"witness": witness})
    return ThreadingHTTPServer((host, port), handler)


def cosign(
    log: DeskLog, policy: Policy, timeout: float = 20, again: int = 0
) -> list[Stamp | Pending]:
    """Asks every witness of the policy to cosign the present head.

    One whose cosignature is there is not asked again unless its newest is from before
    ``again`` (seconds since 1970): a witness signs the head it signed last once more, with
    a later time (tlog-witness: the old size may be the size). What they sign is kept with
    the head, beside what is there. Never raises for what a witness does; a refusal is
    Pending with its reason, and so is one without a URL.
    """
    found: list[Stamp | Pending] = []
    lines = []
    for name, key, url in policy.witnesses:
        try:
            line = _held(log, key, again) or _line(log, key, url, timeout)
        except (OSError, ValueError) as bad:
            found.append(Pending(name, why(bad), isinstance(bad, Forked)))
            continue
        lines.append(line)
        at = note.cosigned_at(line)
        found.append(Stamp(name, posix(at), "witness"))
    if lines:
        log.add_lines(log.checkpoint.size, lines)
    return found


def _held(log: DeskLog, key: note.VerifierKey, again: int) -> note.Line | None:
    """The newest cosignature that the present head bears of a witness, if it is from
    ``again`` or later. Raises ValueError if a line does not verify."""
    if not (times := note.times_of(log.head, key)) or times[-1] < again:
        return None
    own = [x for x in log.head.lines if (x.name, x.id) == (key.name, key.id)]
    return max(own, key=note.cosigned_at)


def _line(log: DeskLog, key: note.VerifierKey, url: str, timeout: float) -> note.Line:
    """The witness's new cosignature over the present head. Raises OSError or ValueError."""
    if not url:
        raise ValueError(NO_URL)
    old = 0
    for _ in range(3):
        status, body = _post(url, _request(log, old), timeout)
        if status != 409:
            break
        old = note.decimal(body.rstrip("\n"))
    if status in (409, 422):
        raise Forked("knows another history of this log")
    if status in _REFUSED:
        raise ValueError(_REFUSED[status])
    if status != 200:
        raise ValueError(f"the witness answered HTTP {status}")
    answered = note.parse(f"{log.head.text}\n{body}")
    line = note.verify_line(answered, key)
    if line is None:
        raise ValueError("the witness did not sign with its key")
    return line


def _request(log: DeskLog, old: int) -> bytes:
    if old > log.checkpoint.size:
        raise Forked(f"knows a larger log than this one, of {old} entries")
    own = note.Note(log.head.text, log.head.lines[:1])
    proof = "".join(f"{b64.std(h)}\n" for h in log.consistency(old))
    return f"old {old}\n{proof}\n{own}".encode()


def _post(url: str, body: bytes, timeout: float) -> tuple[int, str]:
    if not url.startswith(("http://", "https://")):
        raise ValueError("a witness is asked over http or https")
    asked = urllib.request.Request(  # noqa: S310  # scheme checked above
        url.rstrip("/") + "/add-checkpoint", body, {"Content-Type": "text/plain"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=timeout) as answer:  # noqa: S310
            return int(answer.status), answer.read(_LIMIT).decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(_LIMIT).decode("utf-8", "replace")
