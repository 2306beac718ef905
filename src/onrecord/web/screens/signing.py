"""Signing somebody else's draft: a text comes in, a signature under this desk's key goes out."""

import hashlib
from base64 import b64decode, b64encode
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.desk.drafted import text_in
from onrecord.desk.pictures import cleaned, pictures_of
from onrecord.errors import BadOption, NoSuchThing, OnRecordError
from onrecord.report.draft import parse
from onrecord.web.incoming import one_file
from onrecord.web.screen import Screen, get, post
from onrecord.web.visit import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.model.draft import Draft
    from onrecord.web.visit import Visit

_MOST = 4_000_000
_MOST_PICTURES = 60_000_000
"""Bytes of all pictures of one draft: they wait in memory until it is signed."""


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """Which draft is to be signed."""
    return visit.page("sign", 200 if error is None else 422, error=error, draft=None)


def look(visit: "Visit") -> Response:
    """The draft and its pictures as they came, to be seen before they are signed."""
    try:
        sent = one_file(visit, "draft")
        data = sent.file.read(_MOST)
        name = plain_name(sent.filename or "draft.md")
        text = text_in(data, sent.filename or "draft")
        answers = visit.files("answers")
        also = answers[0].file.read(_MOST) if answers else b""
        given = text_in(also, "answers")
        draft = parse(text, name)
        pictures = _sent_pictures(visit, draft)
        with _laid(data, pictures, name) as laid:
            seen = pictures_of(draft, laid.parent)
    except OnRecordError as refused:
        return page(visit, refused)
    if visit.session is not None:
        visit.session.pictures = pictures
    packed = {"text": b64encode(data).decode(), "answers": b64encode(also).decode()}
    return visit.page(
        "sign",
        error=None,
        draft=text,
        name=name,
        answers=given,
        packed=packed | {"pictures": _digest(pictures)},
        pictures=[(path, seen[path]) for path in pictures],
    )


def _sent_pictures(visit: "Visit", draft: "Draft") -> dict[str, bytes]:
    """What came for each picture of the draft, matched by its file's name. Raises BadOption
    for what the draft does not print, and where two of its pictures have one name."""
    wanted: dict[str, str] = {}
    for block in draft.blocks:
        if (
            block.kind == "picture"
            and wanted.setdefault(_last(block.path), block.path) != block.path
        ):
            raise BadOption("Two pictures of the draft have one name", where=_last(block.path))
    found, room = dict[str, bytes](), _MOST_PICTURES
    for sent in visit.files("pictures"):
        path = wanted.get(_last(sent.filename or ""))
        if path is None:
            raise BadOption(
                "The draft prints no picture of this name",
                where=plain_name(sent.filename or ""),
                advice="send the pictures that the draft names: " + (", ".join(wanted) or "none"),
            )
        found[path] = sent.file.read(room + 1)
        room -= len(found[path])
        if room < 0:
            raise BadOption("The pictures are larger than 60 MB in all", where=path)
    return {path: found[path] for path in wanted.values() if path in found}


def _last(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name


@contextmanager
def _laid(data: bytes, pictures: dict[str, bytes], name: str) -> "Iterator[Path]":
    """The draft in a folder of its own with its pictures where it looks for them; gone
    afterwards. Raises BadOption for a path that leads out of it."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="onrecord-sign-") as made:
        folder = Path(made).resolve()
        for path, bytes_of in pictures.items():
            target = (folder / path).resolve()
            if not target.is_relative_to(folder):
                raise BadOption("The draft takes a picture from elsewhere", where=path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(bytes_of)
        draft = folder / name
        draft.write_bytes(data)
        yield draft


def _digest(pictures: dict[str, bytes]) -> str:
    """Which pictures these are, so that those signed are those seen."""
    whole = hashlib.sha256()
    for path, data in pictures.items():
        whole.update(f"{path}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def picture(visit: "Visit") -> Response:
    """A picture of the draft that is about to be signed, as it would be printed."""
    number = int(visit.request.path_params["number"])
    held = [] if visit.session is None else list(visit.session.pictures.values())
    if number >= len(held):
        raise NoSuchThing("There is no such picture in this session", advice="send it once more")
    made = cleaned(held[number])
    return Response(made.data, media_type=made.mime)


def sign(visit: "Visit") -> Response:
    """The signature as a file, for the desk that publishes."""
    name = plain_name(visit.said("name") or "draft.md")
    visit.desk.keys  # noqa: B018  # signed with it
    pictures = {} if visit.session is None else visit.session.pictures
    try:
        if visit.said("pictures", _digest({})) != _digest(pictures):
            raise BadOption("The pictures are others than those shown", advice="send it once more")
        with _laid(_bytes(visit, "text"), pictures, name) as draft:
            answers = None
            if visit.said("answers"):
                answers = draft.parent / "answers.toml"
                answers.write_bytes(_bytes(visit, "answers"))
            out = draft.parent / "signed.json"
            visit.desk.sign(draft, answers, by=visit.person.name, out=out)
            data = out.read_bytes()
    except OnRecordError as refused:
        return page(visit, refused)
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
        get("/sign/picture/{number:int}", picture, of_case=False),
        post("/sign/out", sign, of_case=False, needs="editor"),
    ),
    path="/sign",
    of_case=False,
)
