"""Test keys, signed notes, cosignatures and time stamp tokens; the same bytes on every run.

The keys are made from their names and published with this file: they vouch for nothing.
"""

import datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from conform.seal import b64, sha256


def private(name: str) -> ed25519.Ed25519PrivateKey:
    """The Ed25519 key of a name."""
    return ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"test key " + name.encode()))


class Signer:
    """A named key of a type: 1 for desks, 4 for witnesses."""

    def __init__(self, name: str, kind: int = 1, seed: str | None = None) -> None:
        self.name, self.key = name, private(seed or name)
        raw = self.key.public_key().public_bytes_raw()
        body = bytes([kind]) + raw
        self.id = sha256(name.encode() + b"\n" + body)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(body)}"

    def sign(self, data: bytes) -> bytes:
        """The bare signature."""
        return self.key.sign(data)

    def line(self, text: str) -> str:
        """The signature line under a note."""
        return f"\u2014 {self.name} {b64(self.id + self.sign(text.encode()))}\n"

    def cosign(self, text: str, time: int) -> str:
        """The cosignature line under a head."""
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        stamp = time.to_bytes(8, "big")
        return f"\u2014 {self.name} {b64(self.id + stamp + self.sign(message))}\n"


# --- DER ---


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element."""
    body = b"".join(parts)
    n = len(body)
    size = bytes([n]) if n < 128 else bytes([128 + (n.bit_length() + 7) // 8]) + n.to_bytes(
        (n.bit_length() + 7) // 8, "big"
    )  # fmt: skip
    return bytes([tag]) + size + body


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray([40 * first + second])
    for number in rest:
        part = [number & 127]
        while number := number >> 7:
            part.append(number & 127 | 128)
        out += bytes(reversed(part))
    return tlv(6, bytes(out))


SHA256_ALG = tlv(0x30, oid("2.16.840.1.101.3.4.2.1"))
ECDSA_SHA256 = tlv(0x30, oid("1.2.840.10045.4.3.2"))


@cache
def authority(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A self-made time stamping authority: its key and certificate."""
    secret = int.from_bytes(sha256(b"test authority " + name.encode()), "big") >> 1
    key = ec.derive_private_key(secret, ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = (
        x509.CertificateBuilder(who, who, key.public_key(), 4711)
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2050, 1, 1, tzinfo=datetime.UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return key, builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


def tst_info(imprint: bytes, when: str, algorithm: bytes = SHA256_ALG) -> bytes:
    """The TSTInfo of a token."""
    return tlv(
        0x30, tlv(2, b"\1"), oid("1.3.6.1.4.1.99999.1"),
        tlv(0x30, algorithm, tlv(4, imprint)), tlv(2, b"\x12\x34"), tlv(0x18, when.encode()),
    )  # fmt: skip


def token(info: bytes, name: str = "Test authority", embed: bool = False) -> bytes:
    """A TimeStampToken over a TSTInfo, signed by the authority of that name."""
    key, cert = authority(name)
    der = cert.public_bytes(serialization.Encoding.DER)
    essid = tlv(0x30, tlv(0x30, tlv(0x30, tlv(4, sha256(der)))))
    attributes = [
        tlv(0x30, oid("1.2.840.113549.1.9.3"), tlv(0x31, oid("1.2.840.113549.1.9.16.1.4"))),
        tlv(0x30, oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(4, sha256(info)))),
        tlv(0x30, oid("1.2.840.113549.1.9.16.2.47"), tlv(0x31, essid)),
    ]
    attributes.sort()
    signed = tlv(0x31, *attributes)
    signature = key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    issuer = tlv(0x30, cert.issuer.public_bytes(), tlv(2, b"\x12\x67"))
    signer = tlv(
        0x30, tlv(2, b"\1"), issuer, SHA256_ALG, b"\xa0" + signed[1:], ECDSA_SHA256,
        tlv(4, signature),
    )  # fmt: skip
    content = tlv(0x30, oid("1.2.840.113549.1.9.16.1.4"), tlv(0xA0, tlv(4, info)))
    certs = tlv(0xA0, der) if embed else b""
    data = tlv(0x30, tlv(2, b"\3"), tlv(0x31, SHA256_ALG), content, certs, tlv(0x31, signer))
    return tlv(0x30, oid("1.2.840.113549.1.7.2"), tlv(0xA0, data))
