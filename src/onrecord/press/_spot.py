"""One place of a gazetteer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: ``names`` as people write it, ``inside`` the place around it."""

    id: str
    names: tuple[str, ...]
    inside: str | None = None
    kind: str = ""
    lat: float | None = None
    lon: float | None = None
