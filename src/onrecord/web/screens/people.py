"""People: members of each chat as the export names them; who may be one person."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.desk.peopling import Peopled
from onrecord.errors import BadOption, NoSuchThing
from onrecord.model.judgement import Judgement
from onrecord.model.work import Wanted
from onrecord.web.network import network_of
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.board import ANSWERS, back
from onrecord.web.waiting import wait_for_statements

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

LISTED = 200


def page(visit: "Visit") -> Response:
    """Every chat: its members, its network, the proposals."""
    chats = visit.desk.people(visit.case)
    return visit.page(
        "people/people",
        chats=[
            {
                "one": one,
                "members": sorted(one.people.members.values(), key=lambda m: -m.messages)[:LISTED],
                "network": network_of(one.people),
                "links": one.people.links.most_common(60),
            }
            for one in chats
        ],
        decided=_decided(visit),
        answers=ANSWERS,
        listed=LISTED,
    )


def _decided(visit: "Visit") -> dict[str, Judgement]:
    """What stands about each pair, whichever way round it was written."""
    found: dict[str, Judgement] = {}
    for one in visit.desk.judgements(visit.case):
        if one.judgement.about.startswith("p:") and one.state == "stands":
            a, _, b = one.judgement.about[2:].partition("=")
            found[f"p:{a}={b}"] = found[f"p:{b}={a}"] = one.judgement
    return found


def _chat(visit: "Visit", number: int, key: str) -> Peopled:
    for one in visit.desk.people(visit.case):
        if one.reading == number and key in one.people.members:
            return one
    raise NoSuchThing("This chat has no member of that name", where=key[:80])


def card(visit: "Visit") -> Response:
    """One member: names in every script, links, events, statements."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    key = visit.asked("key")
    one = _chat(visit, visit.number("reading", 1), key)
    member = one.people.members[key]
    to = [(b, link, n) for (a, b, link), n in one.people.links.most_common() if a == key]
    by = [(a, link, n) for (a, b, link), n in one.people.links.most_common() if b == key]
    sender = key if not key.startswith("name:") else key[5:]
    said = visit.desk.board(visit.case, Wanted(sender=sender, order="telling", limit=12))
    pairs = [p for p in one.same if key in (p.one, p.other)]
    return visit.page(
        "people/card",
        one=one, member=member, to=to[:30], by=by[:30], said=said, sender=sender, same=pairs,
        decided=_decided(visit), answers=ANSWERS,
    )  # fmt: skip


def judge(visit: "Visit") -> Response:
    """Accepts or refuses that two members of one chat are one person."""
    about = visit.said("about")
    if not about.startswith("p:"):
        raise BadOption("That is no pair of members", where=about[:80])
    visit.desk.judge(
        visit.case, about, visit.said("answer"), by=visit.person.name, why=visit.said("why")
    )
    return back(visit)


def export(visit: "Visit") -> Response:
    """The members under pseudonyms: a table, or a graph for other programs."""
    kind = visit.asked("as", "csv")
    if kind not in ("csv", "gexf"):
        raise BadOption(f"{kind[:20]} is not known here", advice="csv or gexf")
    with tempfile.TemporaryDirectory() as folder:
        file = visit.desk.export_people(visit.case, Path(folder) / f"people.{kind}")
        data = file.read_bytes()
    media = "text/csv; charset=utf-8" if kind == "csv" else "application/xml"
    return visit.save(data, f"people.{kind}", media, why="under pseudonyms")


SCREEN = Screen(
    "people",
    "People",
    60,
    (
        get("/people", page),
        get("/people/card", card),
        post("/people/judge", judge),
        get("/people/export", export),
    ),
    path="/people",
    keys=(("j k", "members"), ("Enter", "open"), ("n", "reason")),
)
