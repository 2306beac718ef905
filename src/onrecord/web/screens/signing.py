"""Signing somebody else's draft: a text comes in, a signature under this desk's key goes out."""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.desk.drafted import text_in
from onrecord.errors import BadOption, OnRecordError
from onrecord.web.incoming import one_file
from onrecord.web.screen import Screen, get, post
from onrecord.web.visit import plain_name

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

_MOST = 4_000_000


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """Which draft is to be signed."""
    return visit.page("sign", 200 if error is None else 422, error=error, draft=None)


def look(visit: "Visit") -> Response:
    """The draft as it came, to be read before it is signed."""
    try:
        sent = one_file(visit, "draft")
        data = sent.file.read(_MOST)
        text = text_in(data, sent.filename or "draft")
        answers = visit.files("answers")
        also = answers[0].file.read(_MOST) if answers else b""
        given = text_in(also, "answers")
    except OnRecordError as refused:
        return page(visit, refused)
    name = plain_name(sent.filename or "draft.md")
    packed = {"text": b64encode(data).decode(), "answers": b64encode(also).decode()}
    return visit.page("sign", error=None, draft=text, name=name, answers=given, packed=packed)


def sign(visit: "Visit") -> Response:
    """The signature as a file, for the desk that publishes."""
    import tempfile
    from pathlib import Path

    name = plain_name(visit.said("name") or "draft.md")
    visit.desk.keys  # noqa: B018  # signed with it
    with tempfile.TemporaryDirectory(prefix="onrecord-sign-") as made:
        folder = Path(made)
        draft, out = folder / "draft.md", folder / "signed.json"
        try:
            draft.write_bytes(_bytes(visit, "text"))
            answers = folder / "answers.toml" if visit.said("answers") else None
            if answers is not None:
                answers.write_bytes(_bytes(visit, "answers"))
            visit.desk.sign(draft, answers, by=visit.person.name, out=out)
        except OnRecordError as refused:
            return page(visit, refused)
        data = out.read_bytes()
    return visit.save(data, f"{name}.signed.json", "application/json")


def _bytes(visit: "Visit", field: str) -> bytes:
    """The very bytes that came, as the form carried them. Raises BadOption."""
    try:
        return b64decode(visit.said(field), validate=True)
    except ValueError as e:
        raise BadOption("The draft did not arrive whole", advice="send it once more") from e


SCREEN = Screen(
    "signing",
    "Sign",
    920,
    (
        get("/sign", page, of_case=False),
        post("/sign", look, of_case=False),
        post("/sign/out", sign, of_case=False, needs="editor"),
    ),
    path="/sign",
    of_case=False,
)
