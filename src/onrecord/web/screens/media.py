"""Pictures and sound of the chat: shown only when asked for, every look on a list."""

from typing import TYPE_CHECKING, BinaryIO

from starlette.responses import Response, StreamingResponse

from onrecord.errors import NotTheirRole
from onrecord.web.screen import Screen, get, post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.web.visit import Visit

_BLOCK = 1 << 20
# What a browser may show, by its first bytes; the export's own word is not believed.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
)
_CAGED = "sandbox; default-src 'none'"


def kind_of(head: bytes) -> str:
    """What bytes are, if a browser may show them; else just bytes."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    return next((kind for magic, kind in _KINDS if head.startswith(magic)), _BYTES)


_BYTES = "application/octet-stream"


def _which(visit: "Visit") -> tuple[int, int, int]:
    p = visit.request.path_params
    return p["reading"], p["n"], p["index"]


def show(visit: "Visit") -> Response:
    """Notes the look, then shows the item grey and blurred (or, asked again, plain)."""
    reading, n, index = _which(visit)
    found = visit.desk.attachment(visit.case, reading, n, index)
    found.stream.close()
    clear = visit.said("clear") == "yes"
    key = f"{visit.name}/{reading}/{n}/{index}"
    visit.desk.note_look(
        visit.case,
        who=visit.person.name,
        what="seen plainly" if clear else "seen grey and blurred",
        which=f"{reading}/{n}/{index} {found.media.path}",
        why=visit.said("why"),
    )
    if visit.session is not None:
        visit.session.shown.add(key)
    if not visit.enhanced:
        return visit.page("media", media=found.media, ref=(reading, n, index), clear=clear)
    return visit.page("media-part", media=found.media, ref=(reading, n, index), clear=clear)


def data(visit: "Visit") -> Response:
    """The bytes of an item whose look was noted in this session."""
    reading, n, index = _which(visit)
    if visit.session is None or f"{visit.name}/{reading}/{n}/{index}" not in visit.session.shown:
        raise NotTheirRole(
            "Nobody asked for this item in this session", advice="ask for it in the reader"
        )
    found = visit.desk.attachment(visit.case, reading, n, index)
    head = found.stream.read(16)
    headers = {"content-security-policy": _CAGED}
    whole = blocks(found.stream, head)
    return StreamingResponse(whole, media_type=kind_of(head), headers=headers)


def blocks(stream: "BinaryIO", head: bytes = b"") -> "Iterator[bytes]":
    """The whole item, never in memory as one; the stream is closed in the end."""
    with stream:
        yield head
        while block := stream.read(_BLOCK):
            yield block


def save(visit: "Visit") -> Response:
    """An attachment as a file, noted first."""
    reading, n, index = _which(visit)
    found = visit.desk.attachment(visit.case, reading, n, index)
    name = (found.media.path or "attachment").rsplit("/", 1)[-1]
    why = f"attachment of message {reading}/{n}"
    return visit.save(blocks(found.stream), name, _BYTES, why=why)


_ITEM = "/media/{reading:int}/{n:int}/{index:int}"
SCREEN = Screen(
    "media",
    "Pictures and sound",
    25,
    (get(_ITEM, data), post(_ITEM, show), post(_ITEM + "/save", save)),
)
