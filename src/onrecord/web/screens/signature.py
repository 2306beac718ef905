"""Beside the signature: who wrote, whether it is ready, what readers have, where the key is."""

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.desk.case import open_case
from onrecord.desk.drafts import saves_of
from onrecord.desk.editions import changed
from onrecord.desk.printing import Source
from onrecord.desk.publishing import noted
from onrecord.errors import OnRecordError
from onrecord.web.screen import Screen, post
from onrecord.web.screens.answering import name_of, story_in

if TYPE_CHECKING:
    from onrecord.model.draftfile import DraftText
    from onrecord.web.visit import Visit

_KEY_AT = "key-at:"


def publishing(visit: "Visit", draft: "DraftText", text: str) -> dict[str, Any]:
    """What the panel shows beside *Sign and publish*."""
    case, head = open_case(visit.case), text.split("\n")[:40]
    own = next((r.removeprefix(_KEY_AT).strip() for r in head if r.startswith(_KEY_AT)), "")
    writers = [by for by, _ in saves_of(case, draft.name)]
    return {
        "writers": list(dict.fromkeys(writers)),
        "ready": visit.desk.handed_over(visit.case).get(draft.name),
        "key_at": own or visit.desk.key_facts().published_at,
        "reprint": _reprint(visit, text),
    }


def _reprint(visit: "Visit", text: str) -> bool:
    """True if the story was published before with another text."""
    case = open_case(visit.case)
    before = noted(case).get(story_in(text), {})
    try:
        return changed(case, Source(text.encode(), "draft.md", case.path / "stories"), before)
    except OnRecordError:
        return False  # what is wrong with the draft stands beside it, in the verdicts


def ready(visit: "Visit") -> Response:
    """The draft is ready for the editor."""
    visit.desk.hand_over(visit.case, name_of(visit), by=visit.person.name)
    return _back(visit)


def key_at(visit: "Visit") -> Response:
    """Where the newsroom publishes the desk's key, for all pages from now on."""
    visit.desk.publish_key_at(visit.said("where"))
    return _back(visit)


def _back(visit: "Visit") -> Response:
    return visit.go_on(f"/story/{name_of(visit).removesuffix('.md')}#publish")


SCREEN = Screen(
    "signature",
    "Publish",
    66,  # before the story's own pages
    (
        post("/story/{name}/ready", ready),
        post("/story/{name}/key-at", key_at, needs="editor"),
    ),
    under="story",
)
