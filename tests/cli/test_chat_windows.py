"""Reading a chat by window, a thread, a query said back; chats found by title."""

import json

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

Capture = pytest.CaptureFixture[str]


def test_the_chats_are_listed_with_their_titles(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "chat", told.case)
    assert ran.rows
    for chat in ran.rows:
        assert chat["title"]
        assert chat["messages"] > 0
    assert sum(c["messages"] for c in ran.rows) == ran.last["messages"]


def test_windows_of_a_chat_join_without_a_gap(told: Told, capsys: Capture) -> None:
    first = as_json(capsys, "chat", told.case).rows[0]
    where = (first["chat"], "--reading", first["reading"])
    one = as_json(capsys, "chat", told.case, *where, "--limit", 7)
    two = as_json(capsys, "chat", told.case, *where, "--limit", 5, "--offset", 7)
    whole = as_json(capsys, "chat", told.case, *where, "--limit", 12)
    assert one.rows + two.rows == whole.rows
    assert [r["at"] for r in whole.rows] == list(range(12))
    assert whole.last["total"] == first["messages"]
    past = as_json(capsys, "chat", told.case, *where, "--offset", first["messages"])
    assert (past.rows, past.code) == ([], 0)


def test_a_window_begins_at_a_message_or_a_date(told: Told, capsys: Capture) -> None:
    hit = as_json(capsys, "find", told.case, "الميناء", "--limit", "1").rows[0]
    ref = f"{hit['reading']}/{hit['n']}"
    around = as_json(capsys, "chat", told.case, "--message", ref, "--before", 2, "--limit", 5)
    assert around.rows[2]["key"] == hit["key"]
    assert around.last["at"] == around.rows[2]["at"]
    by_key = as_json(capsys, "chat", told.case, "--message", hit["message"])
    assert by_key.rows[0]["key"] == hit["key"]
    day = hit["time"][:10]
    chat = (hit["chat"], "--reading", hit["reading"])
    dated = as_json(capsys, "chat", told.case, *chat, "--date", day, "--before", 1, "--limit", 2)
    before, there = dated.rows
    assert before["time"] < day <= there["time"]


def test_a_thread_leads_up_and_down(told: Told, capsys: Capture) -> None:
    reply = as_json(capsys, "find", told.case, "has:reply", "--limit", "1").rows[0]
    thread = as_json(capsys, "chat", told.case, "--thread", f"{reply['reading']}/{reply['n']}")
    roles = [r["role"] for r in thread.rows]
    assert "above" in roles
    parent = next(r for r in reversed(thread.rows) if r["role"] == "above")
    assert parent["id"] == reply["reply_to"]
    there = f"{parent['reading']}/{parent['n']}"
    down = as_json(capsys, "chat", told.case, "--thread", there)
    assert reply["key"] in [r["key"] for r in down.rows if r["role"] == "below"]


def test_a_chat_is_found_by_words_of_its_title(told: Told, capsys: Capture) -> None:
    chat = as_json(capsys, "chat", told.case).rows[0]
    by_id = as_json(capsys, "find", told.case, f"chat:{chat['chat']}", "--limit", "1").last
    title = json.dumps(chat["title"], ensure_ascii=False)
    by_title = as_json(capsys, "find", told.case, f"chat:{title}", "--limit", "1").last
    assert by_title["total"] == by_id["total"] > 0
    nowhere = as_json(capsys, "find", told.case, "chat:nowhere").last
    assert nowhere["total"] == 0


def test_a_query_is_said_back_without_a_search(told: Told, capsys: Capture) -> None:
    said = as_json(capsys, "find", told.case, "الميناء -has:forward", "--explain")
    assert said.rows == []
    assert "NOT" in said.last["query"]
    assert "والميناء" in said.last["spellings"]["الميناء"]
    assert as_json(capsys, "find", told.case, '"open', "--explain").code == 52


def test_links_are_counted_and_found_by_domain(told: Told, capsys: Capture) -> None:
    ran = as_json(capsys, "find", told.case, "has:link", "--facets", "--limit", "1")
    domains = next(r["facets"] for r in ran.rows if "facets" in r)["domain"]
    for domain, count in list(domains.items())[:3]:
        found = as_json(capsys, "find", told.case, f"domain:{domain}", "--limit", "1").last
        assert found["total"] >= count
    assert isinstance(domains, dict)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--message", "9/9"), 50),
        (("--message", "m:ffffffffffff"), 50),
        (("nowhere",), 53),
        (("--date", "soon", "--reading", "1"), 52),
        (("--offset", "-1", "--reading", "1"), 16),
    ],
)
def test_a_window_that_is_none_is_refused(
    told: Told, capsys: Capture, words: tuple[str, ...], code: int
) -> None:
    assert as_json(capsys, "chat", told.case, *words).code == code


def test_chats_are_told_in_words(told: Told, capsys: Capture) -> None:
    out = plain(capsys, "chat", told.case).out
    assert "messages" in out
