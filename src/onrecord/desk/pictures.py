"""Pictures as they may be printed: the image itself, every note in it removed.

EXIF, comments, text chunks, colour profiles and trailing bytes can tell where,
when and by whom a picture was made. Only what is needed to draw it stays.
"""

import contextlib
import struct
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import BadDraft
from onrecord.model.draft import Draft
from onrecord.model.story import Picture

_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_SOF = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def pictures_of(draft: Draft, folder: Path) -> dict[str, Picture]:
    """The draft's pictures, cleaned, by their path in the draft.

    Raises BadDraft, with the line, for one that is missing or is no PNG or JPEG.
    """
    for line, what, remedy in unfit(draft, folder):
        raise BadDraft(what, where=f"{draft.name}, line {line}", advice=remedy)
    return pictures_there(draft, folder)


def unfit(draft: Draft, folder: Path) -> Iterator[tuple[int, str, str]]:
    """Line, what is wrong and the remedy for each picture that cannot be printed."""
    for block in draft.blocks:
        if block.kind != "picture":
            continue
        path = folder / block.path
        if not path.is_file():
            remedy = "put the file beside the draft, or take the picture out"
            yield block.line, f"The picture {block.path} is not there", remedy
            continue
        try:
            cleaned(path.read_bytes())
        except (ValueError, struct.error, IndexError) as e:
            what = f"The picture {block.path} cannot be cleaned: {e}"
            yield block.line, what, "save it as PNG or JPEG"


def pictures_there(draft: Draft, folder: Path) -> dict[str, Picture]:
    """Those of the draft's pictures that are there and can be cleaned."""
    found = {}
    for block in draft.blocks:
        path = folder / block.path
        if block.kind == "picture" and path.is_file():
            with contextlib.suppress(ValueError, struct.error, IndexError):
                found[block.path] = cleaned(path.read_bytes())
    return found


def bare(data: bytes) -> bytes:
    """A picture's bytes without notes; as they are if it is no whole PNG or JPEG."""
    try:
        return cleaned(data).data
    except (ValueError, struct.error, IndexError):
        return data


def cleaned(data: bytes) -> Picture:
    """The picture without metadata. Raises ValueError for other formats."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    raise ValueError("it is neither PNG nor JPEG")


def _png(data: bytes) -> Picture:
    """Critical chunks only (PNG specification, section 5)."""
    out, at = [_PNG], len(_PNG)
    width, height = struct.unpack(">II", data[16:24])
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise ValueError("it is cut off")
        if kind in _KEPT:
            out.append(data[at:end])
        if kind == b"IEND":
            return Picture(b"".join(out), "image/png", width, height)
        at = end
    raise ValueError("it has no end")


def _jpeg(data: bytes) -> Picture:
    """Every segment but APPn and comments (ITU T.81, annex B)."""
    out, at = [b"\xff\xd8"], 2
    width = height = 0
    while True:
        if data[at] != 0xFF:
            raise ValueError("a marker is missing")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at : at + 2 + length]
        if marker in _SOF:
            height, width = struct.unpack(">HH", segment[5:9])
        if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            out.append(segment)
        at += 2 + length
        if marker == 0xDA:
            end = data.rindex(b"\xff\xd9") + 2
            out.append(data[at:end])
            return Picture(b"".join(out), "image/jpeg", width, height)
