"""Event tables of conflict research: UCDP GED and ACLED, by their public columns.

Sundberg & Melander, *Introducing the UCDP Georeferenced Event Dataset* (2013);
Raleigh et al., *Introducing ACLED* (2010). No data is shipped. A row says that an
event is on their record; it is coded from reports, which the row may name.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build

_YEAR = "January February March April May June July August September October November December"
_MONTHS = tuple(_YEAR.split(" "))


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table calls things; ``needs`` are the columns it is known by.

    ``exact`` grades how exact the day is; 1 means to the day, in both tables.
    """

    outlet: str
    needs: frozenset[str]
    date: str
    until: str
    exact: str
    places: tuple[str, ...]
    sides: tuple[str, str]
    kinds: tuple[str, ...]
    deaths: str
    notes: tuple[str, ...]
    sources: str


UCDP = Columns(
    "UCDP GED",
    frozenset(("date_start", "side_a", "side_b", "where_coordinates", "best")),
    "date_start",
    "date_end",
    "date_prec",
    ("where_coordinates", "adm_2", "adm_1", "country"),
    ("side_a", "side_b"),
    ("conflict_name",),
    "best",
    ("source_headline", "where_description"),
    "source_office",
)
ACLED = Columns(
    "ACLED",
    frozenset(("event_date", "event_type", "actor1", "notes", "fatalities")),
    "event_date",
    "",
    "time_precision",
    ("location", "admin2", "admin1", "country"),
    ("actor1", "actor2"),
    ("event_type", "sub_event_type"),
    "fatalities",
    ("notes",),
    "source",
)


class EventTable:
    """A CSV of events: each row is an article of kind ``event``."""

    name = "events"
    version = 1
    title = "Event table (UCDP GED, ACLED)"

    def sniff(self, member: str, head: bytes) -> bool:
        """The first line names the columns of one of the two."""
        return _columns(_header(head.decode("utf-8-sig", "replace"))) is not None

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article a row; ``published`` stays open, the event's day is in the text."""
        text = data.decode("utf-8-sig", "backslashreplace")
        columns = _columns(_header(text))
        if columns is None:
            note = "no column names of UCDP GED or ACLED"
            yield Trouble("unreadable-record", Place(member, 0, len(data)), note, "fatal")
            return
        number = 0
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        try:
            for number, row in enumerate(rows):  # noqa: B007 - told where it breaks off
                yield from _row(Place(member, number, 1, "row"), data, row, columns)
        except csv.Error as error:
            here = Place(member, number + 1, 1, "row")
            yield Trouble("truncated", here, f"the table cannot be read on: {error}", "fatal")


def _row(
    here: Place, data: bytes, row: Mapping[str, str | None], columns: Columns
) -> Iterator[Article | Trouble]:
    if row.get(columns.date) is None or None in row:
        yield Trouble("unreadable-record", here, "the row has other columns", "loss")
    else:
        yield from build(here, data, _parts(row, columns))


def _parts(row: Mapping[str, str | None], columns: Columns) -> Parts:
    said = {name: (value or "").strip() for name, value in row.items()}
    place = next((said[name] for name in columns.places if said.get(name)), "")
    where = ", ".join(dict.fromkeys(said[name] for name in columns.places if said.get(name)))
    kind = ": ".join(said[name] for name in columns.kinds if said.get(name))
    sides = " and ".join(said[name] for name in columns.sides if said.get(name))
    deaths = said.get(columns.deaths, "")
    lines = [
        f"{kind} {_days(said, columns)} at {where}.",
        f"Parties named: {sides}." if sides else "",
        f"Deaths recorded: {deaths}." if deaths else "",
        *(said.get(name, "") for name in columns.notes),
    ]
    return Parts(
        title=f"{kind}, {place}",
        body="\n\n".join(line for line in lines if line),
        outlet=columns.outlet,
        place_line=place or None,
        agency=said.get(columns.sources) or None,
        language="en",
        kind="event",
    )


def _days(said: Mapping[str, str], columns: Columns) -> str:
    """``on 5 May 2031``, ``between … and …``, and a word where the table says it is no day."""
    first, last = _day(said[columns.date]), _day(said.get(columns.until, ""))
    when = f"on {first}" if last in ("", first) else f"between {first} and {last}"
    grade = said.get(columns.exact, "")
    return when if grade in ("", "1") else f"{when} (not exact to the day: {columns.exact} {grade})"


def _day(said: str) -> str:
    """``2031-05-05`` and ``2031-05-05 00:00:00.000`` as *5 May 2031*; others as they are."""
    parts = said[:10].split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return said


def _header(text: str) -> list[str]:
    line = text.partition("\n")[0].replace("\r", "")
    return [name.strip().strip('"') for name in line.split(_delimiter(text))]


def _delimiter(text: str) -> str:
    line = text.partition("\n")[0]
    return max(",;\t", key=line.count)


def _columns(header: list[str]) -> Columns | None:
    names = {name.strip() for name in header}
    return next((known for known in (UCDP, ACLED) if known.needs <= names), None)


PRESS_FORMAT = EventTable()
