"""Library functions behind the commands that need no case."""

import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.attribute.copies import Copies
from onrecord.attribute.near import near
from onrecord.attribute.voices import Around, all_voices
from onrecord.desk.reading import read
from onrecord.errors import BadOption
from onrecord.model.chat import Message
from onrecord.model.claim import Voice
from onrecord.ports import Ask


def voices_of_export(
    path: Path, ask: Ask, password: str | None
) -> Iterator[tuple[Message, tuple[Voice, ...]]]:
    """Every message of an export with the voices of its spans, in order."""
    texts = {m.id: m.text for m in _messages(path, ask, password) if m.id is not None}
    around = Around(replied=texts, copies=Copies())
    yield from all_voices(_messages(path, ask, password), around)


def near_in(
    path: Path, ask: Ask, password: str | None, threshold: float
) -> Iterator[tuple[list[str], str]]:
    """Groups of near-copies: their ids, and the text of the first."""
    if not 0 < threshold <= 1:
        raise BadOption("The threshold lies between 0 and 1", where=str(threshold))
    texts = dict(_rows(path) if path.suffix == ".jsonl" else _texts(path, ask, password))
    for group in near(list(texts.items()), threshold=threshold):
        ids = [str(i) for i in group.ids]
        if len(ids) > 1:
            yield ids, texts[ids[0]]


def _messages(path: Path, ask: Ask, password: str | None) -> Iterator[Message]:
    return (part for part in read(path, ask, password) if isinstance(part, Message))


def _texts(path: Path, ask: Ask, password: str | None) -> Iterator[tuple[str, str]]:
    for m in _messages(path, ask, password):
        if m.text:
            yield m.id or m.key, m.text


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
                yield str(said["id"]), str(said["text"])
            except (ValueError, KeyError, TypeError) as e:
                raise BadOption(
                    "This line is not a JSON object with id and text",
                    where=f"{path}, line {number}",
                ) from e
