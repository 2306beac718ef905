"""A country's file of GeoNames as a gazetteer: names in every script people use there.

Tab-separated, 19 columns, no header, as https://download.geonames.org/export/dump/
describes (``SY.txt``; data CC BY 4.0). Nothing is fetched: put the file beside the
news and it is sealed with it.
"""

import re
from collections.abc import Iterator

from onrecord.press._spot import Spot

_LINE = re.compile(
    rb"\d{1,10}\t[^\t\r\n]+\t[^\t\r\n]*\t[^\t\r\n]*\t-?\d+(?:\.\d+)?\t-?\d+(?:\.\d+)?\t[A-Z]?\t"
    rb"(?:[^\t\r\n]*\t){11}[^\t\r\n]*\r?(?:\n|\Z)"
)
_COLUMNS = 19
_KEPT = frozenset("AP")  # districts and towns; not hills, farms and hotels
_STATE, _REGION = "PCLI", "ADM1"


def is_dump(head: bytes) -> bool:
    """True if the first line is one of GeoNames."""
    return _LINE.match(head) is not None


def spots_of(data: bytes) -> Iterator[Spot]:
    """Towns and administrative units, each inside its first-order unit or its country.

    Of a name without letters, or of one only (a code), nothing is made. Lines of
    another number of columns are none of GeoNames and are left out.
    """
    rows = [r for line in data.decode("utf-8-sig").split("\n") if (r := _row(line))]
    states = {row[8]: row[0] for row in rows if row[7] == _STATE}
    regions = {(row[8], row[10]): row[0] for row in rows if row[7] == _REGION}
    for row in rows:
        names = [row[1], *row[3].split(",")]
        kept = tuple(dict.fromkeys(n.strip() for n in names if _is_name(n.strip())))
        if kept:
            outer = regions.get((row[8], row[10])) or states.get(row[8])
            outer = states.get(row[8]) if outer == row[0] else outer
            inside = f"geonames:{outer}" if outer and outer != row[0] else None
            yield Spot(f"geonames:{row[0]}", kept, inside, row[7], float(row[4]), float(row[5]))


def _row(line: str) -> list[str] | None:
    row = line.rstrip("\r").split("\t")
    return row if len(row) == _COLUMNS and row[6] in _KEPT else None


def _is_name(name: str) -> bool:
    return sum(c.isalpha() for c in name) > 1 and not name.startswith(("http:", "https:"))
