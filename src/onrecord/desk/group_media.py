"""Pictures of a draft that came from the group, or that a person judged graphic.

Compared without their metadata, so that a cleaned or renamed copy is known
again. A cropped or newly compressed copy is not: the checklist asks a person.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from onrecord.archive import bag as bags
from onrecord.desk.case import Case
from onrecord.desk.holdings import readings
from onrecord.desk.judging import standing
from onrecord.desk.pictures import bare
from onrecord.desk.rows import by_reference
from onrecord.errors import QuestionError
from onrecord.model.story import Story

_SUFFIXES = (".png", ".jpg", ".jpeg")
_NOTES = 512 * 1024  # what notes inside a picture may add to its size


def from_group(case: Case, story: Story) -> dict[str, str]:
    """Printed pictures that stand in an export: alt text to the export member's name."""
    wanted = {p.picture.data: p.alt for p in story.parts if p.picture is not None}
    sizes = [len(data) for data in wanted]
    if not wanted:
        return {}
    digests = {hashlib.sha256(data).hexdigest(): alt for data, alt in wanted.items()}
    found = {}
    for member, path in _pictures(case):
        size = path.stat().st_size
        if not any(s <= size <= s + _NOTES for s in sizes):
            continue
        alt = digests.get(hashlib.sha256(bare(path.read_bytes())).hexdigest())
        if alt is not None:
            found[alt] = member
    return found


def _pictures(case: Case) -> Iterator[tuple[str, Path]]:
    for number in readings(case, "chat"):
        folder = case.bag(number)
        for name in bags.open_bag(folder).files:
            if name.lower().endswith(_SUFFIXES):
                yield name.removeprefix("data/export/"), folder / name


def judged_graphic(case: Case) -> frozenset[str]:
    """Export members of pictures that a person judged graphic
    (``judge CASE m:… no --correct graphic=yes``)."""
    found: set[str] = set()
    for about, judgement in standing(case).items():
        if dict(judgement.correct).get("graphic") != "yes":
            continue
        try:
            message = by_reference(case, about)
        except QuestionError:
            continue  # withdrawn since; its pictures are in the case no more
        found.update(m.path for m in message.media if m.path)
    return frozenset(found)
