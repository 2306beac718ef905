"""What gathering yields: one schema and one function from batch to rows a task.

The same function runs in this process and on every worker of a cluster.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from onrecord.attribute.batchwise import statements_in
from onrecord.desk.context import Known
from onrecord.model import wire
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.claim import Statement
from onrecord.model.query import Query
from onrecord.press.match import beside
from onrecord.store.batchwise import asked

Row = dict[str, Any]
Rows = Callable[[pa.RecordBatch, str, int, Known], Iterator[Row]]

_WHERE = [("folder", pa.string()), ("reading", pa.int32()), ("n", pa.int64()), ("key", pa.string())]
_SAID = [
    *_WHERE,
    ("statement", pa.string()),
    ("start", pa.int32()),
    ("end", pa.int32()),
    ("kind", pa.string()),
    ("voice", pa.string()),
    ("language", pa.string()),
    ("speaker", pa.string()),
    ("speaker_id", pa.string()),
    ("time", pa.string()),
    ("words", pa.string()),
    ("whole", pa.string()),
]
STATEMENTS = pa.schema(_SAID)
COMPARED = pa.schema([*_SAID, ("outcome", pa.string()), ("match", pa.string())])
FOUND = pa.schema(
    [
        ("query", pa.int32()),
        ("asked", pa.string()),
        *_WHERE,
        ("rung", pa.int32()),
        ("marks", pa.string()),
        ("text", pa.string()),
    ]
)
NEAR = pa.schema([("family", pa.string()), *_WHERE, ("exact", pa.bool_())])
ORDER = {
    "statements": ("folder", "reading", "n", "start", "end", "statement"),
    "compare": ("folder", "reading", "n", "start", "end", "statement"),
    "find": ("query", "folder", "reading", "n"),
    "near": ("folder", "reading", "n"),
}


def said_row(case: str, statement: Statement) -> Row:
    """A statement as a row; ``whole`` is what ``onrecord statements --json`` prints."""
    ref = statement.citation.ref
    return {
        "folder": case,
        "reading": ref.reading,
        "n": ref.n,
        "key": ref.key,
        "statement": statement.id,
        "start": statement.citation.start,
        "end": statement.citation.end,
        "kind": statement.kind,
        "voice": statement.voice.kind,
        "language": statement.language,
        "speaker": statement.speaker,
        "speaker_id": statement.speaker_id,
        "time": statement.time.rfc3339(),
        "words": statement.citation.words,
        "whole": json.dumps(wire.statement(statement), ensure_ascii=False),
    }


def compared_row(case: str, message: Message, statement: Statement, known: Known) -> Row:
    """A statement beside the press of its case; ``match`` is as ``compare --json`` prints."""
    cited = statement.citation.ref
    texts = {Ref(cited.reading, cited.n, cited.key): message.text}
    match = beside(statement, texts, known.setting)
    return {
        **said_row(case, statement),
        "outcome": match.outcome,
        "match": json.dumps(wire.match(match), ensure_ascii=False),
    }


def statement_rows(batch: pa.RecordBatch, case: str, reading: int, known: Known) -> Iterator[Row]:
    """The statements of a batch that carries its context."""
    for _, statement in statements_in(batch, reading, known.press):
        yield said_row(case, statement)


def compare_rows(batch: pa.RecordBatch, case: str, reading: int, known: Known) -> Iterator[Row]:
    """The statements of a batch, each beside the press of its case."""
    for message, statement in statements_in(batch, reading, known.press):
        yield compared_row(case, message, statement, known)


def finding(queries: Sequence[tuple[str, Query]]) -> Rows:
    """A function that asks all queries of each message of a batch."""

    def rows(batch: pa.RecordBatch, case: str, reading: int, known: Known) -> Iterator[Row]:
        for found in asked(batch, reading, [query for _, query in queries]):
            r = found.record
            yield {
                "query": found.query,
                "asked": queries[found.query][0],
                "folder": case,
                "reading": reading,
                "n": r.n,
                "key": r.key,
                "rung": max((int(m.rung) for m in found.marks), default=0),
                "marks": json.dumps([[m.start, m.end, int(m.rung), m.why] for m in found.marks]),
                "text": r.text,
            }

    return rows
