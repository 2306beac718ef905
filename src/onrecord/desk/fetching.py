"""Whole messages by number, and the attachments that came with them."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.desk.case import open_case
from onrecord.desk.reading import tree_of
from onrecord.desk.rows import by_rows
from onrecord.errors import NoSuchMessage, NoSuchThing
from onrecord.model.chat import Media, Message


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment of a message: what the export says of it, and its bytes to read."""

    message: Message
    media: Media
    stream: BinaryIO
    size: int


def messages_at(path: Path, reading: int, numbers: list[int]) -> list[Message]:
    """The messages of these numbers that there are, in the order of numbers."""
    found = by_rows(open_case(path), reading, numbers)
    return [found[n] for n in sorted(found)]


def attachment(path: Path, reading: int, n: int, index: int) -> Attachment:
    """Attachment ``index`` (from 0) of a message, out of the sealed bytes.

    Raises NoSuchMessage, NoSuchThing where the export did not bring its bytes.
    """
    case = open_case(path)
    message = by_rows(case, reading, [n]).get(n)
    if message is None:
        raise NoSuchMessage(f"There is no message {n} in reading {reading}", where=str(path))
    if not 0 <= index < len(message.media):
        raise NoSuchThing(f"This message has no attachment {index}", where=f"{reading}/{n}")
    media = message.media[index]
    if media.path is None or not media.present:
        raise NoSuchThing(
            "The export names this attachment and did not bring it",
            where=media.path or media.type,
            advice="ask for an export with media",
        )
    tree = tree_of(case, reading)
    try:
        return Attachment(message, media, tree.open(media.path), tree.size(media.path))
    except KeyError as e:
        raise NoSuchThing("The attachment is not in the sealed bytes", where=media.path) from e
