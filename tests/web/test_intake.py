"""Intake in the browser: handed in, sealed with progress, nothing half-done kept."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from tests.acceptance.told import EDITOR, REPORTER, Told
from tests.web.conftest import OWN, served
from tests.web.seat import Seat, token

from onrecord.model.work import Wanted
from onrecord.web import incoming


@pytest.fixture
def mine(own: Told, persons: Path) -> Iterator[Seat]:
    """A desk of its own for one test that writes."""
    yield from served(own, persons)


def ended(client: httpx.Client, work: str) -> str:
    """The page of a piece of work once it is over."""
    for _ in range(1200):
        page = client.get(work).text
        if "hx-trigger" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the work did not end")


def test_a_named_export_is_sealed_with_who_received_it(mine: Seat) -> None:
    with mine.client(REPORTER) as client:
        before = client.get(mine.url("/intake")).text
        assert "witness-a" in before
        form = {
            "path": str(mine.told.sample / "witness-b"),
            "received_by": REPORTER,
            "method": "Telegram Desktop",
        }
        begun = client.post(mine.url("/intake"), data=form)
        assert begun.status_code == 303
        page = ended(client, begun.headers["location"])
        assert "is sealed and read" in page
        info = client.get(mine.api("/info")).json()
        added = info["received"][-1]
        assert added["name"] == "witness-b"
        assert added["custody"] == {"received_by": REPORTER, "method": "Telegram Desktop"}
        told = [e["says"] for e in client.get(mine.api("/timeline")).json()]
        assert any("witness-b was sealed" in says for says in told)
        again = client.post(mine.url("/intake"), data=form)
        assert "already sealed" in ended(client, again.headers["location"])
        assert len(client.get(mine.api("/info")).json()["received"]) == len(info["received"])


def test_dropped_files_are_sealed_byte_for_byte_and_leave_nothing_beside(mine: Seat) -> None:
    folder = mine.told.sample / "witness-b"
    name = incoming.new_name()
    with mine.client() as client:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            sent = client.put(
                mine.url(f"/incoming/{name}"),
                params={"path": f"witness-b/{file.relative_to(folder).as_posix()}"},
                content=file.read_bytes(),
            )
            assert sent.status_code == 200, sent.text
        form = {"upload": name, "dropped": "yes"}
        page = ended(client, client.post(mine.url("/intake"), data=form).headers["location"])
        assert "witness-b" in page
        assert "is sealed" in page
    sealed = mine.told.case / "bags" / "0003" / "data" / "export"
    for file in (p for p in folder.rglob("*") if p.is_file()):
        assert (sealed / file.relative_to(folder)).read_bytes() == file.read_bytes()
    assert not list((mine.told.case / incoming.FOLDER).iterdir())


def test_a_form_without_javascript_carries_its_files(mine: Seat) -> None:
    data = (mine.told.sample / "witness-b" / "messages.html").read_bytes()
    with mine.client() as client:
        begun = client.post(
            mine.url("/intake"), data={"kind": "export"}, files={"files": ("messages.html", data)}
        )
        assert "messages.html" in ended(client, begun.headers["location"])
    assert (mine.told.case / "bags/0003/data/export/messages.html").read_bytes() == data


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "", "/", "a/\x00", "..\\x", "C:\\x", "a" * 300, "a\nb"]
)
def test_a_dropped_file_stays_in_its_folder(seat: Seat, path: str) -> None:
    with seat.client() as client:
        sent = client.put(
            seat.url(f"/incoming/{incoming.new_name()}"), params={"path": path}, content=b"x"
        )
        assert sent.status_code == 422, path
    assert not list(seat.told.case.parent.glob("x"))


def test_what_cannot_be_used_is_refused_with_words(mine: Seat, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps({"no": "chat"}), "utf-8")
    with mine.client() as client:
        for form, words in (
            ({"path": ""}, "Nothing was handed in"),
            ({"path": "/no/such/place"}, "no such file"),
            ({"path": str(mine.told.case)}, "in the case itself"),
            ({"path": str(odd), "zone": "Mars/Base"}, "no time zone"),
        ):
            refused = client.post(mine.url("/intake"), data=form)
            assert refused.status_code == 422
            assert words in refused.text
        begun = client.post(mine.url("/intake"), data={"path": str(odd)})
        assert "Nothing was added" in ended(client, begun.headers["location"])
        assert len(client.get(mine.api("/info")).json()["received"]) == 2


def test_without_the_desks_key_nothing_is_begun(own: Told, persons: Path) -> None:
    for seat in served(own, persons, unlocked=False):
        with seat.client() as client:
            answer = client.post(seat.url("/intake"), data={"path": str(own.sample / "witness-b")})
            assert answer.status_code == 403
            assert "Unlock the desk" in answer.text
            assert not seat.site.jobs.of(seat.name)
            assert "What you filled in is kept" in answer.text
            form = {"csrf": token(answer.text), "path": str(own.sample / "witness-b")}
            wrong = client.post(seat.url("/intake"), data=form | {"desk-passphrase": OWN})
            assert wrong.status_code == 403
            assert "That is your own passphrase" in wrong.text
            assert str(own.sample / "witness-b") in wrong.text
            right = form | {"desk-passphrase": "invented for the tests"}
            done = client.post(seat.url("/intake"), data=right)
            assert seat.site.unlocked
            assert "witness-b is sealed" in ended(client, done.headers["location"]).replace(
                "</bdi>", ""
            )


def test_what_was_asked_for_is_done_when_the_desk_is_unlocked(own: Told, persons: Path) -> None:
    for seat in served(own, persons, unlocked=False):
        desk, case = seat.site.desk, own.case
        ident = desk.board(case, Wanted(judged=False)).cards[0].statement.id
        with seat.client() as client:
            form = {"about": ident, "answer": "yes", "why": "read in <the> chat", "back": "/"}
            asked = client.post(seat.url("/statements/judge"), data=form)
            assert asked.status_code == 403
            page = asked.text
            assert f'action="{seat.url("/statements/judge")}"' in page
            sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
            assert unescape(sent["why"]) == form["why"]
            assert not desk.judgements(case, ident)
            again = {n: unescape(v) for n, v in sent.items()}
            done = client.post(
                seat.url("/statements/judge"),
                data=again | {"desk-passphrase": "invented for the tests"},
            )
            assert done.status_code == 303
        (kept,) = desk.judgements(case, ident)
        assert (kept.judgement.why, kept.judgement.by) == (form["why"], EDITOR)


def test_files_cannot_be_carried_through_unlocking_and_it_says_so(own: Told, persons: Path) -> None:
    for seat in served(own, persons, unlocked=False):
        with seat.client() as client:
            sent = client.post(seat.url("/intake"), files={"files": ("a.json", b"{}")})
            assert sent.status_code == 403
            assert "Nothing has been done yet" in sent.text
            assert not seat.site.jobs.of(seat.name)


def test_a_chat_is_not_sealed_as_reporting_unasked(mine: Seat) -> None:
    with mine.client() as client:
        form = {"path": str(mine.told.sample / "witness-b"), "kind": "news", "context": "late"}
        asked = client.post(mine.url("/intake"), data=form)
        assert asked.status_code == 200
        assert "looks like an export of a chat" in asked.text
        assert 'name="context" value="late"' in asked.text
        assert not mine.site.jobs.of(mine.name)
        wire = {"path": str(mine.told.sample / "wire"), "kind": "news"}
        begun = client.post(mine.url("/intake"), data=wire)
        assert begun.status_code == 303  # no doubt there; that it is there already comes later
        ended(client, begun.headers["location"])
        begun = client.post(mine.url("/intake"), data=form | {"kind": "export"})
        assert "is sealed and read" in ended(client, begun.headers["location"])


def test_what_was_added_by_mistake_is_taken_back_by_an_editor(mine: Seat) -> None:
    with mine.client(REPORTER) as client:
        assert "Take it back" not in client.get(mine.url("/intake/2")).text
        refused = client.post(mine.url("/intake/2/withdraw"), data={"why": "mine"})
        assert refused.status_code == 403
    with mine.client() as client:
        assert "Take it back" in client.get(mine.url("/intake/2")).text
        assert client.post(mine.url("/intake/2/withdraw"), data={"why": " "}).status_code == 422
        begun = client.post(mine.url("/intake/2/withdraw"), data={"why": "the wrong folder"})
        assert "It is taken back" in ended(client, begun.headers["location"])
        assert "the wrong folder" in client.get(mine.url("/intake/2")).text
        assert client.get(mine.api("/info")).json()["received"][1]["withdrawn"]


def test_a_path_may_begin_where_the_desk_was_opened(
    mine: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine.told.sample)
    with mine.client() as client:
        begun = client.post(mine.url("/intake"), data={"path": "witness-b"})
        assert "is sealed and read" in ended(client, begun.headers["location"])


def test_one_altered_byte_is_named_by_the_health_check(mine: Seat) -> None:
    with mine.client() as client:
        begun = client.post(mine.url("/intake/check"))
        assert "Everything is as it was sealed" in ended(client, begun.headers["location"])
        assert "Everything is as it was sealed" in client.get(mine.url("/intake")).text
        sealed = mine.told.case / "bags/0001/data/export/result.json"
        sealed.chmod(0o600)
        data = bytearray(sealed.read_bytes())
        data[1000] ^= 1
        sealed.write_bytes(data)
        begun = client.post(mine.url("/intake/check"))
        page = ended(client, begun.headers["location"])
        assert "not what was sealed" in page
        assert "result.json" in page or "0001" in page


def test_nobody_asks_who_handed_it_over(seat: Seat) -> None:
    with seat.client() as client:
        page = client.get(seat.url("/intake")).text.lower()
    for word in ('name="source"', 'name="from"', "informant", "whistleblower"):
        assert word not in page


@pytest.mark.browser
def test_a_new_user_makes_a_case_and_seals_the_sample(
    mine: Seat, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=mine.site.address)
    context.add_cookies(
        [mine.cookie(next(p for p in mine.site.desk.persons() if p.name == EDITOR))]
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_text("Put it somewhere else").click()
    page.locator('input[name="path"]').first.fill(str(tmp_path / "harbour-two"))
    page.fill('input[name="name"]', "Harbour, again")
    page.get_by_role("button", name="Make the case").click()
    page.get_by_role("heading", name="Harbour, again").wait_for()
    page.get_by_text("Nothing is in this case yet").wait_for()
    copy = tmp_path / "export"
    shutil.copytree(mine.told.sample / "witness-a", copy)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose a folder").click()
    chooser.value.set_files(copy)
    page.get_by_text("550.5 kB").wait_for()
    page.get_by_role("button", name="Seal and read").click()
    page.get_by_text("is sealed and read").wait_for()
    page.get_by_text("In 1,200 = 1,193 messages + 7 service + 0 unreadable").wait_for()
    context.close()
