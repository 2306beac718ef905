"""What a draft sends out and takes back: translator's sheet, signatures, pictures."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from onrecord.desk.drafts import answers_file
from onrecord.desk.pictures import cleaned, pictures_there
from onrecord.desk.printing import Source
from onrecord.desk.signing import read
from onrecord.errors import BadOption, NoSuchThing, OnRecordError
from onrecord.web.incoming import kept_in, one_file, scratch
from onrecord.web.screen import Screen, get, post
from onrecord.web.visit import plain_name

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

_MOST = 40_000_000
SIGNED = ".signed.json"


def draft_of(visit: "Visit") -> Path:
    """The file of the draft in the address. Raises NoSuchThing, BadDraft."""
    name = visit.desk.read_draft(visit.case, str(visit.request.path_params["name"]) + ".md").name
    return visit.case / "stories" / name


def signed_text(draft: Path) -> str:
    """The digest that a signature over the draft and its pictures as they are now names.
    Raises BadDraft."""
    return Source(draft.read_bytes(), draft.name, draft.parent).signed()


def signatures(case: Path, draft: Path) -> list[dict[str, Any]]:
    """The signatures that were brought for a draft; whether each is over its text as saved."""
    try:
        digest = signed_text(draft)
    except OnRecordError:
        digest = ""  # no draft as it stands now: whatever was signed is another text
    out = []
    for file in sorted((case / "stories").glob(f"{draft.stem}.*{SIGNED}")):
        try:
            one = read(file)
        except OnRecordError as refused:
            out.append({"file": file, "by": file.name, "error": refused, "fits": False})
            continue
        out.append({"file": file, "by": one.by, "error": None, "fits": one.draft == digest})
    return out


def page(visit: "Visit") -> Response:
    """Everything that goes out of a draft and comes back into it."""
    draft = draft_of(visit)
    answers = answers_file(visit.case, draft.name)
    folder = visit.case / "stories"
    return visit.page(
        "story/handover",
        name=draft.stem,
        signed=signatures(visit.case, draft),
        answered=answers.exists(),
        pictures=[p.name for p in sorted(folder.iterdir()) if p.suffix in (".png", ".jpg")],
        printed=_printed(draft),
        added=visit.asked("added"),
        taken=visit.asked("taken"),
    )


def _printed(draft: Path) -> list[str]:
    """The pictures that the draft prints and that lie beside it, by the path it gives."""
    try:
        read_ = Source(draft.read_bytes(), draft.name, draft.parent).draft()
    except OnRecordError:
        return []  # the editor says at which line it is no draft
    beside = draft.parent.resolve()
    there = pictures_there(read_, draft.parent)
    return [p for p in there if (beside / p).resolve().is_relative_to(beside)]


def picture(visit: "Visit") -> Response:
    """A picture that the draft prints, as its file, for somebody who signs elsewhere."""
    draft = draft_of(visit)
    number = int(visit.request.path_params["number"])
    there = _printed(draft)
    if number >= len(there):
        raise NoSuchThing("The draft prints no such picture", where=draft.name)
    file = draft.parent / there[number]
    kind = cleaned(file.read_bytes()).mime
    return visit.save(file.read_bytes(), file.name, kind, why="to be signed")


def sheet(visit: "Visit") -> Response:
    """The draft's quotations as a translator's spreadsheet."""
    draft = draft_of(visit)
    with scratch(visit) as folder:
        visit.desk.write_sheet(draft, folder / "sheet.csv")
        data = (folder / "sheet.csv").read_bytes()
    return visit.save(data, f"{draft.stem}-translations.csv", "text/csv", why="to be translated")


def take_sheet(visit: "Visit") -> Response:
    """A filled sheet's signed rows into the draft, saved under the name of who brought it."""
    draft = draft_of(visit)
    before = visit.desk.read_draft(visit.case, draft.name)
    with scratch(visit) as folder:
        sent = kept_in(folder, one_file(visit, "sheet"), "sheet.csv")
        copy = folder / draft.name
        copy.write_text(before.text, "utf-8")
        taken = visit.desk.fill_from_sheet(copy, sent)
        text = copy.read_text("utf-8")
    done = visit.desk.save_draft(
        visit.case, draft.name, text, by=visit.person.name, base=before.digest
    )
    if done.fate == "conflict":
        raise BadOption(
            "The draft was changed while the sheet was read", advice="bring the sheet once more"
        )
    return visit.go_on(f"/story/{draft.stem}/handover", taken=str(taken))


def text(visit: "Visit") -> Response:
    """The draft as its file, for somebody who signs on another machine."""
    draft = draft_of(visit)
    return visit.save(draft.read_bytes(), draft.name, "text/markdown", why="to be signed")


def answers(visit: "Visit") -> Response:
    """The answered checklist as its file. Raises BadOption if nobody answered yet."""
    draft = draft_of(visit)
    file = answers_file(visit.case, draft.name)
    if not file.exists():
        raise BadOption("Nobody has answered the checklist yet", where=draft.name)
    return visit.save(file.read_bytes(), file.name, "text/plain", why="to be signed")


def bring_signature(visit: "Visit") -> Response:
    """Keeps a signature made elsewhere. Raises SignatureRefused if it does not hold."""
    draft = draft_of(visit)
    with scratch(visit) as folder:
        sent = kept_in(folder, one_file(visit, "signature"), "sent.json")
        one = read(sent)
        if one.draft != signed_text(draft):
            raise BadOption(
                "This signature is over another text, or other pictures, than the draft as saved",
                where=f"{one.by}, {one.claimed}",
                advice="hand out the draft again, or put its text back as it was signed",
            )
        known = hashlib.sha256(one.data).hexdigest()[:12]
        sent.replace(draft.with_name(f"{draft.stem}.{known}{SIGNED}"))
    return visit.go_on(f"/story/{draft.stem}/handover")


def add_picture(visit: "Visit") -> Response:
    """A picture for the story, into the folder of drafts; one of that name is never
    overwritten. Raises BadOption if it is no PNG or JPEG."""
    draft = draft_of(visit)
    sent = one_file(visit, "picture")
    data = sent.file.read(_MOST + 1)
    if len(data) > _MOST:
        raise BadOption("The picture is larger than 40 MB", where=plain_name(sent.filename or ""))
    try:
        made = cleaned(data)
    except (ValueError, IndexError, OverflowError) as e:
        raise BadOption("This is no whole PNG or JPEG", where=str(e)[:120]) from e
    ending = ".png" if made.data.startswith(b"\x89PNG") else ".jpg"
    name = Path(plain_name(sent.filename or "picture")).stem.strip(".") or "picture"
    target = draft.with_name(name + ending)
    if target.exists():
        raise BadOption("There is a picture of that name", where=target.name, advice="rename yours")
    sent.file.seek(0)
    kept_in(draft.parent, sent, target.name)
    return visit.go_on(f"/story/{draft.stem}/handover", added=target.name)


SCREEN = Screen(
    "handover",
    "Hand over",
    68,  # before the story's own pages
    (
        get("/story/{name}/handover", page),
        get("/story/{name}/sheet", sheet),
        post("/story/{name}/sheet", take_sheet),
        get("/story/{name}/text", text),
        get("/story/{name}/checklist", answers),
        post("/story/{name}/signature", bring_signature, needs="editor"),
        post("/story/{name}/picture", add_picture),
        get("/story/{name}/printed/{number:int}", picture),
    ),
    under="story",
)
