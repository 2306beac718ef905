"""A time, with how certain it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Basis = Literal["utc", "offset", "zone", "local-unknown", "ambiguous", "none"]
BASES: tuple[Basis, ...] = ("utc", "offset", "zone", "local-unknown", "ambiguous", "none")


@dataclass(frozen=True, slots=True)
class When:
    """A time as written and the UTC interval it can mean.

    ``text`` is as the export writes it. ``earliest`` and ``latest`` are aware
    instants in UTC, both inclusive; they differ by the precision of the source
    (a minute, a day) or by the uncertainty of its zone. ``local`` is the wall
    clock the export shows, naive. ``basis``:

    * ``utc``: the export states the instant (unix time);
    * ``offset``: it states local time and offset;
    * ``zone``: a person stated the zone;
    * ``local-unknown``: wall clock only, zone unknown;
    * ``ambiguous``: two readings are possible (day-month order, DST overlap);
    * ``none``: no time.
    """

    text: str
    basis: Basis
    earliest: datetime | None = None
    latest: datetime | None = None
    local: datetime | None = None

    @property
    def certain(self) -> bool:
        """True if the zone is settled: the interval is only the precision."""
        return self.basis in ("utc", "offset", "zone")

    def rfc3339(self) -> str | None:
        """``…Z`` if certain, else the local wall clock without a zone, or None."""
        if self.certain and self.earliest is not None:
            return self.earliest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if self.local is not None:
            return self.local.strftime("%Y-%m-%dT%H:%M:%S")
        return None


NEVER = When("", "none")
