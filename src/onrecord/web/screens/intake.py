"""Intake: what is in the case, and how more comes into it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord import formats
from onrecord.desk.asking import chat_in, columns_of, needed, question_of
from onrecord.errors import BadOption, OnRecordError
from onrecord.model.casework import Custody
from onrecord.ports import Ask
from onrecord.web import incoming
from onrecord.web.screen import Screen, api, get, post

if TYPE_CHECKING:
    from onrecord.desk.asking import Question
    from onrecord.desk.looking import Look
    from onrecord.desk.timeline import Event
    from onrecord.model.casework import CaseFacts, CheckReport, Received
    from onrecord.web.jobs import Job
    from onrecord.web.visit import Visit


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """What the case holds, what is under way, the form for more."""
    facts = visit.desk.info(visit.case)
    jobs = visit.site.jobs.of(visit.name)
    return visit.page(
        "intake",
        200 if error is None else 422,
        facts=facts,
        jobs=jobs,
        events=_folded(visit.desk.timeline(visit.case)),
        looks=list(_last(visit.desk.looked(visit.case))),
        health=next((j for j in jobs if j.what == "check"), None),
        error=error,
        said=visit.form,
        kind=visit.said("kind") or visit.asked("kind"),
        upload=incoming.new_name(),
        below=Path.cwd(),
        readers=formats.all_formats().values(),
    )


def _folded(events: "Iterator[Event]") -> "list[Event]":
    """The latest in front; judgements in a row as one line."""
    from dataclasses import replace
    from itertools import groupby

    out = []
    for kind, run in groupby(events, key=lambda e: e.kind):
        same = list(run)
        if kind == "judged" and len(same) > 1:
            said = f"{len(same)} judgements went on record, from entry {same[0].index} on"
            same = [replace(same[-1], says=said)]
        out += same
    return out[::-1]


def _last(looks: "Iterator[Look]", most: int = 50) -> "list[Look]":
    from collections import deque

    return list(reversed(deque(looks, maxlen=most)))


def add(visit: "Visit") -> Response:
    """Begins to seal what was dropped or named; the work goes on beside the pages."""
    if visit.said("again") != "look":
        visit.desk.keys  # noqa: B018  # asked for before gigabytes are copied
    try:
        source, came = incoming.source(visit)
        custody, ask = _custody(visit), _ask(visit)
        if visit.said("again") == "look":
            return _look_again(visit, source, ask)
        doubt = _doubt(visit, source)
    except OnRecordError as refused:
        return page(visit, refused)
    if doubt is not None:
        said = _said(visit, source, came)
        return visit.page("asked", asked=doubt, said=said, needed=needed())
    news = visit.said("kind") == "news"
    password = visit.said("password") or None
    partial = visit.said("partial") == "yes"
    same = visit.said("same_chat")
    case, desk = visit.case, visit.desk
    said = _said(visit, source, came)

    def work(job: "Job") -> "Received":
        try:
            heard = desk.heard_by(job)
            if news:
                return heard.add_news(case, source, custody=custody)
            return heard.add(
                case,
                source,
                ask=ask,
                password=password,
                partial=partial,
                custody=custody,
                same_chat=int(same) if same.isdigit() else None,
            )
        except OnRecordError as refused:
            job.said, job.asked = said, question_of(refused, source, ask, password)
            raise
        finally:
            if came and job.asked is None:
                incoming.drop(case, source)

    job = visit.site.jobs.start(visit.name, "intake", visit.person.name, work)
    return visit.go_on(f"/progress/{job.id}")


def _doubt(visit: "Visit", source: Path) -> "Question | None":
    """What has to be asked before a chat is sealed as if others had reported it."""
    if visit.said("kind") != "news" or visit.said("sure") == "yes":
        return None
    return chat_in(source, visit.said("password") or None)


def _said(visit: "Visit", source: Path, came: bool) -> dict[str, str]:
    """What the form said, to be said again beside an answer; never a password."""
    names = (*Custody.__slots__, "zone", "date_order", "format", "same_chat", "partial", "kind")
    kept = {n: visit.said(n) for n in (*names, *map("column-{}".format, needed()))}
    if came:
        kept |= {"upload": incoming.handed(visit.case, source), "dropped": "yes"}
    else:
        kept["path"] = str(source)
    return kept


def _look_again(visit: "Visit", source: Path, ask: Ask) -> Response:
    """How the first messages read under other columns; nothing is sealed by it."""
    asked = columns_of(source, ask, visit.said("password") or None)
    came = visit.said("dropped") == "yes"
    return visit.page("asked", asked=asked, said=_said(visit, source, came), needed=needed())


def _custody(visit: "Visit") -> Custody:
    """The acquisition form. There is no field for who handed it over."""
    said = [visit.said(n).strip() for n in Custody.__slots__]
    return Custody(*said)


def _ask(visit: "Visit") -> Ask:
    zone = visit.said("zone").strip()
    if zone:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(zone)
        except (ValueError, OSError, KeyError) as e:
            raise BadOption(
                f"There is no time zone {zone[:60]}", advice="Asia/Beirut or Europe/Paris, say"
            ) from e
    order = visit.said("date_order")
    # A map that was looked at says of each column which it is, or that it is none.
    looked = visit.said("columns") == "looked-at"
    return Ask(
        zone or None,
        order if order in ("dmy", "mdy", "ymd") else None,
        tuple((n, visit.said(f"column-{n}")) for n in needed()) if looked else (),
        visit.said("format") or None,
    )


def resume(visit: "Visit") -> Response:
    """Finishes what an interrupted intake left."""
    visit.desk.keys  # noqa: B018
    case, desk = visit.case, visit.desk

    def work(job: "Job") -> "list[Received]":
        return desk.heard_by(job).resume(case)

    job = visit.site.jobs.start(visit.name, "intake", visit.person.name, work)
    return visit.go_on(f"/progress/{job.id}")


def check(visit: "Visit") -> Response:
    """Hashes everything again; with the key it derives everything again too."""
    only_bytes = not visit.site.unlocked
    case, desk = visit.case, visit.desk

    def work(job: "Job") -> "CheckReport":
        return desk.heard_by(job).check(case, only_bytes=only_bytes)

    job = visit.site.jobs.start(visit.name, "check", visit.person.name, work)
    return visit.go_on(f"/progress/{job.id}")


def work_page(visit: "Visit") -> Response:
    """One piece of work: how far it is, or how it ended."""
    job = visit.site.jobs.find(str(visit.request.path_params["job"]), visit.name)
    template = "work-part" if visit.enhanced else "work"
    return visit.page(
        template, job=job, bad=_bad(job), asked=job.asked, said=job.said, needed=needed()
    )


def _bad(job: "Job") -> list[Any]:
    """What a check found altered."""
    if job.what != "check" or job.result is None:
        return []
    return [f for f in job.result.findings if f.state == "altered"]


def certificate(visit: "Visit") -> Response:
    """What each export says of its own gaps."""
    return visit.page("certificate", certificates=visit.desk.certificates(visit.case))


def received_page(visit: "Visit") -> Response:
    """One received thing: its counts, its chats, each trouble with its place."""
    number = visit.request.path_params["number"]
    facts = visit.desk.info(visit.case)
    from onrecord.errors import NoSuchThing

    found = next((r for r in facts.received if r.number == number), None)
    if found is None:
        raise NoSuchThing("Nothing was received under that number", where=str(number)[:20])
    return visit.page("received", one=found)


def take_back(visit: "Visit") -> Response:
    """Takes back what was added by mistake: a reason, the log, everything derived anew."""
    visit.desk.keys  # noqa: B018
    number, case, desk = int(visit.request.path_params["number"]), visit.case, visit.desk
    why, by = visit.said("why").strip(), visit.person.name
    if not why:
        raise BadOption("Taking something back needs a reason", advice="it stays on record")

    def work(job: "Job") -> int:
        return desk.heard_by(job).withdraw(case, number, why=why, by=by)

    job = visit.site.jobs.start(visit.name, "withdrawal", by, work)
    return visit.go_on(f"/progress/{job.id}")


def as_object(facts: "CaseFacts") -> dict[str, Any]:
    """A case as the JSON API gives it."""
    from onrecord.model import wire

    return {
        "name": facts.name,
        "made": facts.made,
        "judgements": facts.judgements,
        "stories": list(facts.stories),
        "notes": list(facts.notes),
        "head": None
        if facts.head is None
        else {
            "size": facts.head.size,
            "root": facts.head.root,
            "stamps": [{"by": n, "at": a} for n, a in facts.head.stamps],
        },
        "received": [wire.received(r) for r in facts.received],
    }


def info(visit: "Visit") -> dict[str, Any]:
    """What is in the case."""
    return as_object(visit.desk.info(visit.case))


def events(visit: "Visit") -> list[dict[str, Any]]:
    """The custody timeline."""
    from dataclasses import asdict

    return [asdict(e) for e in visit.desk.timeline(visit.case)]


SCREEN = Screen(
    "intake",
    "Intake",
    10,
    (
        get("/intake", page),
        post("/intake", add),
        post("/intake/resume", resume),
        post("/intake/check", check),
        get("/intake/certificate", certificate),
        get("/intake/{number:int}", received_page),
        post("/intake/{number:int}/withdraw", take_back, needs="editor"),
        get("/progress/{job}", work_page),
        *incoming.PAGES,
        api("/info", info, "What is in the case and how whole it is"),
        api("/timeline", events, "What happened to the case, from its log"),
    ),
    path="/intake",
    keys=(("a", "add"), ("h", "check again")),
)
