"""Templates, and the filters that turn evidence into text that is only text."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.web import assets, text, words
from onrecord.web.screen import screens, stands

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

THEMES = ("auto", "light", "dark")
DIRECTIONS = ("ltr", "rtl")


def render(visit: "Visit", template: str, values: dict[str, Any]) -> str:
    """A page. Every value is escaped; missing ones are an error, not a blank."""
    session = visit.session
    look = {} if session is None else session.look
    path = visit.request.url.path
    around = {
        "visit": visit,
        "screen": visit.screen,
        "screens": [s for s in screens() if s.path is not None],
        "person": None if session is None else session.person,
        "csrf": "" if session is None else session.csrf,
        "headers": json.dumps({"X-CSRF": "" if session is None else session.csrf}),
        "url": visit.url,
        "here": path + (f"?{visit.request.url.query}" if visit.request.url.query else ""),
        "theme": look.get("theme", "auto"),
        "direction": look.get("direction", "ltr"),
        "case_title": case_title(visit),
        "unlocked": visit.site.unlocked,
    }
    found: str = environment().get_template(f"{template}.html.j2").render({**around, **values})
    return found


def case_title(visit: "Visit") -> str:
    """What the case is called; empty outside of one."""
    if not visit.name or not str(visit.case):
        return ""
    from onrecord.desk.case import open_case
    from onrecord.errors import OnRecordError

    try:
        return open_case(visit.case).name
    except OnRecordError:
        # The page that says what is wrong with the case still needs a title.
        return visit.case.name


@cache
def environment() -> Environment:
    """The one environment of all templates."""
    made = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(text.FILTERS)
    made.filters.update(words.FILTERS)
    made.globals.update(asset=assets.link, stands=stands)
    return made
