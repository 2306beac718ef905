"""Who gets in: the printed address, a name and a passphrase, nobody else."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.acceptance.told import EDITOR, PASSPHRASE, REPORTER, Told
from tests.web.conftest import OWN, served
from tests.web.seat import Seat, token

from onrecord.desk.persons import admitted


@pytest.fixture
def stranger(seat: Seat) -> Iterator[httpx.Client]:
    """A browser that has seen nothing of this desk yet."""
    headers = {"Origin": seat.site.address}
    with httpx.Client(base_url=seat.site.address, headers=headers) as made:
        yield made


def test_without_the_printed_address_nothing_is_shown(seat: Seat, stranger: httpx.Client) -> None:
    for path in ("/", seat.url("/intake"), seat.api("/find?q=harbour"), "/me", "/log-in"):
        answer = stranger.get(path)
        assert answer.status_code in (401, 404), path
        assert "Harbour" not in answer.text, path
        assert str(seat.told.case) not in answer.text, path
    assert stranger.get("/come-in", params={"token": "x"}).status_code == 401


def test_the_printed_address_and_a_passphrase_let_in(seat: Seat, stranger: httpx.Client) -> None:
    came = stranger.get(seat.printed)
    assert came.status_code == 303
    page = stranger.get("/log-in", params={"next": "/me"})
    wrong = stranger.post(
        "/log-in", data={"csrf": token(page.text), "name": EDITOR, "passphrase": "no such words"}
    )
    assert wrong.status_code == 401
    assert "do not belong together" in wrong.text
    before = stranger.cookies[seat.site.cookie]
    form = {"csrf": token(page.text), "name": EDITOR, "passphrase": OWN, "next": "/me"}
    right = stranger.post("/log-in", data=form)
    assert (right.status_code, right.headers["location"]) == (303, "/me")
    assert stranger.cookies[seat.site.cookie] != before, "the session keeps its name over a log-in"
    assert EDITOR in stranger.get("/me").text
    out = stranger.post("/log-out", data={"csrf": token(stranger.get("/me").text)})
    assert out.status_code == 303
    assert stranger.get("/me").headers["location"].startswith("/log-in")


def test_guessing_is_slowed_down(seat: Seat, stranger: httpx.Client) -> None:
    stranger.get(seat.printed)
    proof = token(stranger.get("/log-in").text)
    form = {"csrf": proof, "name": "Nobody", "passphrase": "wrong wrong wrong"}
    answers = [stranger.post("/log-in", data=form).text for _ in range(6)]
    assert "Too many tries" not in answers[4]
    assert "Too many tries" in answers[5]


def test_what_only_editors_may_is_refused_to_reporters(seat: Seat) -> None:
    with seat.client(REPORTER) as reporter:
        form = {"name": "Someone", "role": "editor", "passphrase": "long enough for all"}
        answer = reporter.post("/persons", data=form)
        assert answer.status_code == 403
        assert "for editors" in answer.text
    assert {p.name for p in seat.site.desk.persons()} == {EDITOR, REPORTER}


def test_a_person_chooses_another_passphrase(own: Told, persons: Path) -> None:
    for seat in served(own, persons):
        with seat.client(REPORTER) as reporter:
            new = "four others that differ"
            form = {"passphrase": "not mine at all", "new": new, "again": new}
            assert reporter.post("/persons/passphrase", data=form).status_code == 422
            form["passphrase"] = OWN
            slip = form | {"again": new + "."}
            assert reporter.post("/persons/passphrase", data=slip).status_code == 422
            assert admitted(seat.site.folder, REPORTER, OWN).name == REPORTER
            assert reporter.post("/persons/passphrase", data=form).status_code == 303
            assert admitted(seat.site.folder, REPORTER, new).role == "reporter"
            assert reporter.get("/me").status_code in (303, 401)  # every session of theirs ended


def test_the_first_person_needs_the_desks_own_passphrase(own: Told) -> None:
    for seat in served(own, None, unlocked=False):
        with httpx.Client(
            base_url=seat.site.address, headers={"Origin": seat.site.address}
        ) as browser:
            browser.get(seat.printed)
            proof = token(browser.get("/log-in").text)
            form = {"csrf": proof, "name": "Ada Quill", "passphrase": OWN, "again": OWN}
            refused = browser.post("/first-person", data={**form, "desk": "not the passphrase"})
            assert refused.status_code == 422
            assert not seat.site.desk.persons()
            seated = browser.post("/first-person", data={**form, "desk": PASSPHRASE})
            assert seated.status_code == 303
            assert [p.role for p in seat.site.desk.persons()] == ["editor"]
            digest = (Path(own.desk.folder) / "persons.json").read_text("utf-8")
            assert OWN not in digest
            assert "$argon2id$" in digest
