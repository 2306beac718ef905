"""Times as written turned into UTC intervals, a column at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.errors import BadOption

_SECOND = 1_000_000
_HOUR = 3_600 * _SECOND
_QUARTER = 900 * _SECOND
_LOW = int(datetime(1, 1, 3, tzinfo=UTC).timestamp()) * _SECOND
_HIGH = int(datetime(9999, 12, 29, tzinfo=UTC).timestamp()) * _SECOND
EAST = 14 * _HOUR
"""The clock of Kiribati's Line Islands is this far ahead of UTC: the most there is."""
WEST = 12 * _HOUR

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clocks are counted from a wall clock


def zone_of(name: str | None) -> ZoneInfo | None:
    """The zone a person named. Raises BadOption if there is none of that name."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as e:
        raise BadOption(
            f"no time zone is called {name!r}",
            where="--zone",
            advice="Use an IANA name such as Europe/Berlin, Asia/Baghdad or UTC.",
        ) from e


def written(local: datetime, zone: tzinfo | None) -> tuple[str, int, int]:
    """Basis, earliest and latest microsecond in UTC of a wall clock's reading.

    Without a zone the instant lies between 14 hours before and 12 hours after
    the reading taken as UTC. An hour that a zone has twice, or never, is
    ``ambiguous`` and spans both readings.
    """
    at = wall(local)
    if zone is None:
        return "local-unknown", at - EAST, at + WEST
    early = _offset(local, zone, 0)
    late = _offset(local, zone, 1)
    if early == late:
        return "zone", at - early, at - early
    return "ambiguous", at - max(early, late), at - min(early, late)


def wall(local: datetime) -> int:
    """Microseconds of a naive wall clock since its own 1970."""
    return (local.replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)


def _offset(local: datetime, zone: tzinfo, fold: int) -> int:
    offset = local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def time_columns(
    texts: Sequence[str | None], unix: Sequence[object], zone: ZoneInfo | None
) -> tuple[dict[str, Any], list[int]]:
    """The five time columns, and the rows whose time could not be understood.

    ``texts`` are ISO 8601 wall clocks (or with an offset), ``unix`` seconds as
    number, decimal string or None. Where both are there the instant is settled
    and the text is the wall clock of the machine that exported.
    """
    fast = _fast(texts, unix)
    if fast is not None:
        return fast, []
    return _slow(texts, unix, zone)


def _fast(texts: Sequence[str | None], unix: Sequence[object]) -> dict[str, Any] | None:
    """Whole columns at once; None unless every row has both times, well formed."""
    try:
        seconds = pa.array(unix).cast(pa.int64())
        local = pa.array(texts, pa.string())
        if seconds.null_count or local.null_count:
            return None
        clock = local.cast(pa.timestamp("us"))
        micros = pc.multiply_checked(seconds, _SECOND)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, UnicodeError):
        return None
    bounds = pc.min_max(micros).as_py()
    walls = pc.min_max(clock.cast(pa.int64())).as_py()
    if not (bounds["min"] > _LOW and bounds["max"] < _HIGH):
        return None
    if not (walls["min"] > _LOW and walls["max"] < _HIGH):
        return None
    instant = micros.cast(pa.timestamp("us", tz="UTC"))
    return {
        "time_text": local,
        "time_basis": "utc",
        "time_first": instant,
        "time_last": instant,
        "time_local": clock,
    }


def _slow(
    texts: Sequence[str | None], unix: Sequence[object], zone: ZoneInfo | None
) -> tuple[dict[str, Any], list[int]]:
    rows = [one(text, stamp, zone) for text, stamp in zip(texts, unix, strict=True)]
    bad = [i for i, row in enumerate(rows) if row[1] == "none" and row[0]]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    names = ("time_text", "time_basis", "time_first", "time_last", "time_local")
    return {name: list(column) for name, column in zip(names, columns, strict=True)}, bad


def clocks_apart(columns: dict[str, Any]) -> list[int]:
    """Rows whose wall clock and instant cannot both be true: no zone on earth is that
    far from UTC, or at anything but a quarter of an hour."""
    clock = pa.array(columns["time_local"], pa.timestamp("us")).cast(pa.int64())
    instant = pa.array(columns["time_first"], pa.timestamp("us", tz="UTC")).cast(pa.int64())
    if columns["time_basis"] != "utc":
        settled = pa.array([basis == "utc" for basis in columns["time_basis"]])
        clock = pc.if_else(settled, clock, None)
    apart = pc.subtract(clock, instant)
    odd = pc.not_equal(apart, pc.multiply(pc.divide(apart, _QUARTER), _QUARTER))
    far = pc.or_(pc.greater(apart, EAST), pc.less(apart, -WEST))
    found = pc.fill_null(pc.or_(odd, far), False)
    if not pc.any(found).as_py():
        return []
    return [i for i, wrong in enumerate(found.to_pylist()) if wrong]


Row = tuple[str, str, int | None, int | None, int | None]


def one(text: str | None, unix: object, zone: tzinfo | None) -> Row:
    """Text, basis, earliest, latest, wall clock of one time; basis ``none`` if neither
    the text nor the stamp can be understood or lies outside the years 1 to 9999."""
    shown = text if text is not None else ("" if unix is None else str(unix))
    local = _parsed(text)
    clock = None if local is None else wall(local)
    stamp = _stamp(unix)
    if stamp is not None:
        return _sane((shown, "utc", stamp, stamp, clock))
    if local is None:
        return (shown, "none", None, None, None)
    if local.tzinfo is not None:
        at = wall(local) - (local.utcoffset() or timedelta()) // timedelta(microseconds=1)
        return _sane((shown, "offset", at, at, clock))
    return _sane((shown, *written(local, zone), clock))


def _sane(row: Row) -> Row:
    shown, _, first, last, clock = row
    if any(at is not None and not _LOW < at < _HIGH for at in (first, last, clock)):
        return (shown, "none", None, None, None)
    return row


def _parsed(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def _stamp(unix: object) -> int | None:
    if isinstance(unix, bool) or unix is None:
        return None
    try:
        value = int(unix) if isinstance(unix, int | str) else None
    except ValueError:
        return None
    return None if value is None or abs(value) > 1 << 45 else value * _SECOND
