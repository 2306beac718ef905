"""Help: a page a screen, and what each error means."""

from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound
from starlette.responses import Response

from onrecord.web.failures import NoSuchPage
from onrecord.web.onward import own
from onrecord.web.rendering import environment
from onrecord.web.screen import Screen, get, screens

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def page(visit: "Visit") -> Response:
    """The help of one screen, its keys, and the way to the others."""
    name = str(visit.request.path_params.get("screen", "help"))
    about = next((s for s in screens() if s.name == name), None)
    if about is None:
        raise NoSuchPage("There is no help of that name", where=name[:80])
    return visit.page(
        "help", about=about, words=_words(name), all=screens(), back=own(visit.asked("back"))
    )


def _words(name: str) -> str | None:
    """The template of a screen's help, if it has one."""
    template = f"help/{name}.html.j2"
    try:
        environment().get_template(template)
    except TemplateNotFound:
        return None
    return template


SCREEN = Screen(
    "help",
    "Help",
    950,
    (
        get("/help", page, of_case=False, needs="nobody"),
        get("/help/{screen}", page, of_case=False, needs="nobody"),
    ),
    path="/help",
    of_case=False,
)
