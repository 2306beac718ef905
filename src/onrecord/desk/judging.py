"""Judgements: what named persons decided, kept in the case, digests in the log."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from onrecord import clock
from onrecord.archive import b64, disk
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import ledger_of, readings
from onrecord.desk.news import articles
from onrecord.desk.rows import by_reference
from onrecord.desk.saying import every
from onrecord.desk.stamping import stamp_head
from onrecord.errors import BadOption, NoSuchThing
from onrecord.model import wire
from onrecord.model.judgement import Answer, Judgement

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def judge(desk: "OpenDesk", path: Path, judgement: Judgement) -> Judgement:
    """Logs a judgement and keeps its text; see ``Desk.judge``."""
    from onrecord.desk.intake import sit

    if not judgement.by.strip() or not judgement.why.strip():
        raise BadOption("A judgement needs a name and a reason", advice="give --by and --why")
    if judgement.answer not in get_args(Answer):
        raise BadOption(f"{judgement.answer} is not yes, no or unsure")
    case = open_case(path)
    with case.writing():
        about = "+".join(_exists(desk, case, a) for a in judgement.about.split("+"))
        if judgement.replaces and judgement.replaces not in {j.id for j in judgements(case)}:
            raise NoSuchThing(
                f"No judgement is called {judgement.replaces}",
                where=str(case.path),
                advice="its name is what `onrecord judge` printed: j: and twelve digits",
            )
        desk.keys  # noqa: B018  # before anything is written: a wrong passphrase changes nothing
        at = sit(desk, case)
        made = _named(replace(judgement, about=about), len(judgements(case)))
        text = canonical(made)
        # The text first: an entry in the log must never point to a lost judgement.
        disk.replace(case.path / "judgements" / f"{made.id[2:]}.json", text)
        item = {"id": made.id, "sha256": hashlib.sha256(text).hexdigest()}
        values = {"case": case.name, "judgements": [item], "claimed": clock.stamp()}
        ledger_of(case).record(at.log, desk.keys, "judged", values)
        stamp_head(at)
    return made


def canonical(judgement: Judgement) -> bytes:
    """The judgement's canonical JSON, whose SHA-256 the log seals."""
    return b64.dumps(wire.judgement(judgement)).encode()


def _named(judgement: Judgement, number: int) -> Judgement:
    said = f"{number}\n{judgement.about}\n{judgement.by}\n{clock.stamp()}"
    ident = "j:" + hashlib.sha256(said.encode()).hexdigest()[:12]
    return replace(judgement, id=ident, at=clock.stamp())


def _exists(desk: "OpenDesk", case: Case, about: str) -> str:
    """The full name of what is judged. Raises NoSuchThing, NoSuchMessage."""
    kind = about.partition(":")[0]
    if kind == "people":
        return about
    if kind == "p":
        from onrecord.desk.peopling import known_pair

        if not known_pair(case.path, about):
            raise NoSuchThing(
                f"{about} names no two people of one chat",
                where=str(case.path),
                advice="`onrecord people CASE` lists the proposals",
            )
        return about
    if kind in ("m", "id") or kind.isdigit():
        return f"m:{by_reference(case, about).key}"
    if kind == "s":
        known = any(s.id == about for s in every(case, readings(case, "chat"), desk.progress))
        advice = "`onrecord statements CASE` lists them"
    elif kind == "a":
        known = any(a.id == about for a in articles(case))
        advice = "`onrecord compare CASE` shows them"
    else:
        raise BadOption(
            f"{about} is not a statement, a message or an article", advice="write s:…, m:… or a:…"
        )
    if not known:
        raise NoSuchThing(f"Nothing is called {about}", where=str(case.path), advice=advice)
    return about


def judgements(case: Case) -> list[Judgement]:
    """Every judgement on record, in the order of the log, replaced ones too."""
    out = []
    for entry in ledger_of(case).entries():
        if entry.kind != "judged":
            continue
        for item in cast("list[dict[str, Any]]", entry.get("judgements") or []):
            path = case.path / "judgements" / f"{item['id'][2:]}.json"
            if path.exists():
                out.append(_read(json.loads(path.read_bytes())))
    return out


def standing(case: Case) -> dict[str, Judgement]:
    """The judgement that stands about each thing: the latest not replaced."""
    found = judgements(case)
    replaced = {j.replaces for j in found if j.replaces}
    return {j.about: j for j in found if j.id not in replaced}


def _read(said: dict[str, Any]) -> Judgement:
    return Judgement(
        id=said["id"],
        about=said["about"],
        answer=said["answer"],
        by=said["by"],
        why=said["why"],
        at=said["at"],
        correct=tuple(said["correct"].items()),
        replaces=said["replaces"],
    )
