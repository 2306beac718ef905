"""Library functions behind the commands that need no case."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.attribute.measure import near_json, voices_json
from onrecord.desk.reading import read
from onrecord.errors import BadOption
from onrecord.lang.likeness import THRESHOLD
from onrecord.model.chat import Message
from onrecord.model.press import Quotation
from onrecord.ports import Ask
from onrecord.press.quotes import LANGUAGES, known, quotations
from onrecord.press.rows import match
from onrecord.search.names import NameMatch, Pool


def voices_of_export(path: Path, ask: Ask, password: str | None) -> Iterator[dict[str, Any]]:
    """One object a message of an export with the voices of its spans, in order."""
    return voices_json(_messages(path, ask, password))


def near_in(
    path: Path, ask: Ask, password: str | None, threshold: float
) -> Iterator[tuple[list[str], str]]:
    """Groups of near-copies: their ids, and the text of the first."""
    if not 0 < threshold <= 1:
        raise BadOption("The threshold lies between 0 and 1", where=str(threshold))
    texts = dict(_rows(path) if _is_rows(path) else _texts(path, ask, password))
    for ids in near_json(texts.items(), threshold).values():
        yield ids, texts[ids[0]]


def quotes_in(data: bytes, language: str | None) -> tuple[str, list[Quotation]]:
    """The language read in and the quotations of an article's text.

    Offsets count code points of the text as decoded, a byte order mark and carriage
    returns included. Raises BadOption for an unknown language.
    """
    if language is not None and language not in LANGUAGES:
        raise BadOption(
            f"Quotations are not known in {language}", advice=f"one of {', '.join(LANGUAGES)}"
        )
    text = data.decode("utf-8", "replace")
    code = known(text, language)
    return code, quotations(text, code)


def match_rows(statements: Path, passages: Path) -> Iterator[dict[str, Any]]:
    """For each statement row the passages ranked, with reasons and an outcome."""
    return match(list(_objects(statements)), list(_objects(passages)))


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
            except ValueError as e:
                raise BadOption("This line is not JSON", where=f"{path}, line {number}") from e
            if not isinstance(said, dict):
                raise BadOption("This line is no object", where=f"{path}, line {number}")
            yield said


def _messages(path: Path, ask: Ask, password: str | None) -> Iterator[Message]:
    return (part for part in read(path, ask, password) if isinstance(part, Message))


def _is_rows(path: Path) -> bool:
    """True for JSON lines whose first object has ``id`` and ``text``."""
    if path.suffix not in (".jsonl", ".ndjson") or not path.is_file():
        return False
    return {"id", "text"} <= set(next(_objects(path), {"id", "text"}))


def _texts(path: Path, ask: Ask, password: str | None) -> Iterator[tuple[str, str]]:
    """Id and text; an id met before (another chat's) gives way to the message's key."""
    met: set[str] = set()
    for m in _messages(path, ask, password):
        if not m.text:
            continue
        ident = m.key if m.id is None or m.id in met else m.id
        met.add(ident)
        yield ident, m.text


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    met: set[str] = set()
    for number, said in enumerate(_objects(path), 1):
        if "id" not in said or "text" not in said:
            raise BadOption("An object lacks id or text", where=f"{path}, object {number}")
        ident = str(said["id"])
        if ident in met:
            raise BadOption(f"Two objects are called {ident}", where=f"{path}, object {number}")
        met.add(ident)
        yield ident, str(said["text"])


def names_in(
    pool: list[str], queries: list[str], limit: int, threshold: float | None
) -> Iterator[tuple[str, list[NameMatch]]]:
    """For each query the names of the pool that may be it, most alike first."""
    names = Pool(pool)
    level = THRESHOLD if threshold is None else threshold
    for query in queries:
        yield query, names.find(query, limit=limit, threshold=level)
