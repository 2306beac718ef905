"""Dates as a query writes them: a day, a month, a year or an instant, in UTC."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from onrecord.errors import BadQuery
from onrecord.lang.fold import fold
from onrecord.model.query import Rung, Span

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_ADVICE = "write 2017, 2017-01, 2017-01-31 or 2017-01-31T16:05:00Z"


def _interval(text: str) -> tuple[datetime, datetime]:
    """The first and the last instant (to the microsecond) a date can mean."""
    plain = fold(text, Rung.MARKS).strip()
    try:
        found = _DATE.fullmatch(plain)
        if found is None:
            return _instant(plain)
        year, month, day = (None if p is None else int(p) for p in found.groups())
        first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        last = datetime(
            year or 0, month or 12, day or monthrange(year or 1, month or 12)[1], tzinfo=UTC
        )
        return first, last + timedelta(days=1) - timedelta(microseconds=1)
    except (ValueError, OverflowError) as bad:
        raise BadQuery(f"{text!r} is not a date", advice=_ADVICE) from bad


def _instant(text: str) -> tuple[datetime, datetime]:
    at = datetime.fromisoformat(text.upper())
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    exact = at.second != 0 or text.count(":") > 1
    return at, at + (timedelta(0) if exact else timedelta(seconds=59, microseconds=999_999))


def _said(at: datetime) -> str:
    return at.isoformat()


def instant_after(text: str) -> str:
    """From the first instant of a date on (``after:2017`` includes 2017-01-01)."""
    return _said(_interval(text)[0])


def instant_before(text: str) -> str:
    """Up to the last instant of a date (``before:2017`` includes 2017-12-31)."""
    return _said(_interval(text)[1])


def span(first: str, last: str) -> Span:
    """From the first instant of ``first`` to the last of ``last``; ``*`` is open."""
    low = None if first == "*" else instant_after(first)
    high = None if last == "*" else instant_before(last)
    if low is not None and high is not None and low > high:
        raise BadQuery("this range ends before it begins", advice=f"date:[{last} TO {first}]")
    return Span(low, high)
