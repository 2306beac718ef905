"""The desk's keys and the secrets of archives, at rest as age files.

A desk key is an Ed25519 seed (heads, publications) and an X25519 age identity
(secrets of archives), together in one file under a passphrase. An archive's
secrets are age files to the desk's recipient and any further ones. Nothing
secret is ever printed, put into an error or written in the clear.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import passphrase as age_passphrase
from pyrage import x25519

from onrecord.archive import agefile, b64, disk, note
from onrecord.archive.salt import Secrets
from onrecord.errors import BadOption, CannotAccess, WrongPassphrase

Identities: TypeAlias = x25519.Identity | Sequence[x25519.Identity]
"""One age identity, or several of which any may fit."""


@dataclass(frozen=True, slots=True, repr=False)
class DeskKeys:
    """A desk's name and both its private keys. Never printed, never compared.

    ``former`` are the age identities of the keys before this one: what was
    encrypted to them stays readable after a rotation.
    """

    name: str
    signing: Ed25519PrivateKey
    identity: x25519.Identity
    former: tuple[x25519.Identity, ...] = ()

    @classmethod
    def make(cls, name: str, seed: bytes | None = None) -> "DeskKeys":
        """A new key for the origin ``name``; ``seed`` (32 bytes) only in tests.

        Raises BadOption unless the name is 1-128 printable ASCII characters
        without space and plus.
        """
        if note.NAME.fullmatch(name) is None:
            raise BadOption(
                "A desk's name is up to 128 printable ASCII characters without space and plus.",
                where=name,
                advice="Use a name such as example.org/desk.",
            )
        signing = (
            Ed25519PrivateKey.generate()
            if seed is None
            else Ed25519PrivateKey.from_private_bytes(seed)
        )
        return cls(name, signing, x25519.Identity.generate())

    @property
    def public(self) -> note.VerifierKey:
        """What everybody may know: the C2SP verifier key."""
        raw = self.signing.public_key().public_bytes_raw()
        return note.VerifierKey(self.name, note.ED25519, raw)

    @property
    def recipient(self) -> str:
        """The age recipient (``age1…``) secrets are encrypted to."""
        return str(self.identity.to_public())

    @property
    def identities(self) -> tuple[x25519.Identity, ...]:
        """Whatever opens secrets: the present identity first, then former ones."""
        return (self.identity, *self.former)

    def save(self, path: Path, passphrase: str) -> None:
        """Writes the key under a passphrase (scrypt, about a second)."""
        disk.replace(path, agefile.encrypt(b64.dumps(self.said()).encode(), passphrase))

    def said(self) -> list[str]:
        """What a key file holds, in the clear: name, seed, identities. Secret."""
        seed = b64.std(self.signing.private_bytes_raw())
        return [self.name, seed, *(str(i) for i in self.identities)]

    @classmethod
    def load(cls, path: Path, passphrase: str) -> "DeskKeys":
        """Raises WrongPassphrase if the passphrase does not open the file."""
        with disk.trouble(path):
            sealed = path.read_bytes()
        try:
            plain = age_passphrase.decrypt(sealed, passphrase)
        except pyrage.DecryptError as bad:
            raise WrongPassphrase(
                "The passphrase does not open the desk key.",
                where=str(path),
                advice="Type it again; nothing but a paper page of the key gets around a lost "
                "passphrase.",
            ) from bad
        name, seed, *identities = b64.loads(plain.decode())
        own, *former = [x25519.Identity.from_str(i) for i in identities]
        signing = Ed25519PrivateKey.from_private_bytes(b64.unstd(seed))
        return cls(name, signing, own, tuple(former))


def new_secret() -> bytes:
    """32 random bytes from the system."""
    return os.urandom(32)


def new_archive_id() -> str:
    """A random archive id: 22 characters."""
    return b64.url(os.urandom(16))


def keep(path: Path, secrets: Secrets, recipients: Sequence[str]) -> None:
    """Writes an archive's secrets to age recipients (the desk's and others)."""
    plain = b64.dumps(
        [b64.std(secrets.archive), [[c, b64.std(k)] for c, k in sorted(secrets.chats.items())]]
    )
    to = [recipient(r) for r in recipients]
    disk.replace(path, pyrage.encrypt(plain.encode(), to))


def recipient(text: str) -> x25519.Recipient:
    """An age recipient. Raises BadOption."""
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as bad:
        raise BadOption(
            "Not an age recipient.", where=text, advice="It begins with age1 and has 62 characters."
        ) from bad


def listed(identity: Identities) -> list[x25519.Identity]:
    """One identity or many, as age wants them."""
    return [identity] if isinstance(identity, x25519.Identity) else list(identity)


def unlock(path: Path, identity: Identities) -> Secrets:
    """An archive's secrets. Raises WrongPassphrase if no identity fits."""
    with disk.trouble(path):
        sealed = path.read_bytes()
    try:
        plain = pyrage.decrypt(sealed, listed(identity))
    except pyrage.DecryptError as bad:
        raise WrongPassphrase(
            "This desk key does not open the secrets of the archive.",
            where=str(path),
            advice="Use the key of the desk that sealed it, or an escrow key.",
        ) from bad
    try:
        archive, chats = b64.loads(plain.decode())
        return Secrets(b64.unstd32(archive), {c: b64.unstd32(k) for c, k in chats})
    except ValueError as bad:
        raise CannotAccess(
            "The secrets file is not in the form this version writes.", where=str(path)
        ) from bad
