"""Pictures of a draft that came from the group, or that a person judged graphic.

A copy without its metadata, or renamed, is the group's byte for byte. One that was
scaled, mirrored, cropped or compressed anew looks like it (:mod:`desk.likeness`):
that is a guess and said to be one. A crop of less than two fifths, and a sign of
the group inside another picture, are not found: the checklist asks a person.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import zxingcpp
from PIL import Image

from onrecord.desk.case import Case
from onrecord.desk.judging import standing
from onrecord.desk.likeness import Unreadable, alike, known, outline, shown
from onrecord.desk.outlines import as_outline, drawn, outlines, pictures
from onrecord.desk.pictures import bare
from onrecord.desk.rows import by_reference
from onrecord.errors import QuestionError
from onrecord.model.story import Story

_CODES = (
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.MicroQRCode,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.PDF417,
)
_NOTES = 512 * 1024  # what notes inside a picture may add to its size


@dataclass(frozen=True, slots=True)
class Theirs:
    """A printed picture (by its text for the blind) that is one of the export, or
    ``looks`` like it."""

    alt: str
    member: str
    looks: bool = False
    copies: int = 1
    """In how many exports the same bytes were seen."""


def from_group(case: Case, story: Story) -> list[Theirs]:
    """Printed pictures that stand in an export, or look like one that does."""
    wanted = {p.picture.data: p.alt for p in story.parts if p.picture is not None}
    if not wanted:
        return []
    same = {t.alt: t for t in _same(case, wanted)}
    left = {data: alt for data, alt in wanted.items() if alt not in same}
    return [*same.values(), *(_like(drawn(case), left) if left else ())]


def _same(case: Case, wanted: dict[bytes, str]) -> Iterator[Theirs]:
    digests = {hashlib.sha256(data).hexdigest(): alt for data, alt in wanted.items()}
    sizes = [len(data) for data in wanted]
    found: dict[str, list[tuple[int, str]]] = {}
    for number, member, path in pictures(case):
        size = path.stat().st_size
        if any(s <= size <= s + _NOTES for s in sizes):
            alt = digests.get(hashlib.sha256(bare(path.read_bytes())).hexdigest())
            if alt is not None:
                found.setdefault(alt, []).append((number, member))
    for alt, seen in found.items():
        yield Theirs(alt, seen[0][1], copies=len({number for number, _ in seen}))


def _like(folders: tuple[Path, ...], wanted: dict[bytes, str]) -> Iterator[Theirs]:
    for data, alt in wanted.items():
        member = _looked_for(folders, data)
        if member:
            yield Theirs(alt, member, looks=True)


@lru_cache(maxsize=16)  # the pictures' bytes are held with it
def _looked_for(folders: tuple[Path, ...], data: bytes) -> str:
    """The first picture of the exports that looks like this one; '' for none. Kept:
    a checklist is shown many times while a draft is written."""
    try:
        printed = outline(data)
    except Unreadable:
        return ""
    if not known(printed):
        return ""
    seen = outlines(folders)
    return next((s.member for s in seen if s.height and alike(printed, as_outline(s))), "")


def coded(story: Story) -> list[str]:
    """Printed pictures that hold a QR code or its like, by their texts."""
    found = []
    for part in story.parts:
        if part.picture is not None:
            image = shown(part.picture.data)
            if image is not None and _codes(image):
                found.append(part.alt)
    return found


def _codes(image: Image.Image) -> int:
    """Codes with a check of their own; bars of a fence have none that tells."""
    kinds = (
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.PDF417,
    )
    return sum(
        r.valid for r in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(kinds))
    )


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
