"""Coming in: the printed address, who one is, the desk's key, how it looks."""

import hmac
from collections.abc import Iterator
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from onrecord.desk.persons import SHORTEST, admitted
from onrecord.errors import BadOption, NoSuchThing, NotAdmitted, OnRecordError
from onrecord.web import unlocking
from onrecord.web.onward import own
from onrecord.web.rendering import DIRECTIONS, THEMES
from onrecord.web.screen import Screen, get, post
from onrecord.web.sessions import LONGEST

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def come_in(visit: "Visit") -> Response:
    """The token of the printed address for a cookie."""
    token = visit.asked("token")
    if not hmac.compare_digest(token.encode(), visit.site.token.encode()):
        raise NotAdmitted(
            "This address is not the one that the desk printed",
            advice="copy the whole address from the terminal; it changes at each start",
        )
    session = visit.session or visit.site.sessions.begin()
    case = visit.asked("case")
    home = f"/case/{case}/intake" if case in visit.site.cases() else "/"
    answer = RedirectResponse(home if session.person else f"/log-in?next={home}", 303)
    _give(visit, answer, session.id)
    return answer


def _give(visit: "Visit", answer: Response, name: str) -> None:
    answer.set_cookie(
        visit.site.cookie, name, max_age=LONGEST, httponly=True, samesite="strict", path="/"
    )


def log_in_page(visit: "Visit") -> Response:
    """Who is there? The first person of all shows the desk's passphrase instead."""
    if not visit.desk.persons():
        return _first(visit, None)
    return visit.page("log-in", next=own(visit.asked("next")), error=None, named="")


def _first(visit: "Visit", error: OnRecordError | None, **said: str) -> Response:
    return visit.page(
        "first-person",
        200 if error is None else 422,
        next=own(visit.asked("next") or said.get("next", "")),
        error=error,
        new_desk=not visit.desk.exists(),
        shortest=SHORTEST,
        named=said.get("name", ""),
    )


def log_in(visit: "Visit") -> Response:
    """A name and its passphrase; a new session for them."""
    name, onward = visit.said("name"), own(visit.said("next"))
    wait = visit.site.sessions.wait_for(name)
    try:
        if wait:
            raise NotAdmitted("Too many tries for this name", advice=f"wait {wait} s")
        person = admitted(visit.site.folder, name, visit.said("passphrase"))
    except NotAdmitted as refused:
        if not wait:
            visit.site.sessions.failed(name)
        return visit.page("log-in", 401, next=onward, error=refused, named=name[:80])
    return _seated(visit, person.name, onward)


def first_person(visit: "Visit") -> Response:
    """The first person of a desk, let in by the desk's own passphrase."""
    said = {"name": visit.said("name"), "next": own(visit.said("next"))}
    if visit.desk.persons():
        raise NotAdmitted("This desk has persons already", advice="log in as one of them")
    try:
        slips = list(_slips(visit))
        if slips:
            raise BadOption(". ".join(slips), advice="passphrases are typed again, all of them")
        visit.site.unlock(visit.said("desk"))
        visit.desk.add_person(said["name"], "editor", visit.said("passphrase"))
    except OnRecordError as refused:
        return _first(visit, refused, **said)
    return _seated(visit, " ".join(said["name"].split()), said["next"])


def _slips(visit: "Visit") -> Iterator[str]:
    """Everything wrong with the first form, at once."""
    if not visit.desk.exists() and visit.said("desk") != visit.said("desk-again"):
        yield "The desk's two passphrases differ"
    if not visit.desk.exists() and len(visit.said("desk")) < SHORTEST:
        yield f"The desk's passphrase needs {SHORTEST} letters or more"
    if visit.said("passphrase") != visit.said("again"):
        yield "Your own two passphrases differ"
    if len(visit.said("passphrase")) < SHORTEST:
        yield f"Your own passphrase needs {SHORTEST} letters or more"
    if not visit.said("name").strip():
        yield "Your name is missing"


def _seated(visit: "Visit", name: str, onward: str) -> Response:
    person = next(p for p in visit.desk.persons() if p.name == name)
    answer = visit.go(onward)
    _give(visit, answer, visit.site.sessions.begin(person, visit.session).id)
    return answer


def log_out(visit: "Visit") -> Response:
    """The session is over; the next person may log in here."""
    answer = visit.go("/log-in")
    _give(visit, answer, visit.site.sessions.begin(None, visit.session).id)
    return answer


def me(visit: "Visit") -> Response:
    """How the desk looks, who sits at it."""
    return visit.page("me", persons=visit.desk.persons(), error=None, shortest=SHORTEST)


def look(visit: "Visit") -> Response:
    """Theme and direction, for this session."""
    for name, known in (("theme", THEMES), ("direction", DIRECTIONS)):
        if visit.session is not None and visit.said(name) in known:
            visit.session.look[name] = visit.said(name)
    return visit.go("/me")


def add_person(visit: "Visit") -> Response:
    """An editor lets a person in."""
    try:
        visit.desk.add_person(visit.said("name"), visit.said("role"), visit.said("passphrase"))
    except BadOption as refused:
        return visit.page("me", 422, persons=visit.desk.persons(), error=refused, shortest=SHORTEST)
    visit.site.sessions.end_of(" ".join(visit.said("name").split()))
    return visit.go("/me" if visit.site.sessions.find(_mine(visit)) else "/log-in")


def own_passphrase(visit: "Visit") -> Response:
    """A person's own new passphrase; the old one is shown first."""
    person = visit.person
    try:
        admitted(visit.site.folder, person.name, visit.said("passphrase"))
        if visit.said("new") != visit.said("again"):
            raise BadOption("The two new passphrases differ", advice="type them again")
        visit.desk.add_person(person.name, person.role, visit.said("new"))
    except (BadOption, NotAdmitted) as refused:
        return visit.page("me", 422, persons=visit.desk.persons(), error=refused, shortest=SHORTEST)
    visit.site.sessions.end_of(person.name)
    return visit.go("/log-in")


def remove_person(visit: "Visit") -> Response:
    """An editor takes a seat away; not the last editor's."""
    name = visit.said("name")
    editors = [p.name for p in visit.desk.persons() if p.role == "editor"]
    if editors == [name]:
        raise NoSuchThing("The last editor cannot be removed", advice="let another editor in first")
    visit.desk.remove_person(name)
    visit.site.sessions.end_of(name)
    return visit.go("/me" if name != visit.person.name else "/log-in")


def _mine(visit: "Visit") -> str:
    return "" if visit.session is None else visit.session.id


def unlock(visit: "Visit") -> Response:
    """The desk's passphrase opens its key, for as long as the server runs."""
    onward = own(visit.said("next"))
    try:
        unlocking.unlock(visit, visit.said(unlocking.FIELD))
    except OnRecordError as refused:
        return _asked(visit, onward, 403, refused)
    return visit.go(onward)


def unlock_page(visit: "Visit") -> Response:
    """Asks for the desk's passphrase."""
    return _asked(visit, own(visit.asked("next")))


def _asked(
    visit: "Visit", back: str, status: int = 200, error: OnRecordError | None = None
) -> Response:
    return visit.page(
        "unlock", status, error=error, back=back, action="/unlock", fields=(), files=False
    )


SCREEN = Screen(
    "persons",
    "Persons",
    900,
    (
        get("/come-in", come_in, of_case=False, needs="nobody"),
        get("/log-in", log_in_page, of_case=False, needs="seat"),
        post("/log-in", log_in, of_case=False, needs="seat"),
        post("/first-person", first_person, of_case=False, needs="seat"),
        post("/log-out", log_out, of_case=False),
        get("/me", me, of_case=False),
        post("/look", look, of_case=False),
        post("/persons", add_person, of_case=False, needs="editor"),
        post("/persons/passphrase", own_passphrase, of_case=False),
        post("/persons/remove", remove_person, of_case=False, needs="editor"),
        get("/unlock", unlock_page, of_case=False),
        post("/unlock", unlock, of_case=False),
    ),
    path="/me",
    of_case=False,
)
