"""What somebody asked for while the desk was locked: asked again, and done, with the key.

The page that asks for the desk's passphrase carries every field of the form that was
sent, and sends them to where they were going. Nothing is kept on the way, and nothing
typed is lost. Files cannot be carried by a page: who sent some is told that nothing was
done, and goes back.
"""

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import Response

from onrecord.desk.persons import admitted
from onrecord.errors import NoPassphrase, NotAdmitted, OnRecordError, WrongPassphrase
from onrecord.web.onward import own

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

FIELD, ALONE = "desk-passphrase", "/unlock"
_OURS = ("csrf", FIELD)
_SEAT = "\0desk"


def opened(visit: "Visit") -> Response | None:
    """Unlocks the desk if the form brings its passphrase; the page that asks again where
    it does not fit."""
    given = visit.form.get(FIELD)
    if not isinstance(given, str) or visit.site.unlocked or visit.request.url.path == ALONE:
        return None
    try:
        unlock(visit, given)
    except OnRecordError as refused:
        return asked(visit, refused, 403)
    return None


def unlock(visit: "Visit", given: str) -> None:
    """Opens the desk's key. Raises NotAdmitted after too many tries, WrongPassphrase."""
    wait = visit.site.sessions.wait_for(_SEAT)
    if wait:
        raise NotAdmitted("Too many tries", advice=f"wait {wait} s")
    try:
        visit.site.unlock(given)
    except WrongPassphrase as refused:
        visit.site.sessions.failed(_SEAT)
        raise _told(visit, given) from refused


def _told(visit: "Visit", given: str) -> WrongPassphrase:
    try:
        admitted(visit.site.folder, visit.person.name, given)
    except NotAdmitted:
        return WrongPassphrase(
            "That is not the desk's passphrase",
            advice="it was chosen when the desk was made and is not any person's own",
        )
    return WrongPassphrase(
        "That is your own passphrase; here the desk's is wanted",
        advice="it was chosen when the desk was made; whoever made it knows it",
    )


def asked(visit: "Visit", error: OnRecordError, status: int) -> Response:
    """The page that asks for the passphrase, with all that was sent."""
    path = visit.request.url.path
    back = came_from(visit) or "/"
    sent = visit.form.multi_items()
    if visit.request.method == "GET":
        query = visit.request.url.query
        back = own(f"{path}?{query}" if query else path)
    elif not any(isinstance(v, UploadFile) and v.filename for _, v in sent):
        fields = [(n, v) for n, v in sent if isinstance(v, str) and n not in _OURS]
        return visit.page(
            "unlock", status, error=_shown(error), back=visit.said("back") or back,
            action=path, fields=fields, files=False,
        )  # fmt: skip
    files = visit.request.method != "GET"
    return visit.page(
        "unlock", status, error=_shown(error), back=back, action=ALONE, fields=(), files=files
    )


def _shown(error: OnRecordError) -> OnRecordError | None:
    return None if isinstance(error, NoPassphrase) else error


def came_from(visit: "Visit") -> str:
    """The page of this desk that a form stood on; empty if the browser does not say."""
    home = f"http://{visit.request.headers.get('host', '')}"
    said = visit.request.headers.get("referer", "")
    there = own(said.removeprefix(home))
    return there if said.startswith(f"{home}/") and there != "/" else ""
