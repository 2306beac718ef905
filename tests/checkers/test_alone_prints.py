"""verify_alone prints what it printed: read the golden file to see that it is right."""

from tests.checkers.printed import ON_RECORD, printed


def test_every_word_is_the_one_on_record() -> None:
    assert printed() == ON_RECORD.read_bytes().decode("utf-8")
