"""Tokens under a pinned certificate that a root issued: what public authorities have."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from tests.archive.archivecase import Sample, sample
from tests.archive.issued import DAY, Issued, Private, ec_key, issued

from onrecord.archive import cms, stamp, token
from onrecord.archive.policy import Authority
from onrecord.model.proof import Stamp

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
KEYS: tuple[Callable[[], Private], ...] = (
    ec_key,
    lambda: ec.generate_private_key(ec.SECP384R1()),
    lambda: rsa.generate_private_key(65537, 2048),
)


def _taken(desk: Sample, one: Issued, authority: Authority | None = None) -> object:
    service = stamp.Service(authority or one.authority(), one.reply)
    return stamp.stamp(desk.log, [service])[0]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Issued, bytes, bytes]:
    """An authority, a token of it, and what that is over."""
    folder = tmp_path_factory.mktemp("issued")
    desk, one = sample(folder / "desk"), issued(folder / "tsa")
    assert isinstance(_taken(desk, one), Stamp)
    (data,) = stamp.tokens(desk.log, desk.log.checkpoint.size)
    return one, data, token.stamped_bytes(desk.log.head)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("unsorted", [True, False])
def test_a_pinned_certificate_needs_no_root(
    tmp_path: Path, key: Callable[[], Private], unsorted: bool
) -> None:
    desk, one = sample(tmp_path / "desk"), issued(tmp_path / "tsa", key(), unsorted=unsorted)
    found = _taken(desk, one)
    assert isinstance(found, Stamp) and (found.name, found.trust) == ("issued", "plain")
    (data,) = stamp.tokens(desk.log, desk.log.checkpoint.size)
    chain = one.root.public_bytes(Encoding.DER)
    assert (chain in data) is not unsorted, "without certificates where the library cannot read"
    assert stamp.second_opinion(data, token.stamped_bytes(desk.log.head), one.authority())
    assert stamp.stamps(desk.log, desk.log.checkpoint.size, (one.authority(),)) == [found]


def test_the_root_is_not_who_signs(tmp_path: Path) -> None:
    desk, one = sample(tmp_path / "desk"), issued(tmp_path / "tsa")
    root = Authority("root", "plain", one.root.public_bytes(Encoding.DER))
    said = _taken(desk, one, root)
    assert isinstance(said, stamp.Pending) and "pin the one that signs stamps" in said.why


def test_every_flipped_bit_changes_no_claim(held: tuple[Issued, bytes, bytes]) -> None:
    one, data, message = held
    whole, known = token.parse(data), (one.authority(),)
    accepted = 0
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            parsed = token.parse(bytes(flipped))
            said = token.judge(parsed, message, known)
        except ValueError:
            continue
        if said.trust != "unknown":
            assert replace(parsed, data=data) == whole
            accepted += 1
    assert accepted <= 128, "bits that nothing signs: versions, lists of algorithms"


def test_another_key_under_the_same_names_is_refused(
    held: tuple[Issued, bytes, bytes], tmp_path: Path
) -> None:
    one, forger = held[0], issued(tmp_path / "forger")
    assert forger.certificate.issuer == one.certificate.issuer
    assert forger.certificate.serial_number == one.certificate.serial_number
    said = _taken(sample(tmp_path / "desk"), forger, one.authority())
    assert isinstance(said, stamp.Pending) and "does not verify" in said.why


def test_when_and_what_for_a_certificate_is(held: tuple[Issued, bytes, bytes]) -> None:
    one, data, _ = held
    now = datetime.now(UTC)
    assert cms.signed_by(data, one.certificate, now)
    assert not cms.signed_by(data, one.certificate, now + 10 * DAY), "expired"
    assert not cms.signed_by(data, one.certificate, now - 2 * DAY), "not yet"
    assert not cms.signed_by(data, one.root, now), "no certificate for stamps"


@pytest.mark.parametrize("cut", [0, 1, 2, 40, 300])
def test_what_is_cut_off_is_no_signature(held: tuple[Issued, bytes, bytes], cut: int) -> None:
    one, data, _ = held
    assert not cms.signed_by(data[:cut], one.certificate, datetime.now(UTC))
    assert not cms.signed_by(data + data[:cut], one.certificate, datetime.now(UTC)) or not cut


def test_the_certificate_is_named_by_its_digest(held: tuple[Issued, bytes, bytes]) -> None:
    """The same key in another certificate did not sign (RFC 2634, RFC 5035)."""
    one, data, _ = held
    key = x509.load_pem_x509_certificate((one.folder / "tsa.pem").read_bytes()).public_key()
    assert key == one.certificate.public_key()
    der = one.certificate.public_bytes(Encoding.DER)
    other = x509.load_der_x509_certificate(der[:-1] + bytes([der[-1] ^ 1]))
    assert other.serial_number == one.certificate.serial_number
    assert not cms.signed_by(data, other, datetime.now(UTC))
