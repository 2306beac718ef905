"""The checklist of a draft: answered for a text, confirmed when the text has changed."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord import clock
from onrecord.desk.answering import printed_digest
from onrecord.desk.drafts import answers_file
from onrecord.desk.harming import answers_in
from onrecord.desk.seconds import seat
from onrecord.errors import BadOption, OnRecordError
from onrecord.report import harm
from onrecord.web.screen import Screen, post

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def name_of(visit: "Visit") -> str:
    """The draft in the address."""
    return str(visit.request.path_params["name"]) + ".md"


def story_in(text: str) -> str:
    """Which story a draft's head says it is; empty if it does not."""
    for line in text.split("\n")[:40]:
        if line.startswith("story:"):
            return line.partition(":")[2].strip()
    return ""


def given(visit: "Visit") -> dict[str, harm.Answer]:
    """The answers kept for the draft in the address."""
    file = answers_file(visit.case, name_of(visit))
    return answers_in(file if file.exists() else None)


def checklist(visit: "Visit", text: str) -> tuple[harm.Item, ...]:
    """The checklist with this draft's answers; empty while the text is no draft."""
    try:
        return _items(visit, text, given(visit))
    except OnRecordError:
        return ()  # what is wrong with the draft stands beside it, in the verdicts


def since(
    visit: "Visit", name: str, text: str, items: tuple[harm.Item, ...]
) -> dict[str, Any]:  # fmt: skip
    """What changed since the answers were given, as the panels show it."""
    if not any(i.stale for i in items):
        return {"since": [], "seen": "", "own_answers": False}
    folder = visit.case / "stories"
    found = visit.desk.changes_since(visit.case, text, items, name=name, folder=folder)
    own = all(set(one.by) == {visit.person.name} for one in found)
    return {"since": found, "seen": printed_digest(text, folder), "own_answers": own}


def _items(
    visit: "Visit", text: str, answers: dict[str, harm.Answer], confirm: str = ""
) -> tuple[harm.Item, ...]:
    folder = visit.case / "stories"
    return visit.desk.checklist(visit.case, text, folder=folder, answers=answers, confirm=confirm)


def _keep(visit: "Visit", text: str, items: tuple[harm.Item, ...]) -> None:
    """Writes the answers; what the person who sits there excuses carries their seat."""
    sits, now = visit.person, printed_digest(text, visit.case / "stories")
    answers = {}
    for item in items:
        said = item.given
        own = said.by == sits.name and sits.role == "editor" and said.text_of == now
        if item.key in harm.SECOND and own and not said.seat:
            said = replace(said, seat=seat(visit.desk.folder, story_in(text), item, said))
        answers[item.key] = said
    filled = _items(visit, text, answers)
    file = answers_file(visit.case, name_of(visit))
    visit.desk.keep_answers(visit.case, text, filled, file, folder=visit.case / "stories")


def answer(visit: "Visit") -> Response:
    """Keeps an editor's answers, signed with their name, for the text they had before them."""
    draft = visit.desk.read_draft(visit.case, name_of(visit), visit.said("base"))
    before = given(visit)
    now = printed_digest(draft.text, visit.case / "stories")
    answers = dict(before)
    for item in _items(visit, draft.text, before):
        words = " ".join(visit.said(f"answer-{item.key}").split())
        there = before.get(item.key)
        if words and (there is None or there.text != words):
            answers[item.key] = harm.Answer(
                words, visit.person.name, text_of=now, at=clock.stamp()
            )  # fmt: skip
    _keep(visit, draft.text, _items(visit, draft.text, answers))
    return _back(visit)


def confirm(visit: "Visit") -> Response:
    """An editor has read what changed: the answers still stand, for the text that was shown."""
    from onrecord.web.screens.story import edit

    draft = visit.desk.read_draft(visit.case, name_of(visit))
    if visit.said("seen") != printed_digest(draft.text, visit.case / "stories"):
        again = BadOption(
            "The draft was changed once more while you read",
            where=draft.name,
            advice="what changed stands in Checks; read it, then confirm",
        )
        return edit(visit, error=again)
    _keep(visit, draft.text, _items(visit, draft.text, given(visit), visit.person.name))
    return _back(visit)


def _back(visit: "Visit") -> Response:
    return visit.go_on(f"/story/{name_of(visit).removesuffix('.md')}#checks")


SCREEN = Screen(
    "answering",
    "Checklist",
    67,  # before the story's own pages
    (
        post("/story/{name}/answers", answer),
        post("/story/{name}/confirm", confirm, needs="editor"),
    ),
    under="story",
)
