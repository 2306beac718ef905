"""The reader: the group as its members saw it, read-only, a window at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.errors import NoSuchThing, NothingYet
from onrecord.model import wire
from onrecord.web.bubbles import Bubble, bubbles, heard, pictured, together
from onrecord.web.screen import Param, Screen, api, get

if TYPE_CHECKING:
    from onrecord.desk.leafing import Page, Stream
    from onrecord.web.visit import Visit

WINDOW = 60
_ABOVE = 12
_FILTERS = ("sender", "voice", "has", "after", "before")
_VOICES = ("own", "forwarded", "group", "bot")
_HAS = ("photo", "video", "voice", "document", "sticker", "link", "forward", "reply", "edit")


def page(visit: "Visit") -> Response:
    """A window of one chat, or what a filter leaves of it."""
    try:
        streams = visit.desk.chats(visit.case)
    except NothingYet:
        return visit.page("reader-empty")
    asked = {name: visit.asked(name).strip() for name in _FILTERS}
    stream = _stream(visit, streams)
    values: dict[str, Any] = {
        "streams": streams,
        "stream": stream,
        "asked": asked,
        "voices": _VOICES,
        "kinds": _HAS,
        "months": _months(visit, stream),
        "month": "",
        "window": WINDOW,
        "pictured": pictured,
        "heard": heard,
    }
    if any(asked.values()):
        return visit.page("reader-filtered", **values, **_filtered(visit, stream, asked))
    leaf = _leaf(visit, stream)
    found, only_there = _witnessed(visit, leaf, "")
    chosen = visit.asked("m")
    values["month"] = (leaf.rows[0].time or "")[:7] if leaf.rows else ""
    return visit.page(
        "reader",
        **values,
        page=leaf,
        bubbles=found,
        chosen=chosen,
        only_there=only_there,
        others=visit.desk.witnesses(visit.case, stream.reading, stream.chat),
        record=_record(visit, chosen) if visit.asked("record") else None,
    )


def part(visit: "Visit") -> Response:
    """More of the same chat, as a part of a page."""
    leaf = visit.desk.read_chat(
        visit.case,
        visit.asked("chat"),
        reading=visit.number("reading", 1),
        offset=visit.number("at", 0),
        limit=visit.number("limit", WINDOW, least=1, most=200),
    )
    found, _ = _witnessed(visit, leaf, visit.asked("day"))
    return visit.page(
        "reader-part", bubbles=found, page=leaf, chosen="", pictured=pictured, heard=heard
    )


def _witnessed(visit: "Visit", leaf: "Page", day: str) -> tuple[list[Bubble], int]:
    """A window's bubbles with what other witnesses lack or have otherwise, and how
    many messages of that stretch only others have."""
    notes: dict[int, list[str]] = {}
    only_there = 0
    for other in visit.desk.witnesses(visit.case, leaf.reading, leaf.chat):
        for pair in visit.desk.paired(visit.case, leaf.rows, other):
            if pair.a is None:
                only_there += 1
            elif pair.state == "only-a":
                notes.setdefault(pair.a.n, []).append(f"Not in export #{other.reading}.")
            elif pair.state == "other-words":
                said = f"Other words in export #{other.reading}."
                notes.setdefault(pair.a.n, []).append(said)
    found = bubbles(visit.desk, visit.case, leaf.rows, first=leaf.offset, before=day, notes=notes)
    return found, only_there


def _stream(visit: "Visit", streams: "list[Stream]") -> "Stream":
    """The chat asked for, else that of the message, else the largest."""
    chat, reading, m = visit.asked("chat"), visit.asked("reading"), visit.asked("m")
    if m and not chat:
        leaf = visit.desk.read_chat(visit.case, message=m, limit=0)
        chat, reading = leaf.chat, str(leaf.reading)
    fit = [s for s in streams if chat in ("", s.chat) and reading in ("", str(s.reading))]
    if not fit:
        raise NoSuchThing("There is no such chat in this case", where=f"{chat}, {reading}"[:120])
    return max(fit, key=lambda s: (s.messages, -s.reading))


def _leaf(visit: "Visit", stream: "Stream") -> "Page":
    """The window asked for: around a message, from a date, from a place."""
    m, date = visit.asked("m"), visit.asked("date")
    return visit.desk.read_chat(
        visit.case,
        stream.chat,
        reading=stream.reading,
        offset=visit.number("at", 0),
        limit=WINDOW,
        message=m or None,
        date=date or None,
        before=_ABOVE if m else 0,
    )


def _months(visit: "Visit", stream: "Stream") -> list[tuple[str, int, list[tuple[str, int]]]]:
    """The chat's months with their messages, the days of each inside."""
    days = visit.site.kept(
        (str(visit.case), stream.chat, stream.reading, _made(visit.case)),
        lambda: visit.desk.facets(visit.case, query_of(stream, {}))["day"],
    )
    months: dict[str, list[tuple[str, int]]] = {}
    for day, count in days:
        months.setdefault(day[:7] if day[:4].isdigit() else day, []).append((day, count))
    return [(month, sum(n for _, n in inside), inside) for month, inside in months.items()]


def _made(case: Path) -> int:
    """Which building of the index answers; -1 if none stands."""
    file = case / "derived" / "index.made"
    return file.stat().st_mtime_ns if file.exists() else -1


def query_of(stream: "Stream", asked: dict[str, str]) -> str:
    """The filter as a query of the search."""
    parts = [f'export:{stream.reading} chat:"{stream.chat}"']
    if asked.get("sender"):
        parts.append('from:"' + asked["sender"].replace('"', "") + '"')
    parts += [
        f"{name}:{asked[name]}" for name in ("voice", "has", "after", "before") if asked.get(name)
    ]
    return " ".join(parts)


def _filtered(visit: "Visit", stream: "Stream", asked: dict[str, str]) -> dict[str, Any]:
    """What the filter leaves, in the order of time."""
    offset = visit.number("at", 0, most=1_000_000)
    answer = visit.desk.find(
        visit.case, query_of(stream, asked), limit=WINDOW, offset=offset, order="oldest"
    )
    rows = [h.row for h in answer.hits]
    found: dict[str, Bubble] = {}
    for same in together(rows).values():
        found.update((b.ref, b) for b in bubbles(visit.desk, visit.case, same))
    ordered = [found[f"{r.reading}/{r.n}"] for r in rows if f"{r.reading}/{r.n}" in found]
    return {"bubbles": _dated(ordered), "answer": answer, "offset": offset, "chosen": ""}


def _dated(found: Sequence[Bubble]) -> list[Bubble]:
    """The day above each first message of a day."""
    from dataclasses import replace

    out, day = [], ""
    for one in found:
        here = (one.message.time.rfc3339() or "")[:10]
        out.append(replace(one, first_of_day=here if here != day else None))
        day = here
    return out


def _record(visit: "Visit", m: str) -> dict[str, Any]:
    """Everything the record says of one message."""
    seen = visit.desk.show(visit.case, m, around=0, raw=bool(visit.asked("raw")), voices=False)
    return {"m": seen.message, "raw": seen.raw, "ref": m}


def _named(visit: "Visit") -> str:
    return f"{visit.request.path_params['reading']}/{visit.request.path_params['n']}"


def record(visit: "Visit") -> Response:
    """The record of one message, as a part of a page or a page."""
    name = "record-part" if visit.enhanced else "record"
    return visit.page(name, record=_record(visit, _named(visit)))


def words(visit: "Visit") -> Response:
    """Whose words each stretch of a message is, and why the desk thinks so."""
    m = _named(visit)
    seen = visit.desk.show(visit.case, m, around=0)
    name = "record-words-part" if visit.enhanced else "record-words"
    return visit.page(name, m=seen.message, voices=seen.voices, ref=m)


def beside(visit: "Visit") -> Response:
    """The chat as two witnesses have it, side by side."""
    streams = visit.desk.chats(visit.case)
    stream = _stream(visit, streams)
    others = visit.desk.witnesses(visit.case, stream.reading, stream.chat)
    leaf = _leaf(visit, stream)
    wanted = visit.asked("with")
    other = next((o for o in others if wanted in ("", str(o.reading))), None)
    pairs = [] if other is None else visit.desk.paired(visit.case, leaf.rows, other)
    return visit.page(
        "beside", stream=stream, others=others, other=other, page=leaf, pairs=pairs, window=WINDOW
    )


def by_key(visit: "Visit") -> Response:
    """A deep link by key (``/m/KEY``) leads to the message in its chat."""
    name = f"m:{visit.request.path_params['key']}"
    seen = visit.desk.show(visit.case, name, around=0, voices=False)
    return visit.go_on("/reader", m=f"{seen.message.reading}/{seen.message.n}")


def chats(visit: "Visit") -> list[dict[str, Any]]:
    """Every chat of every reading."""
    from onrecord.desk.leafing import as_object

    return [as_object(one) for one in visit.desk.chats(visit.case)]


def messages(visit: "Visit") -> dict[str, Any]:
    """A window of a chat, whole messages as ``model.wire`` writes them."""
    leaf = visit.desk.read_chat(
        visit.case,
        visit.asked("chat") or None,
        reading=int(visit.asked("reading")) if visit.asked("reading") else None,
        offset=visit.number("offset", 0),
        limit=visit.number("limit", 50, most=500),
        message=visit.asked("message") or None,
        date=visit.asked("date") or None,
    )
    whole = visit.desk.messages(visit.case, leaf.reading, [r.n for r in leaf.rows])
    return {
        "reading": leaf.reading,
        "chat": leaf.chat,
        "title": leaf.title,
        "offset": leaf.offset,
        "total": leaf.total,
        "messages": [wire.message(m) for m in whole],
    }


SCREEN = Screen(
    "reader",
    "Reader",
    20,
    (
        get("/reader", page),
        get("/reader/part", part),
        get("/record/{reading:int}/{n:int}", record),
        get("/record/{reading:int}/{n:int}/words", words),
        get("/reader/beside", beside),
        get("/m/{key}", by_key),
        api("/chats", chats, "Every chat of every reading"),
        api(
            "/messages",
            messages,
            "A window of a chat, in the export's order",
            Param("chat", most=400, says="its id, or words of its title"),
            Param("reading", "integer", least=0, most=1 << 31),
            Param("offset", "integer", least=0, most=1 << 31),
            Param("limit", "integer", least=0, most=500),
            Param("message", most=200, says="m:KEY, id:ID or READING/N"),
            Param("date", most=40, says="2026-03-09"),
        ),
    ),
    path="/reader",
    keys=(
        ("j k", "messages"),
        ("Enter", "its record"),
        ("s", "statements"),
        ("c", "cite"),
        ("d", "jump to a date"),
    ),
)
