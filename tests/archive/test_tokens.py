"""What a time stamp is over, and tokens that are followed by something."""

import pytest

from conform.seal import sha256
from conform.sign import token as made
from conform.sign import tst_info
from onrecord.archive import note, token

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
