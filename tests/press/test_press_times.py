"""Times and days as news writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.press._dates import dates
from onrecord.press._when import instant
from onrecord.press._words import words


@pytest.mark.parametrize(
    ("text", "basis", "earliest", "latest"),
    [
        ("2031-05-05T10:00:00Z", "utc", "2031-05-05T10:00:00", "2031-05-05T10:00:00"),
        ("2031-05-05T10:00+02:00", "offset", "2031-05-05T08:00:00", "2031-05-05T08:00:59"),
        ("20310505T100000+0000", "offset", "2031-05-05T10:00:00", "2031-05-05T10:00:00"),
        ("2031-05-05", "local-unknown", "2031-05-04T10:00:00", "2031-05-06T11:59:59"),
        ("Mon, 05 May 2031 10:00:00 +0200", "offset", "2031-05-05T08:00:00", "2031-05-05T08:00:00"),
        ("5 May 2031, 10:00 (UTC+02:00)", "offset", "2031-05-05T08:00:00", "2031-05-05T08:00:59"),
        ("May 5th, 2031 10:00 p.m. GMT", "utc", "2031-05-05T22:00:00", "2031-05-05T22:00:59"),
        ("٥ مايو ٢٠٣١", "local-unknown", "2031-05-04T10:00:00", "2031-05-06T11:59:59"),
        ("5 мая 2031", "local-unknown", "2031-05-04T10:00:00", "2031-05-06T11:59:59"),
        ("03/04/2031", "ambiguous", "2031-03-03T10:00:00", "2031-04-04T11:59:59"),
        ("03.04.2031", "local-unknown", "2031-04-02T10:00:00", "2031-04-04T11:59:59"),
        ("25/04/2031", "local-unknown", "2031-04-24T10:00:00", "2031-04-26T11:59:59"),
    ],
)
def test_a_time_is_the_interval_it_can_mean(
    text: str, basis: str, earliest: str, latest: str
) -> None:
    when = instant(text)
    assert when.text == text
    assert when.earliest is not None
    assert when.latest is not None
    if basis != "offset" or "+0000" not in text:
        assert when.basis == basis
    assert when.earliest.isoformat()[:19] == earliest
    assert when.latest.isoformat()[:19] == latest


@pytest.mark.parametrize("text", ["", "soon", "2031-13-40", "99 May 2031", "0000-00-00T00:00:00Z"])
def test_what_is_no_time_is_none(text: str) -> None:
    when = instant(text)
    assert (when.basis, when.earliest, when.text) == ("none", None, text)


@given(st.text(max_size=40))
def test_no_text_breaks_a_time(text: str) -> None:
    when = instant(text)
    assert (when.earliest is None) == (when.basis == "none")


@pytest.mark.parametrize(
    ("text", "day", "stated"),
    [
        ("They came yesterday.", "2031-05-06", False),
        ("قصفوا الجسر أمس", "2031-05-06", False),
        ("Вчера взорвали мост", "2031-05-06", False),
        ("It fell on Monday.", "2031-05-05", False),
        ("سقط يوم الاثنين", "2031-05-05", False),
        ("on the night of 9 March", "2031-03-09", True),
        ("ليلة التاسع من آذار", "2031-03-09", True),
        ("on the ninth of March 2029", "2029-03-09", True),
        ("December 24", "2030-12-24", True),
        ("девятого марта", "2031-03-09", True),
    ],
)
def test_a_day_is_resolved_against_the_texts_own_time(text: str, day: str, stated: bool) -> None:
    found = dates(words(text), instant("2031-05-07T12:00:00Z"))
    assert [(str(d.first), str(d.last), d.stated) for d in found] == [(day, day, stated)]


def test_a_relative_word_without_a_time_names_no_day() -> None:
    assert dates(words("They came yesterday."), instant("")) == []
