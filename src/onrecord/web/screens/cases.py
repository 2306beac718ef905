"""The cases of this desk, and a new one."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.errors import BadOption, NotACase, OnRecordError
from onrecord.web.screen import Screen, api, get, post

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def listed(visit: "Visit") -> list[dict[str, Any]]:
    """Each case with what is in it; one that cannot be opened says why."""
    out: list[dict[str, Any]] = []
    for name, path in visit.site.cases().items():
        one: dict[str, Any] = {"name": name, "path": str(path), "facts": None, "error": None}
        try:
            one["facts"] = visit.desk.info(path)
        except OnRecordError as refused:
            one["error"] = refused
        out.append(one)
    return out


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """All cases."""
    return visit.page(
        "cases",
        200 if error is None else 422,
        cases=listed(visit),
        error=error,
        folder=str(Path.home() / "cases"),
        said=visit.form,
    )


def folder_for(title: str) -> str:
    """A folder's name for a case's: its letters and digits of any script, lower case."""
    words = re.sub(r"[^\w]+", "-", title.lower()).strip("-_")
    return words[:60] or "case"


def new(visit: "Visit") -> Response:
    """Makes a case, or puts one that exists on the list."""
    said, title = visit.said("path").strip(), " ".join(visit.said("name").split())
    path = Path(said).expanduser() if said else Path.home() / "cases" / folder_for(title)
    try:
        if not said and not title:
            raise BadOption("A case needs a name", advice="say what it is called at your desk")
        if not said and (path / "onrecord.toml").exists():
            raise BadOption(
                "There is a case of that name", where=str(path), advice="call this one otherwise"
            )
        if not path.is_absolute():
            raise BadOption(
                "Give the whole path, from the root", where=str(path), advice="/…/cases/harbour"
            )
        if not (path / "onrecord.toml").exists():
            if visit.said("open") == "yes":
                raise NotACase("No case lies here", where=str(path), advice="make one above")
            visit.desk.new(path, title or None)
        name = visit.site.show(path)
    except OnRecordError as refused:
        if refused.code == "no-passphrase":
            raise
        return page(visit, refused)
    return visit.go(f"/case/{name}/intake")


def as_objects(visit: "Visit") -> list[dict[str, Any]]:
    """The cases as JSON."""
    out = []
    for one in listed(visit):
        facts = one["facts"]
        out.append(
            {
                "name": one["name"],
                "path": one["path"],
                "title": None if facts is None else facts.name,
                "received": None if facts is None else len(facts.received),
            }
        )
    return out


SCREEN = Screen(
    "cases",
    "Cases",
    0,
    (
        get("/", page, of_case=False),
        post("/cases", new, of_case=False),
        api("/cases", as_objects, "Cases this desk knows", of_case=False),
    ),
    path="/",
    of_case=False,
    keys=(("j k", "cases"), ("Enter", "open")),
)
