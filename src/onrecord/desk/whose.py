"""Whose words a message's are, with all that the case knows around it."""

from collections.abc import Iterable

import pyarrow.compute as pc

from onrecord.attribute.copies import LONG, Copies
from onrecord.attribute.reported import reported
from onrecord.attribute.voices import Around, voices
from onrecord.desk.case import Case
from onrecord.desk.news import articles
from onrecord.desk.rows import batches, by_rows
from onrecord.model.chat import Message
from onrecord.model.claim import Voice
from onrecord.model.press import Article
from onrecord.model.schema import rows


def around_of(case: Case, number: int) -> Around:
    """What is known around the messages of a reading, for a walk over all of it.

    ``copies`` knows the press and every long message of the reading.
    """
    copies = copies_of(articles(case))
    for batch in batches(case.reading(number)):
        long = pc.greater_equal(pc.utf8_length(batch.column("text")), LONG)
        for message in rows(batch.filter(pc.fill_null(long, False)), number):
            copies.add(message)
    return Around(replied=_replied(case, number), copies=copies, speech=reported)


def voices_of(case: Case, message: Message) -> tuple[Voice, ...]:
    """The voices of one message, as the walk over its whole reading finds them."""
    copies = copies_of(articles(case))
    if len(message.text) >= LONG:
        for earlier in _long_before(case, message):
            copies.add(earlier)
    replied = _one_replied(case, message)
    return voices(message, Around(replied=replied, copies=copies, speech=reported))


def copies_of(press: Iterable[Article]) -> Copies:
    """The long paragraphs of the articles, to know their copies by."""
    copies = Copies()
    for article in press:
        copies.add_press(article.text, article.outlet, article.id, article.published)
    return copies


def _replied(case: Case, number: int) -> dict[str, str]:
    """Texts that are replied to, by platform id: what a quoted reply quotes."""
    folder = case.reading(number)
    wanted: set[str] = set()
    for batch in batches(folder, ["reply_to"]):
        wanted.update(pc.drop_null(batch.column(0)).to_pylist())
    texts: dict[str, str] = {}
    if not wanted:
        return texts
    for batch in batches(folder, ["id", "text"]):
        pairs = zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
        texts.update((ident, text) for ident, text in pairs if ident in wanted)
    return texts


def _one_replied(case: Case, message: Message) -> dict[str, str]:
    if message.reply_to is None:
        return {}
    for batch in batches(case.reading(message.reading), ["id", "text"]):
        found = batch.filter(pc.equal(batch.column(0), message.reply_to))
        if found.num_rows:
            return {message.reply_to: found.column(1)[0].as_py()}
    return {}


def _long_before(case: Case, message: Message) -> list[Message]:
    """Earlier messages of the reading that are long enough to be copied."""
    wanted: list[int] = []
    for batch in batches(case.reading(message.reading), ["n", "text"]):
        long = pc.greater_equal(pc.utf8_length(batch.column(1)), LONG)
        early = pc.less(batch.column(0), message.n)
        wanted.extend(batch.filter(pc.and_(long, early)).column(0).to_pylist())
    found = by_rows(case, message.reading, wanted)
    return [found[n] for n in sorted(found)]
