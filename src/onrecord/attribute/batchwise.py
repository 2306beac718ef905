"""Statements batch by batch, without a walk: what a message needs is beside it.

The walk of :func:`onrecord.attribute.voices.all_voices` knows two things from
earlier messages: the text that is replied to, and who had a long text first.
Here both stand in columns of the batch, found before by a join, so that batches
can be worked on in any order, by any process, on any machine, with the same
result as the walk.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.attribute.copies import LONG, Copies, Source, long_pieces
from onrecord.attribute.gate import rows_worth
from onrecord.attribute.reported import reported
from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import Around, voices
from onrecord.model.chat import Message
from onrecord.model.claim import Statement
from onrecord.model.schema import MESSAGE, rows, typed

if TYPE_CHECKING:
    import pyarrow as pa

Piece = tuple[int, bytes, str | None, str | None, str]


def pieces_of(batch: "pa.RecordBatch") -> Iterator[Piece]:
    """(row ``n``, digest, name, id, reference) of every long piece of a batch's texts.

    Who had a piece first, among all rows of a reading, is the one of least ``n``.
    """
    import pyarrow.compute as pc

    long = batch.filter(pc.greater_equal(pc.utf8_length(batch.column("text")), LONG))
    for message in rows(_plain(long)):
        for digest, source in long_pieces(message):
            yield message.n, digest, source.name, source.id, source.ref


def may_state(batch: "pa.RecordBatch") -> "Iterator[pa.RecordBatch]":
    """The batch without the rows that hold no statement, whatever it is that they answer."""
    texts = batch.column("text").to_pylist()
    # A reply that takes over words is let through: its own words are surely in it.
    return rows_worth(batch, lambda at, _: texts[at])


def statements_in(
    batch: "pa.RecordBatch", reading: int, press: Copies
) -> Iterator[tuple[Message, Statement]]:
    """The statements of a batch, each with its message, in order.

    Beside the message columns the batch holds ``replied`` (the text that is
    answered, or null) and ``copied``: for each long piece that an earlier message
    of the reading holds too, its digest and the first one's name, id and reference.
    ``press`` holds the long pieces of the case's articles.
    """
    answered = batch.column("replied").to_pylist()
    for left in rows_worth(batch, lambda at, _: answered[at]):
        yield from _stated(left, reading, press)


def _stated(
    batch: "pa.RecordBatch", reading: int, press: Copies
) -> Iterator[tuple[Message, Statement]]:
    replied = batch.column("replied").to_pylist()
    copied = batch.column("copied").to_pylist()
    for message, answered, met in zip(rows(_plain(batch), reading), replied, copied, strict=True):
        around = Around(
            replied=_replied(message, answered), copies=press.before(_met(met)), speech=reported
        )
        for statement in of_message(message, voices(message, around)):
            yield message, statement


def _plain(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    return typed(batch.select(MESSAGE.names))


def _replied(message: Message, text: str | None) -> dict[str, str]:
    if message.reply_to is None or text is None:
        return {}
    return {message.reply_to: text}


def _met(met: Sequence[dict[str, Any]] | None) -> list[tuple[bytes, Source]]:
    return [(m["digest"], Source(m["name"], m["id"], m["ref"])) for m in met or ()]
