"""People: names over time, links, events; nothing private leaves by default."""

import csv
import io
import re
from dataclasses import fields
from datetime import datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from tests.attribute.chatter import TEXTS, message

from onrecord.attribute.people import Member, People, people, proposals
from onrecord.attribute.people_out import as_csv, as_gexf, links_as_csv, mask, table

CHAT = [
    message("hello", 0),
    message("I am +999 55 0134 77", 1, sender="Nour", sender_id="user2", reply_to="1"),
    message("look", 2, sender="Nour", sender_id="user2", forward=("Tide Channel", "channel9")),
    message("new name", 1500, sender="Rami of the Pier"),
    message("", 1501, kind="service", action="invite_members", payload='{"members":["Samer"]}'),
    message("", 1502, kind="service", action="edit_group_title", payload='{"title":"Pier"}'),
    message("hi", 1503, sender="Samer", sender_id="user3", reply_to="2"),
    message(
        "",
        1504,
        sender="Samer",
        sender_id="user3",
        kind="service",
        action="remove_members",
        payload='{"members":["Samer"]}',
    ),
    message("we inform you", 1505, sender="Pier", sender_id="channel77"),
]


def found() -> People:
    return people(CHAT)["77"]


def test_names_over_time() -> None:
    rami = found().members["user1"]
    assert [(a.name, a.times, str(a.first)) for a in rami.names.values()] == [
        ("Rami", 3, "2031-03-01"),
        ("Rami of the Pier", 1, "2031-03-02"),
    ]
    assert rami.admin_signs == {"edit_group_title": 1}


def test_links_and_events() -> None:
    them = found()
    assert them.links == {
        ("user2", "user1", "reply"): 1,
        ("user3", "user2", "reply"): 1,
        ("user2", "channel9", "forward"): 1,
        ("user1", "name:Samer", "invite"): 1,
    }
    assert [e.what for e in them.members["name:Samer"].events] == ["invite_members"]
    assert [e.what for e in them.members["user3"].events] == ["left"]
    assert [m.kind for m in them.members.values()] == [
        "person",
        "person",
        "source",
        "named",
        "person",
        "group",
    ]


def test_nothing_private_leaves_by_default() -> None:
    for out in (as_csv(found()), as_gexf(found())):
        for private in (b"Rami", b"Nour", b"Samer", b"user", b"channel9", b"Tide", b"Pier"):
            assert private not in out


def test_no_time_of_day_can_leave_at_all() -> None:
    kinds = [type(getattr(table(found())[0], f.name)) for f in fields(table(found())[0])]
    assert datetime not in kinds
    for raw in (False, True):
        assert not re.search(rb"\d\d:\d\d", as_csv(found(), raw=raw) + as_gexf(found(), raw=raw))


def test_raw_still_masks_numbers() -> None:
    them = people([message("x", sender="+999 55 0134 77", sender_id="user5")])["77"]
    out = as_csv(them, raw=True).decode("utf-8-sig")
    assert "0134" not in out
    assert mask("call +999 55 0134 77 now, gate 12") == "call +••• •• •••• 77 now, gate 12"


def test_proposals_name_what_speaks_for_and_against() -> None:
    them = found()
    (same,) = proposals(them)
    assert {same.one, same.other} == {"name:Samer", "user3"}
    alike = list(proposals(them, lambda a, b: ["told so"] if {a, b} == {"Nour", "Rami"} else []))
    assert alike[0].speaks_for == ("told so",)
    assert alike[0].speaks_against == (
        "they answered each other 1 times",
        "the export gives them two ids",
    )


def test_chats_are_never_mixed() -> None:
    apart = people([message("a", 0), message("b", 1, chat="88")])
    assert set(apart) == {"77", "88"}


def test_a_name_of_one_letter_more_is_spoken_against() -> None:
    them = People({k: Member(k, "person") for k in ("user1", "user2")})
    them.add(message("a", 0, sender="Harith W"))
    them.add(message("b", 1, sender="Harith W", sender_id="user2"))
    them.add(message("c", 2, sender="Harit W", sender_id="user3"))
    against = {
        frozenset((p.one, p.other)): p.speaks_against for p in proposals(them, lambda a, b: ["x"])
    }
    assert "the names differ by one letter" in against[frozenset(("user1", "user3"))]


@given(TEXTS)
def test_any_name_makes_readable_files(name: str) -> None:
    them = people([message("x", sender=name)])["77"]
    assert ET.fromstring(as_gexf(them, raw=True)) is not None  # noqa: S314 - our own bytes
    rows = list(csv.reader(io.StringIO(as_csv(them, raw=True).decode("utf-8-sig"), newline="")))
    assert len(rows) == 2
    assert not rows[1][0].startswith(("=", "+", "-", "@"))


def test_the_graph_is_a_table_too_under_pseudonyms() -> None:
    found = People()
    found.add(message("one", id="1", sender="Nour Hafez", sender_id="user1"))
    found.add(message("two", id="2", sender="Sami Adel", sender_id="user2", reply_to="1"))
    links = links_as_csv(found).decode("utf-8-sig")
    assert links.splitlines() == ["from,link,to,times", "Member 2,reply,Member 1,1"]
    raw = links_as_csv(found, raw=True).decode("utf-8-sig")
    assert "Sami Adel [user2],reply,Nour Hafez [user1],1" in raw
