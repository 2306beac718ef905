"""The signature of a time stamp token under one certificate, with no chain looked at.

RFC 5652 section 5.4 and RFC 3161 section 2.4.2. ``rfc3161-client`` verifies a chain up to a
root and so refuses a pinned certificate that a public authority's root issued; pinned is
pinned (format section 11), so here the certificate's key alone decides. What is read has
been through the library's strict DER parser before; the lengths are checked again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

_SIGNED_DATA = "2a864886f70d010702"
_TST_INFO = "2a864886f70d0109100104"
_CONTENT_TYPE = "2a864886f70d010903"
_MESSAGE_DIGEST = "2a864886f70d010904"
_CERTIFICATE_V1 = "2a864886f70d010910020c"
_CERTIFICATE_V2 = "2a864886f70d010910022f"
_SHA2 = {
    "608648016503040201": hashes.SHA256(),
    "608648016503040202": hashes.SHA384(),
    "608648016503040203": hashes.SHA512(),
}
_RSA = "2a864886f70d010101"
_SIGNATURES = {
    "2a864886f70d01010b": hashes.SHA256(),  # sha256WithRSAEncryption
    "2a864886f70d01010c": hashes.SHA384(),
    "2a864886f70d01010d": hashes.SHA512(),
    "2a8648ce3d040302": hashes.SHA256(),  # ecdsa-with-SHA256
    "2a8648ce3d040303": hashes.SHA384(),
    "2a8648ce3d040304": hashes.SHA512(),
}
_ED25519 = "2b6570"
_SEQUENCE, _SET, _OCTETS, _OID, _FIRST = 0x30, 0x31, 0x04, 0x06, 0xA0


@dataclass(frozen=True, slots=True)
class _Value:
    """One DER value: its tag, what is in it, and all of it."""

    tag: int
    body: bytes
    whole: bytes


def signed_by(token: bytes, pinned: x509.Certificate, at: datetime) -> bool:
    """True if the token's one signature is by this certificate, valid at ``at`` and made
    for time stamps.

    False for what cannot be read, and for algorithms other than SHA-2 with RSA (PKCS #1
    v1.5), ECDSA and Ed25519.
    """
    try:
        content, signer = _parts(token)
        return _for_stamps(pinned, at) and _signed(content, signer, pinned)
    except (ValueError, LookupError, InvalidSignature, TypeError, x509.ExtensionNotFound):
        return False


def _parts(token: bytes) -> tuple[bytes, list[_Value]]:
    """The TSTInfo and the fields of the only SignerInfo."""
    kind, wrapped = _values(_one(token, _SEQUENCE))
    signed = _values(_one(_is(wrapped, _FIRST), _SEQUENCE))
    inner, holder = _values(_is(signed[2], _SEQUENCE))
    if kind.body.hex() != _SIGNED_DATA or inner.body.hex() != _TST_INFO:
        raise ValueError("not a time stamp token")
    (signer,) = _values(_is(signed[-1], _SET))
    return _one(_is(holder, _FIRST), _OCTETS), _values(_is(signer, _SEQUENCE))


def _signed(content: bytes, signer: list[_Value], pinned: x509.Certificate) -> bool:
    """Version, whom it names, digest, signed attributes, algorithm, signature[, others]."""
    _, _, digest, attributes, algorithm, signature = signer[:6]
    named = _SHA2[_algorithm(digest)]
    held = _attributes(_is(attributes, _FIRST))
    (kind,), (said,) = held[_CONTENT_TYPE], held[_MESSAGE_DIGEST]
    if kind.body.hex() != _TST_INFO or _is(said, _OCTETS) != _digest(named, content):
        return False
    if not _names(held, pinned):
        return False
    over = bytes([_SET]) + attributes.whole[1:]  # RFC 5652 5.4: as a SET, not as [0]
    _verify(pinned, _algorithm(algorithm), _is(signature, _OCTETS), (over, named))
    return True


def _verify(
    pinned: x509.Certificate,
    algorithm: str,
    signature: bytes,
    over: tuple[bytes, hashes.HashAlgorithm],
) -> None:
    """Raises InvalidSignature, or LookupError for an algorithm that is not this key's."""
    key, (data, digest) = pinned.public_key(), over
    if isinstance(key, rsa.RSAPublicKey):
        how = digest if algorithm == _RSA else _SIGNATURES[algorithm]
        if algorithm.startswith("2a8648ce"):
            raise LookupError(algorithm)
        key.verify(signature, data, padding.PKCS1v15(), how)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        if not algorithm.startswith("2a8648ce"):
            raise LookupError(algorithm)
        key.verify(signature, data, ec.ECDSA(_SIGNATURES[algorithm]))
    elif isinstance(key, ed25519.Ed25519PublicKey) and algorithm == _ED25519:
        key.verify(signature, data)
    else:
        raise LookupError(algorithm)


def _for_stamps(pinned: x509.Certificate, at: datetime) -> bool:
    """RFC 3161 section 2.3: the key is for time stamps alone, and says so critically."""
    use = pinned.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    return (
        use.critical
        and list(use.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
        and pinned.not_valid_before_utc <= at <= pinned.not_valid_after_utc
    )


def _names(held: dict[str, list[_Value]], pinned: x509.Certificate) -> bool:
    """True if the signed attributes name the certificate by its digest (RFC 2634, 5035)."""
    from cryptography.hazmat.primitives.serialization import Encoding

    der = pinned.public_bytes(Encoding.DER)
    if _CERTIFICATE_V2 in held:
        first = _first_named(held[_CERTIFICATE_V2])
        if first[0].tag == _SEQUENCE:
            return _is(first[1], _OCTETS) == _digest(_SHA2[_algorithm(first[0])], der)
        return _is(first[0], _OCTETS) == hashlib.sha256(der).digest()
    first = _first_named(held[_CERTIFICATE_V1])
    return _is(first[0], _OCTETS) == hashlib.sha1(der, usedforsecurity=False).digest()


def _first_named(values: list[_Value]) -> list[_Value]:
    """The fields of the first ESSCertID of a SigningCertificate: the signer's own."""
    (value,) = values
    certificates = _values(_is(value, _SEQUENCE))[0]
    return _values(_is(_values(_is(certificates, _SEQUENCE))[0], _SEQUENCE))


def _attributes(data: bytes) -> dict[str, list[_Value]]:
    """Signed attributes by their OID (hex). Raises ValueError if one stands twice."""
    found: dict[str, list[_Value]] = {}
    for one in _values(data):
        kind, values = _values(_is(one, _SEQUENCE))
        name = _is(kind, _OID).hex()
        if name in found:
            raise ValueError("an attribute twice")
        found[name] = _values(_is(values, _SET))
    return found


def _algorithm(value: _Value) -> str:
    return _is(_values(_is(value, _SEQUENCE))[0], _OID).hex()


def _digest(how: hashes.HashAlgorithm, data: bytes) -> bytes:
    said = hashes.Hash(how)
    said.update(data)
    return said.finalize()


def _is(value: _Value, tag: int) -> bytes:
    if value.tag != tag:
        raise ValueError(f"tag {value.tag:02x} where {tag:02x} belongs")
    return value.body


def _one(data: bytes, tag: int) -> bytes:
    (value,) = _values(data)
    return _is(value, tag)


def _values(data: bytes) -> list[_Value]:
    return list(_read(data))


def _read(data: bytes) -> Iterator[_Value]:
    at = 0
    while at < len(data):
        tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            more = size & 0x7F
            if not 1 <= more <= 3:
                raise ValueError("a length that is none")
            size, start = int.from_bytes(data[start : start + more], "big"), start + more
        if tag & 0x1F == 0x1F or start + size > len(data):
            raise ValueError("a value longer than its holder")
        yield _Value(tag, data[start : start + size], data[at : start + size])
        at = start + size
