"""Other sites, other hosts, forged forms: refused, and nothing is done."""

import httpx
import pytest
from tests.web.seat import Seat

from onrecord import clock
from onrecord.web.sessions import IDLE, LONGEST, Sessions


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_another_host_is_refused(seat: Seat, host: str) -> None:
    with seat.client() as client:
        answer = client.get("/", headers={"Host": host.format(port=seat.site.seat["port"])})
        assert answer.status_code in (400, 403)
        assert "Cases" not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None, "http://127.0.0.1:1"])
def test_a_form_of_another_site_does_nothing(seat: Seat, origin: str | None) -> None:
    with seat.client() as client:
        if origin is None:
            del client.headers["Origin"]
        else:
            client.headers["Origin"] = origin
        answer = client.post("/look", data={"theme": "dark"})
        assert answer.status_code == 403
    assert all("theme" not in s.look for s in seat.site.sessions._held.values())


def test_cross_site_is_refused_even_with_our_origin(seat: Seat) -> None:
    with seat.client() as client:
        sent = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/look", data={"theme": "dark"}, headers=sent).status_code == 403


@pytest.mark.parametrize("forged", ["", "x", "of another session"])
def test_a_form_without_this_sessions_token_does_nothing(seat: Seat, forged: str) -> None:
    other = seat.site.sessions.begin()
    with seat.client() as client:
        client.headers["X-CSRF"] = other.csrf if forged == "of another session" else forged
        answer = client.post("/look", data={"theme": "dark"})
        assert answer.status_code == 403
        assert "not asked for in this session" in answer.text


def test_the_session_id_is_not_for_scripts_nor_for_other_sites(seat: Seat) -> None:
    answer = httpx.get(seat.printed)
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said


def test_sessions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(clock, "seconds", lambda: now)
    held = Sessions()
    idle, busy = held.begin().id, held.begin().id
    for _ in range(LONGEST // (IDLE - 1)):
        now += IDLE - 1
        assert held.find(busy)
    now += IDLE - 1
    assert held.find(idle) is None
    assert held.find(busy) is None, "a session lives on for ever if it is used"


def test_every_answer_carries_the_policy(seat: Seat) -> None:
    with seat.client() as client:
        for path in ("/", "/no-such-page", seat.url("/intake"), seat.api("/find?q=("), "/help"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert headers["cache-control"] == "no-store", path
            assert headers["x-content-type-options"] == "nosniff"


def test_a_page_sends_nobody_elsewhere(seat: Seat) -> None:
    with seat.client() as client:
        for away in ("//evil.example/", "http://evil.example/", "/\\evil.example", "javascript:1"):
            answer = client.post("/unlock", data={"desk-passphrase": "x" * 12, "next": away})
            assert "evil" not in answer.text
            assert "javascript:1" not in answer.text


def test_the_desk_cannot_be_asked_for_files(seat: Seat) -> None:
    with seat.client() as client:
        for path in ("/assets/../site.py", "/assets/%2e%2e/site.py", "/assets/..%2fapp.py"):
            assert client.get(path).status_code == 404
