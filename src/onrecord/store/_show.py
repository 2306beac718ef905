"""How what a hit is printed with was numbered: its time, what it has."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from onrecord.lang.match import HAS

# Seconds added before sorting, so that no time is negative: whole days, about 2**39.
SHIFT = 6_363_000 * 86_400
CERTAIN = frozenset({"utc", "offset", "zone"})
BITS = {name: 1 << i for i, name in enumerate(HAS)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock(shown: int | None, basis: str) -> str | None:
    """RFC 3339 with ``Z`` if ``basis`` is certain, else local without zone."""
    if shown is None:
        return None
    at = _EPOCH + timedelta(microseconds=shown)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ" if basis in CERTAIN else "%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=1 << 12)
def has_names(has: int) -> tuple[str, ...]:
    """The values of ``has:`` behind the bits."""
    return tuple(sorted(name for name, bit in BITS.items() if has & bit))
