"""What a screen is: its name, its place among the others, its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from starlette.responses import Response

    from onrecord.web.visit import Visit

Answer = Callable[["Visit"], Any]
Needs = Literal["nobody", "seat", "person", "editor"]
"""Who may see a page: anyone on this machine, who came by the printed address,
who has said who they are, who is an editor."""


@dataclass(frozen=True, slots=True)
class Param:
    """One value of an address's query: ``kind`` is JSON Schema's word for it."""

    name: str
    kind: Literal["string", "integer"] = "string"
    least: int | None = None
    most: int | None = None
    one_of: tuple[str, ...] = ()
    needed: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One address of a screen.

    ``answer`` takes a Visit and returns a response; a plain function runs in a
    thread of its own, a coroutine function on the loop (for streams only).
    ``of_case``: the path stands under ``/case/NAME``, else under ``/``. A page
    with ``api`` stands under ``/api`` instead, answers JSON and is described by its
    ``params``.
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    answer: Answer
    of_case: bool = True
    needs: Needs = "person"
    api: bool = False
    says: str = ""
    params: tuple[Param, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. ``order`` places it among the others (tens: leave room);
    ``path`` is where its entry in the navigation leads, None for no entry; then
    ``under`` names the screen that it stands behind.

    ``keys`` are (key, what it does), listed at the foot of the screen and in its
    help, which is ``templates/help/NAME.html.j2``.
    """

    name: str
    title: str
    order: int
    pages: tuple[Page, ...]
    path: str | None = None
    of_case: bool = True
    under: str = ""
    keys: tuple[tuple[str, str], ...] = ()


def get(path: str, answer: Answer, **more: Any) -> Page:
    """A page that is read."""
    return Page("GET", path, answer, **more)


def post(path: str, answer: Answer, **more: Any) -> Page:
    """A page that a form is sent to."""
    return Page("POST", path, answer, **more)


def api(path: str, answer: Answer, says: str, *params: Param, **more: Any) -> Page:
    """A page of JSON: ``answer`` returns a plain value, as ``model.wire`` makes it."""
    return Page("GET", path, answer, api=True, says=says, params=params, **more)


@cache
def screens() -> tuple[Screen, ...]:
    """Every screen, in the order of the navigation."""
    from onrecord import plugs
    from onrecord.web import screens as room

    found = [cast(Screen, one) for one in plugs.find(room, "SCREEN").values()]
    return tuple(sorted(found, key=lambda s: (s.order, s.name)))


@cache
def stands(path: str) -> bool:
    """True if some screen has a page at this path of a case."""
    return any(page.of_case and page.path == path for s in screens() for page in s.pages)


def response(value: Any) -> "Response":
    """A page's value as a response: a plain value becomes JSON."""
    from starlette.responses import JSONResponse, Response

    return value if isinstance(value, Response) else JSONResponse(value)
