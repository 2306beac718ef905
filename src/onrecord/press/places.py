"""A gazetteer: names of places in any script, with ambiguity kept.

``places.csv`` (UTF-8, header line) has the columns ``id``, ``names`` (separated
by ``|``, any script), and optionally ``inside`` (id of the place that contains
it), ``kind``, ``lat``, ``lon``. A case may bring its own beside the shipped one, or a
country's file of GeoNames as it is.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from onrecord.errors import BadOption
from onrecord.press._geonames import is_dump, spots_of
from onrecord.press._spot import Spot
from onrecord.press._words import Word, words

__all__ = ["Named", "Places", "Spot", "is_gazetteer", "read_places", "shipped"]

LONGEST = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A run of words that names a place: more than one id if the name is ambiguous."""

    start: int
    end: int
    ids: tuple[str, ...]


class Places:
    """Look-up of place names in words. Immutable once made."""

    def __init__(self, spots: Iterable[Spot] = ()) -> None:
        self.spots = {spot.id: spot for spot in spots}
        self._index: dict[tuple[str, ...], list[str]] = {}
        for spot in self.spots.values():
            for name in spot.names:
                key = tuple(word.keys[-1] for word in words(name))[:LONGEST]
                ids = self._index.setdefault(key, [])
                if key and spot.id not in ids:
                    ids.append(spot.id)

    def __len__(self) -> int:
        return len(self.spots)

    def find(self, said: Sequence[Word]) -> list[Named]:
        """Every place named in the words, longest name first, without overlap.

        A name that exists twice keeps all its ids, unless a place that contains
        exactly one of them is named in the same words.
        """
        found: list[Named] = []
        at = 0
        while at < len(said):
            step, ids = self._longest(said, at)
            if ids:
                found.append(Named(said[at].start, said[at + step - 1].end, ids))
            at += step
        around = {one for named in found for one in named.ids if len(named.ids) == 1}
        return [self._settled(named, around) for named in found]

    def describe(self, ids: Iterable[str]) -> str:
        """The places by name and what they lie in, for a person to read."""
        told = []
        for one in ids:
            spot = self.spots[one]
            inside = self.spots.get(spot.inside or "")
            told.append(f"{spot.names[0]} ({inside.names[0]})" if inside else spot.names[0])
        return "; ".join(told)

    def _longest(self, said: Sequence[Word], at: int) -> tuple[int, tuple[str, ...]]:
        for step in range(min(LONGEST, len(said) - at), 0, -1):
            run = said[at : at + step]
            ids = self._lookup(run)
            if ids:
                return step, ids
        return 1, ()

    def _lookup(self, run: Sequence[Word]) -> tuple[str, ...]:
        if len(run) == 1 and run[0].script in ("latn", "cyrl") and not run[0].capital:
            return ()
        return tuple(self._index.get(tuple(word.keys[-1] for word in run), ()))

    def _settled(self, named: Named, around: set[str]) -> Named:
        if len(named.ids) < 2:
            return named
        close = tuple(one for one in named.ids if self._outer(one) & around)
        return Named(named.start, named.end, close) if len(close) == 1 else named

    def _outer(self, one: str) -> set[str]:
        outer: set[str] = set()
        inside = self.spots[one].inside
        while inside and inside not in outer:
            outer.add(inside)
            inside = self.spots[inside].inside if inside in self.spots else None
        return outer


def shipped() -> list[Spot]:
    """The places that come with the tool: few, written by hand, three scripts.

    A name that two places bear (Tripoli) stays ambiguous, as everywhere.
    """
    return read_places(files("onrecord.press").joinpath("places.csv").read_bytes())


def is_gazetteer(member: str, head: bytes) -> bool:
    """True if a file beside the news is a list of places: ``places.csv``, or by GeoNames."""
    return member.rpartition("/")[2] == "places.csv" or is_dump(head)


def read_places(data: bytes, name: str = "places.csv") -> list[Spot]:
    """The places of a CSV file or of GeoNames. Raises BadOption if it is wrong somewhere."""
    try:
        return list(spots_of(data)) if is_dump(data) else _of_table(data, name)
    except UnicodeDecodeError as error:
        raise BadOption("The list of places is not UTF-8", where=name, advice=str(error)) from error


def _of_table(data: bytes, name: str) -> list[Spot]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    spots: list[Spot] = []
    for row in rows:
        names = tuple(n.strip() for n in (row.get("names") or "").split("|") if n.strip())
        if not row.get("id") or not names:
            raise BadOption(
                "A row of the list of places has no id or no names",
                where=f"{name} line {rows.line_num}",
                advice="Columns: id, names (separated by |), inside, kind, lat, lon.",
            )
        try:
            lat, lon = (float(row[c]) if row.get(c) else None for c in ("lat", "lon"))
        except ValueError as error:
            raise BadOption(
                "A coordinate in the list of places is not a number",
                where=f"{name} line {rows.line_num}",
                advice=str(error),
            ) from error
        spots.append(
            Spot(row["id"], names, row.get("inside") or None, row.get("kind") or "", lat, lon)
        )
    return spots
