"""Story: drafts, the editor with the gate beside it, checklist, translations, the page."""

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, Response

from onrecord import clock
from onrecord.desk.drafts import answers_file
from onrecord.desk.writing import with_translation
from onrecord.errors import BadDraft, BadOption, OnRecordError
from onrecord.model import editing
from onrecord.report import _page_words, writers
from onrecord.web import rendering
from onrecord.web.guard import POLICY
from onrecord.web.screen import Screen, api, get, post
from onrecord.web.screens.answering import checklist, name_of, since, story_in
from onrecord.web.screens.handover import signatures
from onrecord.web.screens.signature import publishing

if TYPE_CHECKING:
    from onrecord.model.draftfile import DraftFile, DraftText, Saved
    from onrecord.model.editing import Look
    from onrecord.web.visit import Visit

# The page as it will be printed carries its own style and pictures, and no script.
PRINTED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
SAID = {
    "passes": "Passes",
    "refused": "Refused",
    "own-marks": "Your own quotation marks",
    "said-elsewhere": "Said to you elsewhere",
}


def page(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """All drafts, what was published, and the way to a first draft."""
    facts = visit.desk.info(visit.case)
    return visit.page(
        "story/stories",
        200 if error is None else 422,
        drafts=visit.desk.drafts(visit.case),
        ready=visit.desk.handed_over(visit.case),
        published=facts.stories,
        judged=facts.judgements,
        received=[r for r in facts.received if r.kind == "chat" and not r.withdrawn],
        error=error,
        languages=[(code, _page_words.words(code).table["name"]) for code in _page_words.known()],
    )


def compose(visit: "Visit") -> Response:
    """Composes a first draft from what was judged."""
    language, known = visit.said("language"), _page_words.known()
    if language and language not in known:
        raise BadOption(f"No sentences in {language[:20]}", advice=", ".join(known))
    into = visit.said("into") or "draft.md"
    before = {d.name: visit.desk.read_draft(visit.case, d.name).text for d in _drafts(visit)}
    if into != "draft.md" and into not in before:
        raise BadOption("There is no such draft", where=into[:80])
    file = visit.case / "stories" / into
    done = visit.desk.draft(visit.case, file, by=visit.person.name, language=language)
    now = visit.desk.read_draft(visit.case, into).text
    notes = now.count("\n%%") - before[into].count("\n%%") if into in before else -1
    said = {"composed": str(done.quotations), "notes": str(notes)}
    return visit.go_on(f"/story/{into.removesuffix('.md')}", **said)


def _drafts(visit: "Visit") -> "list[DraftFile]":
    return visit.desk.drafts(visit.case)


def new(visit: "Visit") -> Response:
    """An empty draft of a name."""
    name = visit.said("name").strip().removesuffix(".md")
    headline = " ".join(visit.said("headline").split()) or "A headline"
    text = (
        f"---\nstory: {name}\nheadline: {headline}\nlead:\nby: {visit.person.name}\n"
        "language: en\ncontact:\n---\n\n"
    )
    try:
        visit.desk.save_draft(visit.case, f"{name}.md", text, by=visit.person.name)
    except BadOption as refused:
        return page(visit, refused)
    return visit.go_on(f"/story/{name}")


def edit(
    visit: "Visit", text: str | None = None, error: OnRecordError | None = None,
    saved: "Saved | None" = None,
) -> Response:  # fmt: skip
    """The editor. Without script the verdicts are those of the text as it was sent."""
    draft = visit.desk.read_draft(visit.case, name_of(visit))
    shown = draft.text if text is None else text
    base = visit.said("base") or draft.digest
    if saved is not None:
        base = saved.digest
    answered = visit.page(
        "story/editor",
        200 if error is None else 422,
        draft=draft,
        text=shown,
        base=base if text is not None or saved is not None else draft.digest,
        said=SAID,
        error=error,
        saved=saved,
        composed=visit.asked("composed") if visit.asked("composed").isdigit() else "",
        notes=visit.number("notes", -1, least=-1 << 30),
        **panels(visit, draft, shown),
    )
    answered.headers["content-security-policy"] = POLICY + "; frame-src 'self'"
    return answered


def panels(visit: "Visit", draft: "DraftText", shown: str) -> dict[str, Any]:
    """What the panels beside the text show of it."""
    items = checklist(visit, shown)
    return {
        "name": draft.name.removesuffix(".md"),
        "look": looked_at(visit, shown),
        "items": items,
        **since(visit, draft.name, shown, items),
        "signed": signatures(visit.case, visit.case / "stories" / draft.name),
        "outputs": sorted(writers()),
        "today": clock.now().date().isoformat(),
        "story": story_in(shown),
        "published": story_in(shown) in visit.desk.info(visit.case).stories,
        **publishing(visit, draft, shown),
    }


def beside(visit: "Visit") -> Response:
    """The panels beside the draft as it is saved: a part of the page."""
    draft = visit.desk.read_draft(visit.case, name_of(visit))
    return visit.page("story/panes", base=draft.digest, **panels(visit, draft, draft.text))


def look(visit: "Visit") -> Response:
    """The gate's verdicts on the text as it is being written: a part of the page."""
    text = visit.said("text")
    return visit.page(
        "story/verdicts", look=looked_at(visit, text), said=SAID, items=checklist(visit, text)
    )


def looked_at(visit: "Visit", text: str) -> "Look":
    """What the gate says of a draft's text, its pictures among it."""
    folder = visit.case / "stories"
    return visit.desk.check_draft(visit.case, text, name=name_of(visit), folder=folder)


def save(visit: "Visit") -> Response:
    """Saves; merges with what somebody else saved meanwhile; loses nothing."""
    text = visit.said("text")
    try:
        done = visit.desk.save_draft(
            visit.case, name_of(visit), text, by=visit.person.name, base=visit.said("base") or None
        )
    except OnRecordError as refused:
        if visit.enhanced:
            return visit.page("story/saved", 200, saved=None, error=refused)
        return edit(visit, text, refused)
    if visit.enhanced:
        return visit.page("story/saved", saved=done, error=None)
    if done.fate == "conflict":
        return edit(visit, done.text, saved=done)
    return visit.go_on(f"/story/{name_of(visit).removesuffix('.md')}")


def printed(visit: "Visit") -> Response:
    """The page as it will look, of the text sent or of the draft as saved."""
    text = visit.said("text") if visit.request.method == "POST" else ""
    text = text or visit.desk.read_draft(visit.case, name_of(visit)).text
    try:
        html = visit.desk.preview(visit.case, text, folder=visit.case / "stories")
    except BadDraft as refused:
        html = rendering.render(visit, "story/unprinted", {"error": refused})
    return HTMLResponse(
        html, headers={"content-security-policy": PRINTED, "x-frame-options": "SAMEORIGIN"}
    )


def change(visit: "Visit", made: str, base: str, pane: str) -> Response:
    """Writes a change made on the text that ``base`` names; another's stays."""
    name = name_of(visit)
    done = visit.desk.save_draft(visit.case, name, made, by=visit.person.name, base=base)
    if done.fate == "conflict":
        return edit(visit, done.text, saved=done)
    return visit.go_on(f"/story/{name.removesuffix('.md')}#{pane}")


def translate(visit: "Visit") -> Response:
    """Signs the translations that were filled in into the draft, one person for all."""
    from datetime import date

    from onrecord.web.visit import whole

    draft = visit.desk.read_draft(visit.case, name_of(visit), visit.said("base"))
    made = draft.text
    try:
        day = date.fromisoformat(visit.said("day"))
    except ValueError as e:
        raise BadOption("That is no date", where=visit.said("day")[:20]) from e
    lines = [whole(one, "line", 1, 1_000_000) for one in visit.said_all("line")]
    filled = [(at, w) for at, w in zip(lines, visit.said_all("words"), strict=False) if w.strip()]
    if not filled:
        raise BadOption("A translation needs its words and the name of who signs it")
    for at, words in sorted(filled, reverse=True):  # from below: lines above stay where they are
        made = with_translation(made, at, words, visit.said("by"), day)
    return change(visit, made, draft.digest, "translate")


def publish(visit: "Visit") -> Response:
    """The gate, the page, the proofs, signed by the editor who asks."""
    name = name_of(visit)
    file = visit.case / "stories" / name
    answers, also = answers_file(visit.case, name), visit.said_all("signed")
    try:
        done = visit.desk.publish(
            visit.case,
            file,
            by=visit.person.name,
            formats=tuple(visit.said_all("output")) or ("html",),
            checklist=answers if answers.exists() else None,
            signed=tuple(s["file"] for s in signatures(visit.case, file) if s["file"].name in also),
            correction=visit.said("correction") if visit.said("again") == "correction" else "",
            never_out=visit.said("again") == "never",
        )
    except OnRecordError as refused:
        if refused.code == "no-passphrase":
            raise
        return edit(visit, error=refused)
    return visit.go_on(f"/published/{done.story}")


def as_object(visit: "Visit") -> Any:
    """The gate's verdicts on a saved draft, as JSON."""
    text = visit.desk.read_draft(visit.case, name_of(visit)).text
    return editing.as_object(looked_at(visit, text))


SCREEN = Screen(
    "story",
    "Story",
    70,
    (
        get("/story", page),
        post("/story/compose", compose),
        post("/story/new", new),
        get("/story/{name}", edit),
        post("/story/{name}", save),
        post("/story/{name}/look", look),
        get("/story/{name}/beside", beside),
        get("/story/{name}/page", printed),
        post("/story/{name}/page", printed),
        post("/story/{name}/translate", translate),
        api("/story/{name}", as_object, "What the gate says of a saved draft"),
        post("/story/{name}/publish", publish, needs="editor"),
    ),
    path="/story",
    keys=(
        ("Ctrl S", "save"),
        ("Alt ↓", "next verdict"),
        ("Alt C", "cite at the cursor"),
        ("c", "cite, on other screens"),
    ),
)
