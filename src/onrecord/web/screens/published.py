"""What was published: its files, its proofs checked again, corrections, taking it back."""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from onrecord.desk.exhibiting import Recipient
from onrecord.errors import BadOption, NoSuchThing, OnRecordError
from onrecord.web.incoming import scratch
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.story import PRINTED

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


_BYTES = "application/octet-stream"


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """One published story."""
    story = str(visit.request.path_params["story"])
    folder = _folder(visit, story)
    checked, doubt = [], None
    try:
        checked = visit.desk.verify(folder / f"{story}.html")
    except OnRecordError as refused:
        doubt = refused
    drafts = visit.desk.drafts(visit.case)
    draft = next((d.name.removesuffix(".md") for d in drafts if d.story == story), None)
    return visit.page(
        "story/published",
        200 if error is None else 422,
        story=story,
        folder=folder,
        files=[p for p in sorted(folder.iterdir()) if p.is_file() and p.name != "published.json"],
        checked=checked,
        doubt=doubt,
        draft=draft,
        error=error,
        key=visit.desk.key_facts().present,
        key_at=visit.desk.key_facts().published_at,
        recipient={n: visit.said(n) for n in ("for", "to")} if error else {},
    )


def read(visit: "Visit") -> Response:
    """The published page as readers have it, in a frame of its own rules."""
    story = str(visit.request.path_params["story"])
    path = _folder(visit, story) / f"{story}.html"
    if not path.is_file():
        raise NoSuchThing("This story was published without a page", where=story[:80])
    html = path.read_text("utf-8")
    return HTMLResponse(html, headers={"content-security-policy": PRINTED})


def exhibit(visit: "Visit") -> Response:
    """The lawyer's bundle, encrypted to their key before it is written anywhere."""
    story = str(visit.request.path_params["story"])
    name, key = visit.said("for").strip(), visit.said("to").strip()
    _folder(visit, story)
    try:
        if not name:
            raise BadOption("The bundle needs the name of who opens it")
        with scratch(visit) as folder:
            out = folder / f"{story}-exhibit.age"
            visit.desk.exhibit(visit.case, story, Recipient(name, key, out))
            data = out.read_bytes()
    except OnRecordError as refused:
        return _refused(visit, refused)
    return visit.save(data, f"{story}-exhibit.age", _BYTES, why=f"exhibit for {name}")


def _folder(visit: "Visit", story: str) -> Path:
    plain = bool(story) and all(c.isalnum() or c in "-_" for c in story)
    folder = visit.case / "stories" / story
    if not plain or not folder.is_dir():
        raise NoSuchThing("No story of that name was published into this case", where=story[:80])
    return folder


def file(visit: "Visit") -> Response:
    """A published file, to keep or hand out."""
    story = str(visit.request.path_params["story"])
    name = str(visit.request.path_params["file"])
    found = {p.name: p for p in _folder(visit, story).iterdir() if p.is_file()}.get(name)
    if found is None:
        raise NoSuchThing("There is no such file", where=name[:80])
    return visit.save(found.read_bytes(), name, _BYTES, why="published")


def correct(visit: "Visit") -> Response:
    """Adds a dated correction and prints the story again."""
    story = str(visit.request.path_params["story"])
    try:
        visit.desk.correct(visit.case, story, text=visit.said("what"), by=visit.person.name)
    except OnRecordError as refused:
        return _refused(visit, refused)
    return visit.go_on(f"/published/{story}")


def retract(visit: "Visit") -> Response:
    """Takes the story back: page and proofs say so from then on."""
    story = str(visit.request.path_params["story"])
    try:
        visit.desk.retract(visit.case, story, why=visit.said("why"), by=visit.person.name)
    except OnRecordError as refused:
        return _refused(visit, refused)
    return visit.go_on(f"/published/{story}")


def _refused(visit: "Visit", refused: OnRecordError) -> Response:
    if refused.code == "no-passphrase":
        raise refused
    return page(visit, refused)


SCREEN = Screen(
    "published",
    "Published",
    71,
    (
        get("/published/{story}", page),
        get("/published/{story}/read", read),
        get("/published/{story}/{file}", file),
        post("/published/{story}/exhibit", exhibit, needs="editor"),
        post("/published/{story}/correct", correct, needs="editor"),
        post("/published/{story}/retract", retract, needs="editor"),
    ),
    under="story",
)
