"""How a time is printed beside a hit."""

from datetime import UTC, datetime, timedelta

# Seconds added before sorting, so that no time is negative: whole days, about 2**39.
SHIFT = 6_363_000 * 86_400
CERTAIN = frozenset({"utc", "offset", "zone"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock(shown: int | None, basis: str) -> str | None:
    """RFC 3339 with ``Z`` if ``basis`` is certain, else local without zone."""
    if shown is None:
        return None
    at = _EPOCH + timedelta(microseconds=shown)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ" if basis in CERTAIN else "%Y-%m-%dT%H:%M:%S")
