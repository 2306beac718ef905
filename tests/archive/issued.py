"""A time stamp authority as there are in the world: its certificate was issued by a root,
and its answers bring the chain in the order in which ``openssl`` writes it."""

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from onrecord.archive.localtsa import _CONFIG
from onrecord.archive.policy import Authority

Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
DAY = datetime.timedelta(days=1)


def ec_key() -> Private:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Issued:
    """The folder an authority signs in, its certificate and the root's."""

    folder: Path
    certificate: x509.Certificate
    root: x509.Certificate

    def authority(self, name: str = "issued") -> Authority:
        return Authority(name, "plain", self.certificate.public_bytes(Encoding.DER))

    def reply(self, request: bytes) -> bytes:
        (self.folder / "asked").write_bytes(request)
        done = subprocess.run(
            ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked"],
            capture_output=True,
            cwd=self.folder,
            check=True,
            timeout=30,
        )
        return done.stdout


def issued(
    folder: Path, key: Private | None = None, *, name: str = "an authority", unsorted: bool = True
) -> Issued:
    """Makes one. ``unsorted``: its certificate is longer than the root's, which DER would
    put first, and openssl does not."""
    folder.mkdir(parents=True)
    own, above = key or ec_key(), ec_key()
    root = _certificate(above, above, "a root", filling=0 if unsorted else 900)
    common = name if not unsorted else f"{name} with a name that is somewhat longer"
    certificate = _certificate(own, above, common)
    for file, one in (("tsa.pem", certificate), ("root.pem", root)):
        (folder / file).write_bytes(one.public_bytes(Encoding.PEM))
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(private)
    (folder / "tsa.cnf").write_text(_CONFIG + "certs = root.pem\n")
    (folder / "serial").write_text("01\n")
    return Issued(folder, certificate, root)


def _certificate(key: Private, by: Private, common: str, filling: int = 0) -> x509.Certificate:
    at = datetime.datetime.now(datetime.UTC)
    whose, root = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (common, "a root")
    )
    made = x509.CertificateBuilder(
        root, whose, key.public_key(), 4711 if key is not by else 1, at - DAY, at + 9 * DAY
    )
    made = made.add_extension(x509.BasicConstraints(ca=key is by, path_length=None), critical=True)
    more = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), bytes(filling))
    if filling:
        made = made.add_extension(more, critical=False)
    if key is not by:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    return made.sign(by, hashes.SHA256())
