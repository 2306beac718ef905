"""RFC 3161 tokens: reading and verifying, no network.

``rfc3161-client`` from 1.0.9 on, with the authority's certificate pinned:
earlier versions accept a token that brings its own root. It works on
responses, so a bare token is wrapped in a granted one.
"""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

from onrecord.archive import cms
from onrecord.archive.note import Note
from onrecord.archive.policy import Authority
from onrecord.model.proof import Stamp

_BROKEN = (
    ValueError,
    TypeError,
    OverflowError,
    LookupError,
    CryptographyDeprecationWarning,
    AssertionError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the libraries raise for DER that is not what it should be (found by flipping
every bit of a token); one more kind would be a defect, not a verdict."""
_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Token:
    """A token that parses: its bytes, the time it states, what it is over."""

    data: bytes
    at: datetime
    imprint: bytes


def stamped_bytes(head: Note) -> bytes:
    """What a token is over: the signed note with the desk's line alone."""
    return str(Note(head.text, head.lines[:1])).encode()


def parse(data: bytes) -> Token:
    """A bare TimeStampToken (DER). Raises ValueError."""
    from rfc3161_client import decode_timestamp_response

    with _strictly():
        response = decode_timestamp_response(_response(data))
        info = response.tst_info
        algorithm = info.message_imprint.hash_algorithm.dotted_string
        same = response.time_stamp_token() == data
        token = Token(data, info.gen_time.astimezone(UTC), info.message_imprint.message)
    if algorithm != _SHA256:
        raise ValueError("the token's imprint is not SHA-256")
    if not same:
        raise ValueError("the token is followed by other bytes")
    return token


def _response(token: bytes) -> bytes:
    """TimeStampResp { status granted, token }. No token is shorter than 256 bytes."""
    body = bytes.fromhex("3003020100") + token
    return bytes.fromhex("3082") + len(body).to_bytes(2, "big") + body


def verify(token: Token, message: bytes, authority: Authority) -> bool:
    """True if this authority, and no certificate the token brings, stands behind it."""
    pinned = x509.load_der_x509_certificate(authority.certificate)
    if pinned.issuer != pinned.subject:
        return token.imprint == hashlib.sha256(message).digest() and (
            _names(token, authority) and cms.signed_by(token.data, pinned, token.at)
        )
    return _verified(token, message, pinned)


def _verified(token: Token, message: bytes, pinned: x509.Certificate) -> bool:
    """By the library, which wants a root: a certificate that is its own."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    verifier = VerifierBuilder(tsa_certificate=pinned, roots=[pinned]).build()
    try:
        with _strictly():
            done = verifier.verify_message(
                decode_timestamp_response(_response(token.data)), message
            )
    except (VerificationError, ValueError):
        return False
    return bool(done)


@contextmanager
def _strictly() -> Iterator[None]:
    """Turns whatever the libraries make of broken DER into ValueError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            yield
    except _BROKEN as bad:
        raise ValueError("not a time stamp token") from bad


def _names(token: Token, authority: Authority) -> bool:
    """True if the token says it was signed with this authority's certificate."""
    from rfc3161_client import decode_timestamp_response

    pinned = x509.load_der_x509_certificate(authority.certificate)
    with _strictly():
        signers = decode_timestamp_response(_response(token.data)).signed_data.signer_infos
        return any(
            s.issuer == pinned.issuer and s.serial_number == pinned.serial_number for s in signers
        )


def judge(token: Token, message: bytes, authorities: tuple[Authority, ...]) -> Stamp:
    """Who stands behind a token over ``message``.

    Raises ValueError if it is over other bytes, or names a pinned certificate in vain.
    """
    if token.imprint != hashlib.sha256(message).digest():
        raise ValueError("the token is over other bytes")
    at = token.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for authority in authorities:
        if verify(token, message, authority):
            return Stamp(authority.name, at, authority.grade)
        if _names(token, authority):
            raise ValueError(f"the token names {authority.name} and does not verify")
    return Stamp("an authority that is not pinned", at, "unknown")
