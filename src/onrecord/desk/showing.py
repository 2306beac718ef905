"""One message with what stands around it."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.desk.case import Case, open_case
from onrecord.desk.reading import tree_of
from onrecord.desk.rows import by_reference, by_rows
from onrecord.desk.whose import voices_of
from onrecord.errors import CannotAccess
from onrecord.model.chat import Message
from onrecord.model.claim import Voice


@dataclass(frozen=True, slots=True)
class Seen:
    """A message, its neighbours in the export's order (itself among them), its
    voices, and its original record if it was asked for."""

    message: Message
    messages: tuple[Message, ...]
    voices: tuple[Voice, ...]
    raw: str | None


def show(path: Path, reference: str, around: int, raw: bool, voices: bool) -> Seen:
    """The message ``reference`` names. Raises NoSuchMessage, AmbiguousReference."""
    case = open_case(path)
    message = by_reference(case, reference)
    first = max(0, message.n - around)
    near = by_rows(case, message.reading, range(first, message.n + around + 1))
    return Seen(
        message,
        tuple(near[n] for n in sorted(near)),
        voices_of(case, message) if voices else (),
        original(case, message) if raw else None,
    )


def original(case: Case, message: Message) -> str:
    """The record's own bytes, from the bag; bytes that are not UTF-8 as ``\\xHH``."""
    place = message.place
    if place.kind != "bytes":
        raise CannotAccess(
            "This format's records are table rows, not runs of bytes", where=str(place)
        )
    tree = tree_of(case, message.reading)
    with tree.open(place.member) as stream:
        if stream.seekable():
            stream.seek(place.start)
        else:
            _skip(stream, place.start)
        data = stream.read(place.length)
    return data.decode("utf-8", "backslashreplace")


def _skip(stream: BinaryIO, count: int) -> None:
    """Reads past ``count`` bytes of a stream that cannot seek."""
    left = count
    while left > 0 and (block := stream.read(min(left, 1 << 20))):
        left -= len(block)
