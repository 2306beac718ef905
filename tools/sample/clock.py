"""The sample's clocks: two hours ahead of UTC, three from 29 March 2026, 03:00.

The rule is the European one (Asia/Nicosia keeps it); it is written out here so
that the sample needs no time zone database.
"""

from datetime import UTC, datetime, timedelta, timezone

START = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 - a wall clock has no zone
END = datetime(2026, 4, 12, 20, 40)  # noqa: DTZ001
EXPORTED_B = datetime(2026, 4, 19, 21, 0)  # noqa: DTZ001
ZONE = "Asia/Nicosia"
CHANGE = int(datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp())
WINTER, SUMMER = timedelta(hours=2), timedelta(hours=3)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001


def offset(unix: int) -> timedelta:
    """What the wall clock is ahead of UTC at this instant."""
    return SUMMER if unix >= CHANGE else WINTER


def to_unix(local: datetime) -> int:
    """Seconds since 1970 of a wall clock's time; the skipped hour is read as winter time."""
    seconds = int((local - _EPOCH).total_seconds())
    summer = seconds - int(SUMMER.total_seconds())
    return summer if summer >= CHANGE else seconds - int(WINTER.total_seconds())


def to_local(unix: int) -> datetime:
    """The wall clock at this instant, naive."""
    return _EPOCH + timedelta(seconds=unix) + offset(unix)


def aware(unix: int) -> datetime:
    """The instant with the sample's offset."""
    return datetime.fromtimestamp(unix, timezone(offset(unix)))


def iso_local(unix: int) -> str:
    """As Telegram Desktop writes a date in JSON: ``2026-03-02T08:03:11``."""
    return to_local(unix).isoformat()


def parse(text: str) -> int:
    """Unix seconds of a wall clock written ``2026-03-02T08:03:11``."""
    return to_unix(datetime.fromisoformat(text))
