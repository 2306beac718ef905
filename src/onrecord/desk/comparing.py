"""Statements beside the press of the case."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import readings
from onrecord.desk.news import press_of
from onrecord.desk.proposing import every, unknown
from onrecord.desk.reading import tree_of
from onrecord.desk.rows import batches, by_rows
from onrecord.model.cite import Ref
from onrecord.model.claim import Statement
from onrecord.model.press import Article, Match
from onrecord.press.match import Setting, setting_of
from onrecord.press.match import beside as match
from onrecord.press.places import Places, read_places, shipped

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress


def compare(
    path: Path, only: tuple[str, ...], outcomes: tuple[str, ...], progress: "Progress"
) -> Iterator[tuple[Statement, Match]]:
    """See ``Desk.compare``. Raises NothingYet, NoSuchThing."""
    case = open_case(path)
    press = press_of(case)
    numbers = readings(case, "chat")
    if only:
        found = [s for s in every(case, numbers, progress) if s.id in only]
        for wanted in only:
            if wanted not in {s.id for s in found}:
                raise unknown(path, wanted)
        pairs = matches(case, found, press)
    elif os.access(case.path / "derived", os.W_OK):
        pairs = _kept(case, numbers, progress)
    else:
        pairs = matches(case, list(every(case, numbers, progress)), press)
    for statement, result in pairs:
        if not outcomes or result.outcome in outcomes:
            yield statement, result


def _kept(
    case: Case, numbers: list[int], progress: "Progress"
) -> Iterator[tuple[Statement, Match]]:
    """Every statement with its match, from the table of matches; made if it is not there."""
    from onrecord.desk.matched import matches_of
    from onrecord.store.match_table import every_match

    if not numbers:
        return iter(())
    folder = matches_of(case, progress)
    return zip(every(case, numbers, progress), every_match(folder), strict=True)


def matches(
    case: Case, found: list[Statement], press: list[Article]
) -> Iterator[tuple[Statement, Match]]:
    """Each statement with its match, in order."""
    yield from against(case, found, setting_of(press, places_of(case), group_names(case)))


def against(
    case: Case, found: list[Statement], setting: Setting
) -> Iterator[tuple[Statement, Match]]:
    """The same with a shelf that was made before."""
    texts = texts_of(case, found)
    for statement in found:
        yield statement, match(statement, texts, setting)


def texts_of(case: Case, found: list[Statement]) -> dict[Ref, str]:
    """The whole texts of the statements' messages."""
    rows: dict[int, set[int]] = {}
    for s in found:
        rows.setdefault(s.citation.ref.reading, set()).add(s.citation.ref.n)
    texts = {}
    for number, wanted in rows.items():
        for message in by_rows(case, number, wanted).values():
            texts[Ref(number, message.n, message.key)] = message.text
    return texts


def places_of(case: Case) -> Places:
    """The case's own gazetteer: ``places.csv`` and files of GeoNames in its news folders."""
    spots = []
    for number in readings(case, "news"):
        for data in _gazetteers(case, number):
            spots.extend(read_places(data))
    return Places([*shipped(), *spots])


def _gazetteers(case: Case, number: int) -> Iterator[bytes]:
    """The gazetteers of a reading; of one made before they were kept, from its bag."""
    if "gazetteers" in case.facts(number):
        for path in sorted(case.reading(number).glob("places-*.csv")):
            yield path.read_bytes()
        return
    tree = tree_of(case, number)
    for member in tree.members():
        if member.rpartition("/")[2] == "places.csv":
            with tree.open(member) as stream:
                yield stream.read()


def group_names(case: Case) -> list[str]:
    """Names under which the press may cite the group: its titles, channels it
    forwards from, and what a person listed in ``names.json``."""
    names: set[str] = set()
    for number in readings(case, "chat"):
        names.update(c["name"] for c in case.facts(number)["chats"] if c["name"])
        for batch in batches(case.reading(number), ["forward_name", "forward_id"]):
            channels = pc.starts_with(batch.column(1).cast(pa.string()), "channel")
            named = batch.column(0).filter(pc.fill_null(channels, False))
            names.update(name for name in pc.unique(named).to_pylist() if name)
    extra = case.path / "names.json"
    if extra.exists():
        names.update(json.loads(extra.read_text("utf-8")))
    return sorted(names)
