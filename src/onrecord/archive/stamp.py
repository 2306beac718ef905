"""Time stamps over heads: asked for, checked twice, stored raw.

A token is kept only when ``rfc3161-client`` with the pinned certificate and,
where it is installed, ``openssl ts -verify`` accept it. Nothing here blocks a
seal: what cannot be had now is :class:`Pending`, and ``stamp`` later gets it.
"""

import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from onrecord.archive import disk, token
from onrecord.archive.log import DeskLog
from onrecord.archive.note import Note, times_of
from onrecord.archive.policy import Authority, Policy
from onrecord.archive.verify import posix
from onrecord.errors import OnRecordError
from onrecord.model.proof import Stamp

Ask = Callable[[bytes], bytes]
"""Sends a request (DER) and gives the response (DER). Raises OSError or OnRecordError."""


@dataclass(frozen=True, slots=True)
class Service:
    """An authority and how it is asked."""

    authority: Authority
    ask: Ask


NO_URL = "the policy says no address at which to ask"


@dataclass(frozen=True, slots=True)
class Pending:
    """A stamp that is still wanting, and why; ``forked``: it saw another history."""

    name: str
    why: str
    forked: bool = False


def http(url: str, timeout: float = 20) -> Ask:
    """Asks an authority over HTTP or HTTPS (RFC 3161 section 3.4)."""

    def ask(request: bytes) -> bytes:
        if not url:
            raise ValueError(NO_URL)
        if not url.startswith(("http://", "https://")):
            raise ValueError("an authority is asked over http or https")
        head = {"Content-Type": "application/timestamp-query"}
        asked = urllib.request.Request(url, request, head)  # noqa: S310  # scheme checked above
        with urllib.request.urlopen(asked, timeout=timeout) as answer:  # noqa: S310
            data: bytes = answer.read(65_536)
        return data

    return ask


def stamp(
    log: DeskLog, services: Sequence[Service], size: int | None = None, again: str = ""
) -> list[Stamp | Pending]:
    """Stamps the head of ``size`` (the present one if None) by every service.

    Request, response and token are stored under ``stamps/<size>/``; one that is
    there already is not asked for again unless its time is before ``again``; the older
    one stays. Never raises for what a service does.
    """
    wanted = log.checkpoint.size if size is None else size
    head = log.head_at(wanted)
    folder = log.folder / "stamps" / str(wanted)
    with disk.trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return [_one(head, folder, (i, again), service) for i, service in enumerate(services)]


def _one(head: Note, folder: Path, asked: tuple[int, str], service: Service) -> Stamp | Pending:
    number, again = asked
    message = token.stamped_bytes(head)
    for data in _tokens(folder):
        known = _judged(data, message, (service.authority,))
        if known is not None and known.trust != "unknown" and known.at >= again:
            return known
    try:
        request, response, data = _ask(service, message)
        found = token.judge(token.parse(data), message, (service.authority,))
        if found.trust == "unknown":
            raise ValueError(
                "the answer is not by the pinned certificate: pin the one that signs stamps, "
                "and look whether the authority has a new one"
            )
        second_opinion(data, message, service.authority)
    except (OSError, ValueError, OnRecordError, subprocess.TimeoutExpired) as bad:
        return Pending(service.authority.name, why(bad))
    name = f"{number:02}-{found.at.replace(':', '')}"
    with disk.lock(folder.parent.parent, tries=200):
        for suffix, raw in ((".tsq", request), (".tsr", response), (".tst", data)):
            disk.replace(folder / (name + suffix), raw)
    return found


def why(bad: Exception) -> str:
    """What to tell a person of an answer that did not come, or was none."""
    reason = getattr(bad, "reason", None)
    if isinstance(bad, urllib.error.HTTPError):
        return f"answered HTTP {bad.code} {bad.reason}"
    if isinstance(bad, urllib.error.URLError) and reason:
        return f"not reached: {getattr(reason, 'strerror', None) or reason}"
    if isinstance(bad, TimeoutError | subprocess.TimeoutExpired):
        return "no answer in time"
    return str(bad)


def _ask(service: Service, message: bytes) -> tuple[bytes, bytes, bytes]:
    """Request, response, token. Asked without certificates a second time where the first
    answer is not DER to the letter: many authorities leave the certificates of their chain
    unsorted, which ``rfc3161-client`` refuses; the pinned one is all that counts."""
    try:
        return _asked(service, message, certificates=True)
    except _NotRead:
        return _asked(service, message, certificates=False)


class _NotRead(ValueError):
    """The answer is no time stamp response that can be read."""


def _asked(service: Service, message: bytes, *, certificates: bool) -> tuple[bytes, bytes, bytes]:
    from rfc3161_client import (
        HashAlgorithm,
        PKIStatus,
        TimestampRequestBuilder,
        decode_timestamp_response,
    )

    request = (
        TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=certificates)
        .build()
    )
    sent = request.as_bytes()
    response = service.ask(sent)
    try:
        answer = decode_timestamp_response(response)
    except ValueError as bad:
        raise _NotRead(f"the answer cannot be read as a time stamp: {bad}") from bad
    if PKIStatus(answer.status) != PKIStatus.GRANTED:
        raise ValueError("the authority did not grant a stamp")
    if answer.tst_info.nonce != request.nonce:
        raise ValueError("the answer is to another request")
    return sent, response, answer.time_stamp_token()


def tokens(log: DeskLog, size: int) -> list[bytes]:
    """The stored tokens (DER) over the head of ``size``, oldest names first."""
    return _tokens(log.folder / "stamps" / str(size))


def shown(log: DeskLog, size: int, most: int = 8) -> list[bytes]:
    """The stored tokens that a proof carries (format section 12): the first of each
    authority, then those of later years, the newest first, at most so many."""
    folder = log.folder / "stamps" / str(size)
    with disk.trouble(folder):
        paths = sorted(folder.glob("*.tst"))
        first = {path.name[:2]: path for path in reversed(paths)}
        later = [path for path in paths if first[path.name[:2]] != path]
        later.sort(key=lambda path: path.name[3:], reverse=True)
        chosen = [*sorted(first.values()), *later][:most]
        return [path.read_bytes() for path in chosen]


def _tokens(folder: Path) -> list[bytes]:
    with disk.trouble(folder):
        return [p.read_bytes() for p in sorted(folder.glob("*.tst"))]


def _judged(data: bytes, message: bytes, authorities: tuple[Authority, ...]) -> Stamp | None:
    try:
        return token.judge(token.parse(data), message, authorities)
    except ValueError:
        return None


def stamps(log: DeskLog, size: int, authorities: tuple[Authority, ...]) -> list[Stamp]:
    """What the stored tokens over a head are worth; damaged ones are left out."""
    message = token.stamped_bytes(log.head_at(size))
    judged = (_judged(t, message, authorities) for t in tokens(log, size))
    return [s for s in judged if s is not None]


def best_head(log: DeskLog, index: int, policy: Policy | None = None) -> int:
    """The size of the head by which entry ``index`` is best dated, else the present one's.

    The earliest head that has what the policy demands and some time of others; else
    the earliest with any time of others (an authority's that is no test, a witness's);
    else the earliest with a token.
    """
    ranked: dict[int, int] = {}
    for size in log.heads():
        if size > index:
            ranked.setdefault(worth(log, size, policy or Policy()), size)
            if 3 in ranked:
                break
    best = max(ranked, default=0)
    return ranked[best] if best else log.checkpoint.size


def worth(log: DeskLog, size: int, policy: Policy) -> int:
    """3: dated by others as the policy demands; 2: dated by others; 1: has a token; 0."""
    found = stamps(log, size, policy.authorities)
    by = {s.name for s in found if s.trust in ("qualified", "plain")}
    seen = {s.name for s in cosigned(log.head_at(size), policy)}
    if not by and not seen:
        return 1 if found else 0
    return 3 if policy.met(seen) and len(by) >= policy.stamps else 2


def cosigned(head: Note, policy: Policy) -> list[Stamp]:
    """The policy's witnesses whose good line is on a head."""
    found = []
    for name, key, _ in policy.witnesses:
        try:
            times = times_of(head, key)
        except ValueError:
            continue  # a bad line dates nothing; `check` names the file
        found += [Stamp(name, posix(at), "witness") for at in times]
    return found


def second_opinion(data: bytes, message: bytes, authority: Authority) -> bool:
    """True if ``openssl ts -verify`` accepts the token too; False if there is no openssl.

    Raises ValueError if it refuses.
    """
    program = shutil.which("openssl")
    if program is None:
        return False
    pem = x509.load_der_x509_certificate(authority.certificate).public_bytes(
        serialization.Encoding.PEM
    )
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for name, raw in (("token", data), ("head", message), ("tsa.pem", pem)):
            (here / name).write_bytes(raw)
        command = [program, "ts", "-verify", "-data", "head", "-in", "token", "-token_in"]
        command += ["-CAfile", "tsa.pem", "-untrusted", "tsa.pem", "-partial_chain"]
        done = subprocess.run(command, cwd=here, capture_output=True, check=False, timeout=30)
    if done.returncode:
        raise ValueError("openssl does not accept the token")
    return True
