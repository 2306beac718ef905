"""What was published: its files, its proofs checked again, corrections, taking it back."""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.errors import NoSuchThing, OnRecordError
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.story import story_in

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """One published story."""
    story = str(visit.request.path_params["story"])
    folder = _folder(visit, story)
    checked, doubt = [], None
    try:
        checked = visit.desk.verify(folder / f"{story}.html")
    except OnRecordError as refused:
        doubt = refused
    draft = next(
        (
            d.name.removesuffix(".md")
            for d in visit.desk.drafts(visit.case)
            if story_in(visit.desk.read_draft(visit.case, d.name).text) == story
        ),
        None,
    )
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
    )


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
    return visit.save(found.read_bytes(), name, "application/octet-stream", why="published")


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
        get("/published/{story}/{file}", file),
        post("/published/{story}/correct", correct, needs="editor"),
        post("/published/{story}/retract", retract, needs="editor"),
    ),
)
