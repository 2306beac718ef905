"""Time stamps: by a local test authority; forged, foreign and damaged ones are refused."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.archive.archivecase import Sample, make_key, sample

from onrecord.archive import b64, localtsa, policy, proof, sentences, stamp, token, verify
from onrecord.errors import ProofRefused
from onrecord.model.proof import Stamp

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> localtsa.LocalAuthority:
    return localtsa.LocalAuthority.create(tmp_path_factory.mktemp("tsa"))


def _service(tsa: localtsa.LocalAuthority) -> stamp.Service:
    return stamp.Service(tsa.authority, tsa.reply)


def _token(desk: Sample, tsa: localtsa.LocalAuthority) -> bytes:
    done = stamp.stamp(desk.log, [_service(tsa)])
    assert isinstance(done[0], Stamp) and done[0].trust == "test"
    return stamp.tokens(desk.log, desk.log.checkpoint.size)[0]


def _proof(desk: Sample, tokens: tuple[bytes, ...]) -> bytes:
    value = json.loads(desk.proof(3))
    value["tst"] = [b64.std(t) for t in tokens]
    return (b64.dumps(value) + "\n").encode()


def _policy(*authorities: policy.Authority, stamps: int = 0) -> policy.Policy:
    return replace(policy.trusting(make_key().public), authorities=authorities, stamps=stamps)


def test_a_local_stamp_is_taken_once_and_named_as_a_test(
    desk: Sample, tsa: localtsa.LocalAuthority
) -> None:
    data = _token(desk, tsa)
    assert _token(desk, tsa) == data
    folder = desk.log.folder / "stamps" / str(desk.log.checkpoint.size)
    assert sorted(p.suffix for p in folder.iterdir()) == [".tsq", ".tsr", ".tst"]
    assert stamp.best_head(desk.log, desk.entry.index) == desk.log.checkpoint.size
    found = verify.verify(_proof(desk, (data,)), _policy(tsa.authority))
    said = sentences.of(found)
    assert any("proves nothing to others" in s for s in said)
    assert said[0].startswith("At a time only the desk itself claims")
    assert said[-1] == verify.NOT_SHOWN


def test_a_plain_authority_dates_the_seal(desk: Sample, tsa: localtsa.LocalAuthority) -> None:
    plain = replace(tsa.authority, grade="plain", name="Example TSA")
    data = _token(desk, tsa)
    found = verify.verify(_proof(desk, (data,)), _policy(plain, stamps=1))
    assert sentences.of(found)[0].startswith(
        f"No later than {found.stamps[0].at} (time stamp Example TSA), example.org"
    )
    with pytest.raises(ProofRefused, match="too few time stamp"):
        verify.verify(_proof(desk, (data, data)), _policy(plain, stamps=2))
    with pytest.raises(ProofRefused, match="too few time stamp"):
        verify.verify(_proof(desk, (data,)), _policy(tsa.authority, stamps=1))


def test_a_token_over_another_head_refuses_the_proof(
    desk: Sample, tsa: localtsa.LocalAuthority
) -> None:
    request, response, other = stamp._ask(_service(tsa), b"another head")
    assert request and response
    with pytest.raises(ProofRefused, match="over other bytes"):
        verify.verify(_proof(desk, (other,)), _policy(tsa.authority))


def test_an_unknown_authority_counts_nothing(
    desk: Sample, tsa: localtsa.LocalAuthority, tmp_path: Path
) -> None:
    forger = localtsa.LocalAuthority.create(tmp_path / "forger")
    message = token.stamped_bytes(desk.log.head)
    data = stamp._ask(_service(forger), message)[2]
    found = verify.verify(_proof(desk, (data,)), _policy(tsa.authority))
    assert [s.trust for s in found.stamps] == ["unknown"]
    assert not token.verify(token.parse(data), message, tsa.authority)
    with pytest.raises(ValueError, match="openssl does not accept"):
        stamp.second_opinion(data, message, tsa.authority)
    pending = stamp.stamp(
        sample(tmp_path / "desk").log, [stamp.Service(tsa.authority, forger.reply)]
    )
    assert isinstance(pending[0], stamp.Pending)


def test_every_flipped_bit_of_a_token_refuses_or_counts_nothing(
    desk: Sample, tsa: localtsa.LocalAuthority
) -> None:
    data = _token(desk, tsa)
    message = token.stamped_bytes(desk.log.head)
    good = token.judge(token.parse(data), message, (tsa.authority,))
    for i in range(0, len(data) * 8, 5):
        bent = bytearray(data)
        bent[i // 8] ^= 1 << (i % 8)
        try:
            found = token.judge(token.parse(bytes(bent)), message, (tsa.authority,))
        except ValueError:
            continue
        # a few bits of the CMS wrapping are outside every signature; they change no claim
        assert found.trust == "unknown" or found == good, i


def test_a_stamp_that_cannot_be_had_blocks_nothing(
    desk: Sample, tsa: localtsa.LocalAuthority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = sample(tmp_path)

    def down(request: bytes) -> bytes:
        raise OSError("no route")

    def nonsense(request: bytes) -> bytes:
        return b"<html>"

    for ask in (down, nonsense):
        found = stamp.stamp(one.log, [stamp.Service(tsa.authority, ask)])
        assert isinstance(found[0], stamp.Pending)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = stamp.stamp(one.log, [_service(tsa)])
    assert isinstance(found[0], stamp.Pending) and "openssl" in found[0].why
    assert stamp.tokens(one.log, one.log.checkpoint.size) == []


def test_a_replayed_answer_is_refused(
    desk: Sample, tsa: localtsa.LocalAuthority, tmp_path: Path
) -> None:
    old = stamp._ask(_service(tsa), token.stamped_bytes(desk.log.head))[1]
    one = sample(tmp_path)
    found = stamp.stamp(one.log, [stamp.Service(tsa.authority, lambda request: old)])
    assert isinstance(found[0], stamp.Pending) and "another request" in found[0].why


def test_the_imprint_is_of_the_signed_head(desk: Sample, tsa: localtsa.LocalAuthority) -> None:
    parsed = token.parse(_token(desk, tsa))
    assert parsed.imprint == hashlib.sha256(str(desk.log.head).encode()).digest()
    with pytest.raises(ValueError, match="."):
        token.parse(_token(desk, tsa) + b"\0")
    assert proof.PROOF_LIMIT == 262_144


def test_the_forged_token_is_refused_for_ever() -> None:
    golden = Path(__file__).resolve().parents[1] / "golden" / "archive"
    data = (golden / "forged" / "token.der").read_bytes()
    message = (golden / "proofs" / "exact.json").read_bytes()
    pinned = policy.Authority("pinned", "plain", (golden / "forged" / "pinned.cer").read_bytes())
    parsed = token.parse(data)
    assert (golden / "forged" / "root.cer").read_bytes() in data
    assert not token.verify(parsed, message, pinned)
    assert token.judge(parsed, message, (pinned,)).trust == "unknown"
    with pytest.raises(ValueError, match="openssl does not accept"):
        stamp.second_opinion(data, message, pinned)
    accomplice = policy.Authority("root", "plain", (golden / "forged" / "root.cer").read_bytes())
    assert not token.verify(parsed, message, accomplice)  # a root is not an authority


def _stamped(*told: tuple[str, str, str]) -> tuple[Stamp, ...]:
    return tuple(Stamp(name, at, trust) for name, at, trust in told)


def test_times_that_nobody_bears_out_are_disputed() -> None:
    first, day = "2026-03-04T10:00:00Z", "2026-03-05T10:00:00Z"
    later, year = "2026-03-05T10:00:01Z", "2027-03-04T10:00:00Z"
    two = _stamped(("b", later, "witness"), ("a", first, "plain"))
    said = f"The times given for this head are disputed: {first} (a), {later} (b)."
    assert sentences.disputed(two) == (said,)
    agreed = (
        _stamped(("a", first, "plain"), ("b", day, "qualified")),
        _stamped(("a", first, "plain"), ("a", year, "plain")),  # one name, stamped again
        _stamped(("a", first, "plain"), ("b", first, "witness"), ("a", year, "plain")),
        _stamped(("a", first, "plain"), ("t", year, "test"), ("u", year, "unknown")),
        _stamped(("a", first, "plain")),
        (),
    )
    assert [sentences.disputed(stamps) for stamps in agreed] == [()] * len(agreed)
    far = _stamped(("a", first, "plain"), ("w", "second 253402300800 since 1970", "witness"))
    assert sentences.disputed(far)
