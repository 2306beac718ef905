# ruff: noqa: E501  lines as their sources write them
"""Invented items of news and statements, made in memory for the press tests."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.model.cite import Citation, Ref
from onrecord.model.claim import Reason, Statement, Voice
from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import read_bytes
from onrecord.press._when import instant


@dataclass(frozen=True)
class Folder:
    """A tree of named bytes."""

    files: Mapping[str, bytes]
    name: str = "wire"

    def members(self) -> Sequence[str]:
        return sorted(self.files)

    def size(self, member: str) -> int:
        return len(self.files[member])

    def open(self, member: str) -> BinaryIO:
        return io.BytesIO(self.files[member])


def item(
    name: str,
    text: str,
    *,
    outlet: str | None = None,
    at: str = "",
    agency: str | None = None,
) -> Article:
    """An article whose first line is its title."""
    title, _, body = text.strip().partition("\n")
    whole = f"{title}\n\n{body.strip()}"
    blob = name.encode().hex().ljust(64, "0")[:64]
    place = Place(name, 0, len(whole))
    return Article(place, blob, outlet or name, title, whole, published=instant(at), agency=agency)


def said(text: str, at: str = "", n: int = 0, span: tuple[int, int] | None = None) -> Statement:
    """A statement over the whole text, or over a span of it."""
    start, end = span or (0, len(text))
    cited = Citation(Ref(1, n, f"{n:032x}"), start, end, text[start:end])
    return Statement(
        citation=cited,
        kind="assertion",
        voice=Voice("own", start, end),
        speaker="A",
        speaker_id=None,
        time=instant(at),
        language="ar",
        reasons=(Reason("test", "ar", text[start:end]),),
    )


BODY = "The ferry Nordlys left the pier at Kvalnes on Monday with forty passengers and two cows, the harbour office said."
ACLED = "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,admin1,location,source,notes,fatalities\n"
UCDP = "id,date_start,side_a,side_b,conflict_name,where_coordinates,country,source_office,source_headline,best\n"


def split(name: str, data: bytes) -> tuple[list[Article], list[Trouble]]:
    parts = list(read_bytes(name, data))
    return (
        [part for part in parts if isinstance(part, Article)],
        [part for part in parts if isinstance(part, Trouble)],
    )
