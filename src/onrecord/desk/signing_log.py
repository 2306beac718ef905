"""Who signed a publication, with which answers: a judgement about the story, logged."""

import hashlib
from dataclasses import dataclass

from onrecord.archive import disk
from onrecord.desk.judging import judgements, named, record
from onrecord.desk.signing import SignOff, remember
from onrecord.desk.sitting import Sitting
from onrecord.model.judgement import Judgement
from onrecord.report import harm


@dataclass(frozen=True, slots=True)
class Signing:
    """One signing of one draft: by whom, what was answered, what came from elsewhere."""

    story: str
    editor: str
    draft: bytes
    items: tuple[harm.Item, ...]
    signed: tuple[SignOff, ...] = ()


def put_on_record(at: Sitting, signing: Signing) -> None:
    """Logs one judgement an editor; what is on record already is not logged again."""
    digest = hashlib.sha256(signing.draft).hexdigest()
    there = judgements(at.case)
    known = {(j.about, j.by, j.correct) for j in there}
    made: list[Judgement] = []
    for name, key in _editors(signing):
        answers = tuple(
            (i.key, i.given.text) for i in signing.items if i.given.text and i.given.by == name
        )
        again = ", ".join(i.key for i in signing.items if i.given.confirmed == name)
        correct = (("draft", digest), ("signed", key or "at the desk"), *answers)
        correct += (("confirmed", again),) if again else ()
        about = f"story:{signing.story}@{digest[:12]}"
        if (about, name, correct) in known:
            continue
        why = f"signs the draft with {len(answers)} answers of the harm checklist"
        why += f"; read what changed since these were given: {again}" if again else ""
        one_more = Judgement("", about, "yes", name, why, "", correct)
        made.append(named(one_more, len(there) + len(made)))
    if made:
        record(at, made)
    for one in signing.signed:
        name = f"{signing.story}.{one.key.split('+')[1]}.signed.json"
        disk.replace(at.case.path / "stories" / name, one.data)
        remember(at.desk.folder, one)


def _editors(signing: Signing) -> list[tuple[str, str]]:
    """(name, key or ''): the editor who signs, and whoever answered or confirmed an item."""
    keys = {one.by: one.key for one in signing.signed}
    given = [n for i in signing.items if i.given.text for n in (i.given.by, i.given.confirmed) if n]
    names = [signing.editor, *keys, *given]
    return [(name, keys.get(name, "")) for name in dict.fromkeys(names)]
