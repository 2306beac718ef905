"""Judgements: what named persons decided, kept in the case, digests in the log."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from onrecord import clock
from onrecord.archive import b64, disk
from onrecord.desk.binding import names_of, present
from onrecord.desk.case import Case, open_case
from onrecord.desk.correcting import checked
from onrecord.desk.holdings import ledger_of, readings
from onrecord.desk.news import articles
from onrecord.desk.proposing import every
from onrecord.desk.rows import by_reference, by_rows
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, NoSuchThing
from onrecord.model import wire
from onrecord.model.judgement import Answer, Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.desk.sitting import Sitting


def judge(desk: "OpenDesk", path: Path, judgement: Judgement) -> Judgement:
    """Logs a judgement and keeps its text; see ``Desk.judge``."""
    return judge_all(desk, path, [judgement])[0]


def judge_all(desk: "OpenDesk", path: Path, wanted: Sequence[Judgement]) -> list[Judgement]:
    """Logs several, one entry each: all of them, or nothing if one is refused."""
    for one in wanted:
        complete(one)
    case = open_case(path)
    with case.writing():
        made: list[Judgement] = []
        known = judgements(case)
        for one in wanted:
            things = [thing(desk, case, part) for part in one.about.split("+")]
            checked(one, things[0].text)
            if one.replaces and one.replaces not in {j.id for j in known}:
                raise NoSuchThing(
                    f"No judgement is called {one.replaces}",
                    where=str(case.path),
                    advice="its name is what `onrecord judge` printed: j: and twelve digits",
                )
            about = "+".join(t.name for t in things)
            made.append(named(replace(one, about=about), len(known) + len(made)))
        keep(desk, case, made)
    return made


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be judged: its full name, and its message's text if it has one."""

    name: str
    text: str | None = None


def complete(judgement: Judgement) -> None:
    """Raises BadOption for a judgement without name, reason or a known answer."""
    if not judgement.by.strip() or not judgement.why.strip():
        raise BadOption("A judgement needs a name and a reason", advice="give --by and --why")
    if judgement.answer not in get_args(Answer):
        raise BadOption(f"{judgement.answer} is not yes, no or unsure")


def keep(desk: "OpenDesk", case: Case, made: Sequence[Judgement]) -> None:
    """Writes judgements that have their ids down, as one log entry; the case is locked."""
    from onrecord.desk.intake import sit

    desk.keys  # noqa: B018  # before anything is written: a wrong passphrase changes nothing
    at = sit(desk, case)
    record(at, made)
    stamp_head(at)


def record(at: "Sitting", made: Sequence[Judgement]) -> None:
    """Writes judgements that have their ids down, as one log entry, at an open log."""
    items = []
    for one in made:
        text = canonical(one)
        # The text first: an entry in the log must never point to a lost judgement.
        disk.replace(at.case.path / "judgements" / f"{one.id[2:]}.json", text)
        items.append({"id": one.id, "sha256": hashlib.sha256(text).hexdigest()})
    values = {"case": at.case.name, "judgements": items, "claimed": clock.stamp()}
    ledger_of(at.case).record(at.log, at.desk.keys, "judged", values)


def canonical(judgement: Judgement) -> bytes:
    """The judgement's canonical JSON, whose SHA-256 the log seals."""
    return b64.dumps(wire.judgement(judgement)).encode()


def named(judgement: Judgement, number: int) -> Judgement:
    """The judgement with an id and the present time; ``number`` are on record already."""
    at = clock.stamp()
    said = f"{number}\n{judgement.about}\n{judgement.by}\n{at}"
    ident = "j:" + hashlib.sha256(said.encode()).hexdigest()[:12]
    return replace(judgement, id=ident, at=at)


def thing(desk: "OpenDesk", case: Case, about: str) -> Thing:
    """What a name stands for. Raises NoSuchThing, NoSuchMessage, BadOption."""
    kind = about.partition(":")[0]
    if kind == "people":
        return Thing(about)
    if kind == "p":
        return _pair(case, about)
    if kind in ("m", "id") or kind.isdigit():
        message = by_reference(case, about)
        return Thing(f"m:{message.key}", message.text)
    if kind == "s":
        from onrecord.desk.boarding import statement_of

        known = statement_of(case, about)
        for s in (known,) if known else every(case, readings(case, "chat"), desk.progress):
            if s.id == about:
                ref = s.citation.ref
                return Thing(about, by_rows(case, ref.reading, [ref.n])[ref.n].text)
        advice = "`onrecord statements CASE` lists them"
    elif kind == "a":
        if any(a.id == about for a in articles(case)):
            return Thing(about)
        advice = "`onrecord compare CASE` shows them"
    else:
        raise BadOption(
            f"{about} is not a statement, a message or an article", advice="write s:…, m:… or a:…"
        )
    raise NoSuchThing(f"Nothing is called {about}", where=str(case.path), advice=advice)


def _pair(case: Case, about: str) -> Thing:
    from onrecord.desk.peopling import known_pair

    if not known_pair(case.path, about):
        raise NoSuchThing(
            f"{about} names no two people of one chat",
            where=str(case.path),
            advice="`onrecord people CASE` lists the proposals",
        )
    return Thing(about)


def judgements(case: Case) -> list[Judgement]:
    """Every judgement on record, in the order of the log, replaced ones too."""
    return [judgement for _, judgement in logged(case)]


def logged(case: Case) -> list[tuple[int, Judgement]]:
    """Every judgement with the number of its entry in the case's log. What it is about
    goes by the names of the readings that count (``binding``).

    Read once for each state of the log and of the folder: a page asks several times.
    """
    indexes = ledger_of(case).indexes()
    folder = case.path / "judgements"
    changed = folder.stat().st_mtime_ns if folder.exists() else 0
    return [*_logged(case, tuple(indexes[-1:]), len(indexes), changed)]


@lru_cache(maxsize=4)
def _logged(
    case: Case, last: tuple[int, ...], entries: int, changed: int
) -> tuple[tuple[int, Judgement], ...]:
    out = []
    names = names_of(case)
    ledger = ledger_of(case)
    for index in ledger.indexes():
        entry = ledger.held(index).entry
        if entry.kind != "judged":
            continue
        for item in cast("list[dict[str, Any]]", entry.get("judgements") or []):
            path = case.path / "judgements" / f"{item['id'][2:]}.json"
            if path.exists():
                one = _read(json.loads(path.read_bytes()))
                out.append((index, replace(one, about=present(names, one.about))))
    return tuple(out)


def standing(case: Case) -> dict[str, Judgement]:
    """The judgement that stands about each thing; see :func:`what_stands`."""
    return what_stands(judgements(case))


def what_stands(found: Iterable[Judgement]) -> dict[str, Judgement]:
    """The judgement that stands about each thing, of those not taken back.

    A settling one stands before all others. Where a blind reader's answer
    differs from another's and nobody has settled it, none stands. Else the
    latest does.
    """
    return {
        about: last
        for about, those in by_thing(found).items()
        if (last := _last(those)) is not None
    }


def by_thing(found: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """What was said of each thing and not taken back, in order."""
    found = list(found)
    replaced = {j.replaces for j in found if j.replaces}
    things: dict[str, list[Judgement]] = {}
    for j in found:
        if j.id not in replaced:
            things.setdefault(j.about, []).append(j)
    return things


def _last(those: Sequence[Judgement]) -> Judgement | None:
    settled = [j for j in those if j.how == "settling"]
    if settled:
        return settled[-1]
    blind = any(j.how == "blind" for j in those)
    return None if blind and len({read_as(j) for j in answers(those)}) > 1 else those[-1]


def answers(those: Iterable[Judgement]) -> list[Judgement]:
    """Each reader's latest answer among judgements of one thing."""
    return list({reader(j.by): j for j in those}.values())


def read_as(judgement: Judgement) -> tuple[str, str | None, str | None]:
    """What two readers must share to agree: the answer, a corrected kind and outcome."""
    said = dict(judgement.correct)
    return judgement.answer, said.get("kind"), said.get("outcome")


def reader(name: str) -> str:
    """A person's name as it is compared: case and spaces do not make another person."""
    return " ".join(name.split()).casefold()


def _read(said: dict[str, Any]) -> Judgement:
    return Judgement(
        id=said["id"],
        about=said["about"],
        answer=said["answer"],
        by=said["by"],
        why=said["why"],
        at=said["at"],
        correct=tuple(_pairs(said["correct"])),
        replaces=said["replaces"],
        how=said.get("how", "open"),  # the first judgements did not say
    )


def _pairs(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one
