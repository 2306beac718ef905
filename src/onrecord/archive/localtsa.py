"""A local test authority: RFC 3161 replies for tests and the demo.

It proves nothing to anybody else, and says so in its own certificate's name.
Signing is done by the ``openssl`` program; where there is none, there is no
local authority and a stamp stays pending.
"""

import datetime
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from onrecord import clock
from onrecord.archive import disk
from onrecord.archive.policy import Authority
from onrecord.errors import CannotAccess

NAME = "onrecord local test authority - proves nothing to others"
_CONFIG = """[tsa]
default_tsa = local
[local]
dir = .
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """The folder of a local test authority: key, certificate, serial."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> "LocalAuthority":
        """Makes key and certificate (100 years), or opens what is there."""
        if not (folder / "tsa.cer").exists():
            with disk.trouble(folder):
                folder.mkdir(parents=True, exist_ok=True)
            key = ec.generate_private_key(ec.SECP256R1())
            certificate = _certificate(key)
            pem = serialization.Encoding.PEM
            private = key.private_bytes(
                pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            disk.replace(folder / "tsa.key", private)
            disk.replace(folder / "tsa.pem", certificate.public_bytes(pem))
            disk.replace(folder / "tsa.cnf", _CONFIG.encode())
            disk.replace(folder / "serial", b"01\n")
            der = certificate.public_bytes(serialization.Encoding.DER)
            disk.replace(folder / "tsa.cer", der)
        return cls(folder)

    @property
    def authority(self) -> Authority:
        """Its certificate, graded as the test it is."""
        with disk.trouble(self.folder):
            return Authority(NAME, "test", (self.folder / "tsa.cer").read_bytes())

    def reply(self, request: bytes) -> bytes:
        """The response (DER) to a request (DER). Raises CannotAccess without openssl."""
        program = shutil.which("openssl")
        if program is None:
            raise CannotAccess(
                "The local test authority needs the openssl program.",
                where="openssl",
                advice="Install it and run `onrecord stamp`, or stamp elsewhere.",
            )
        with tempfile.TemporaryDirectory() as scratch:
            query = Path(scratch) / "query.tsq"
            query.write_bytes(request)
            done = subprocess.run(
                [program, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(query)],
                capture_output=True,
                cwd=self.folder,
                check=False,
                timeout=30,
                env={**os.environ, "LC_ALL": "C"},
            )
        if done.returncode:
            raise CannotAccess(
                "The local test authority could not sign.", where=str(self.folder / "tsa.cnf")
            )
        return done.stdout


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "onrecord local test authority"),
            x509.NameAttribute(NameOID.COMMON_NAME, "proves nothing to others"),
        ]
    )
    start = clock.now() - datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36_500))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
