"""Context opened for a court: whole messages around one, with proofs, for one reader."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.desk.exhibiting import Asked, Recipient
from onrecord.errors import BadOption, OnRecordError
from onrecord.web.incoming import scratch
from onrecord.web.screen import Screen, get, post
from onrecord.web.visit import whole

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

_FIELDS = ("around", "why", "for", "to")
MOST = 500


def _named(visit: "Visit") -> str:
    return f"{visit.request.path_params['reading']}/{visit.request.path_params['n']}"


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """What would be opened, for whom, and why it has to be said."""
    ref = _named(visit)
    return visit.page(
        "opening",
        200 if error is None else 422,
        m=visit.desk.show(visit.case, ref, around=0, voices=False).message,
        ref=ref,
        most=MOST,
        error=error,
        said={n: visit.said(n) for n in _FIELDS},
    )


def write(visit: "Visit") -> Response:
    """The bundle, encrypted to the reader's key before it is written; logged with its reason."""
    visit.desk.keys  # noqa: B018  # asked for before a form is filled in vain
    name, key = visit.said("for").strip(), visit.said("to").strip()
    ref = _named(visit)
    file = f"context-{ref.replace('/', '-')}.age"
    try:
        if not name:
            raise BadOption("The bundle needs the name of who opens it")
        around = whole(visit.said("around", "20"), "around", 0, MOST)
        asked = Asked(ref, around, visit.said("why"), visit.person.name)
        with scratch(visit) as folder:
            out = folder / file
            visit.desk.open_context(visit.case, asked, Recipient(name, key, out))
            data = out.read_bytes()
    except OnRecordError as refused:
        return page(visit, refused)
    return visit.save(data, file, "application/octet-stream", why=f"context opened for {name}")


_ITEM = "/open/{reading:int}/{n:int}"
SCREEN = Screen(
    "opening",
    "Open for a court",
    22,
    (get(_ITEM, page, needs="editor"), post(_ITEM, write, needs="editor")),
    under="reader",
)
