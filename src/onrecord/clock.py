"""The only reader of the time.

Everything here is a *claim* of this machine's clock. What is printed as a fact
about time comes from a time stamp or a witness, never from this module.
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The machine's idea of the present instant, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def seconds() -> float:
    """A clock that only runs forward, for measuring durations."""
    return time.monotonic()


def stamp() -> str:
    """``now()`` as RFC 3339 with ``Z``."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
