"""What must not be printed: names, ids, titles, and what a person said to hide."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.desk.case import Case
from onrecord.desk.holdings import holding, readings
from onrecord.desk.judging import standing
from onrecord.desk.news import articles
from onrecord.desk.rows import batches
from onrecord.model.chat import Message
from onrecord.report import leaks
from onrecord.report.redact import Hidden, hidden

_COLUMNS = ("sender", "sender_id", "signature", "via_bot", "forward_name", "forward_id")
_WHAT = {
    "sender": "a member's name",
    "sender_id": "a member's id",
    "signature": "a member's name",
    "via_bot": "a bot's name",
    "forward_name": "a name behind a forward",
    "forward_id": "an id behind a forward",
}
_MARKED = {"mention", "mention_name", "phone", "email", "bank_card"}
_PAGE = "messages"
"""What Telegram Desktop calls the pages of every chat: a chat that has no other id than its
file's name is not betrayed by that word, and any English text may hold it."""


class Hiding:
    """The values of one case that a published page must not hold.

    Outlets of the case's own news are public and not among them, nor is what a
    person said may be printed (``judge … --correct print=VALUE``, with the reason).
    """

    def __init__(self, case: Case) -> None:
        self._pairs = dict(_values(case))
        public = {name for a in articles(case) for name in (a.outlet, a.agency)}
        for name in (*public, *_allowed(case)):
            self._pairs.pop(name or "", None)
        self.names = tuple(
            v for v, what in self._pairs.items() if "name" in what or what == _BY_HAND
        )

    def closed(self, message: Message) -> tuple[Hidden, ...]:
        """The spans of a message that stay closed."""
        return hidden(message.text, message.entities, self.names)

    def secrets(self) -> tuple[leaks.Secret, ...]:
        """Everything a finished file is searched for."""
        return leaks.secrets(self._pairs.items())

    def of_certificates(self, case: Case, quoted: Iterable[Message]) -> tuple[leaks.Secret, ...]:
        """Values of the completeness certificates: what tells one export from another.
        Those of a quoted message itself are printed on purpose."""
        shown = {str(m.id) for m in quoted} | {m.time.rfc3339() or "" for m in quoted}
        found = ((v, what) for v, what in _certified(case) if v not in shown)
        return leaks.secrets(found)


_BY_HAND = "what a judgement hides"


def _allowed(case: Case) -> Iterator[str]:
    """Values a named person said may be printed, each with the reason on record."""
    for judgement in standing(case).values():
        yield from (value for what, value in judgement.correct if what == "print")


def _certified(case: Case) -> Iterator[tuple[str, str]]:
    from onrecord.desk.completeness import certificates

    for one in certificates(case.path):
        numbers = {n for gap in one.gaps for n in gap[:2]} | set(one.ids or ())
        yield from ((str(n), "a number of the export") for n in numbers if n >= 10_000)
        for at in (one.first, one.last):
            if at:
                yield at, "the first or last moment of the export"


def _values(case: Case) -> Iterator[tuple[str, str]]:
    """(value, what it is); later ones win."""
    for number in readings(case, "chat"):
        yield from _titles(case, number)
        for batch in batches(case.reading(number), [*_COLUMNS, "text", "entities"]):
            for name in _COLUMNS:
                for value in batch.column(name).unique().to_pylist():
                    if value:
                        yield value, _WHAT[name]
            yield from _marked(batch)
    for judgement in standing(case).values():
        for what, value in judgement.correct:
            if what == "hide":
                yield value, _BY_HAND


def _titles(case: Case, number: int) -> Iterator[tuple[str, str]]:
    """What an export and its chats are called."""
    name = holding(case, number).name
    if not name.isalpha():  # an ordinary word would be found in any text
        yield name, "the export's name"
    for chat in case.facts(number)["chats"]:
        yield chat["name"], "the group's title"
        if chat["id"] != _PAGE:
            yield chat["id"], "the group's id"


def _marked(batch: Any) -> Iterator[tuple[str, str]]:
    """Mentions, telephone numbers and the like, as the export marks them."""
    texts, marks = batch.column("text").to_pylist(), batch.column("entities").to_pylist()
    for text, entities in zip(texts, marks, strict=True):
        for e in entities or ():
            if e["type"] in _MARKED:
                yield text[e["start"] : e["start"] + e["length"]], "a name or number in a message"
                if e["value"] and not e["value"].startswith(("http", "tg://")):
                    yield e["value"], "an id in a message"
