"""What a time stamp is over, and tokens that are followed by something."""

import warnings

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from conform.seal import sha256
from conform.sign import authority, tst_info
from conform.sign import token as made
from onrecord.archive import note, policy, token
from onrecord.model.proof import Stamp

WHEN = "20261118110641Z"


def test_a_stamp_is_over_the_first_line_alone() -> None:
    lines = tuple(note.Line(n, bytes(4), bytes(64)) for n in ("desk.example/a", "b"))
    text = "desk.example/a\n1\nx\n"
    both = note.Note(text, lines)
    assert token.stamped_bytes(both) == token.stamped_bytes(note.Note(text, lines[:1]))
    assert token.stamped_bytes(both).count("\u2014 ".encode()) == 1


def test_a_token_is_read_as_it_is() -> None:
    data = made(tst_info(sha256(b"x"), WHEN))
    found = token.parse(data)
    assert (found.data, found.imprint) == (data, sha256(b"x"))
    assert found.at.strftime("%Y%m%d%H%M%SZ") == WHEN
    for bad in (data + b"\0", data + b"\5\0", data + data, data[:-1], b"", b"\x30\0", data[:100]):
        with pytest.raises(ValueError, match="token"):
            token.parse(bad)


def _pinned(name: str = "Test authority") -> policy.Authority:
    return policy.Authority("eu", "plain", authority(name)[1].public_bytes(Encoding.DER))


def test_who_stands_behind_a_token() -> None:
    at, data = "2026-11-18T11:06:41Z", made(tst_info(sha256(b"x"), WHEN))
    found = token.parse(data)
    unknown = Stamp("an authority that is not pinned", at, "unknown")
    assert token.judge(found, b"x", ()) == unknown
    assert token.judge(found, b"x", (_pinned("Another one"),)) == unknown
    assert token.judge(found, b"x", (_pinned("Another one"), _pinned())) == Stamp("eu", at, "plain")
    with pytest.raises(ValueError, match="over other bytes"):
        token.judge(found, b"y", (_pinned(),))
    broken = token.parse(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ValueError, match="names eu and does not verify"):
        token.judge(broken, b"x", (_pinned(),))


def test_a_library_that_warns_of_a_token_refuses_it_and_says_nothing_beside() -> None:
    der = _pinned().certificate
    data = made(tst_info(sha256(b"x"), WHEN), embed=True)
    serial = data.index(der) + der.index(b"\xa0\x03\x02\x01\x02\x02") + 7
    odd = data[:serial] + bytes([data[serial] | 0x80]) + data[serial + 1 :]  # below zero
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert token.verify(token.parse(data), b"x", _pinned())
        assert not token.verify(token.parse(odd), b"x", _pinned())
    assert not said
