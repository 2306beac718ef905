"""Key files open with what reads age, and with the passphrase alone."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import passphrase

from onrecord.archive import agefile


@given(st.binary(max_size=4096), st.text(min_size=1, max_size=40))
def test_what_reads_age_opens_it(plain: bytes, word: str) -> None:
    assert passphrase.decrypt(agefile.encrypt(plain, word, log_n=2), word) == plain


def test_another_passphrase_does_not() -> None:
    sealed = agefile.encrypt(b"seed", "one", log_n=2)
    with pytest.raises(pyrage.DecryptError):
        passphrase.decrypt(sealed, "two")


def test_the_cost_is_bounded_and_stated() -> None:
    sealed = agefile.encrypt(b"seed", "one")
    assert sealed.split(b"\n")[1].endswith(b" 17")
    assert passphrase.decrypt(sealed, "one") == b"seed"


def test_it_is_for_keys_only() -> None:
    with pytest.raises(ValueError, match="64 KiB"):
        agefile.encrypt(bytes(65_537), "one", log_n=2)
