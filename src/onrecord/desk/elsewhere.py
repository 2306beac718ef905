"""Quoted messages in the other exports of their chat: missing there, or worded otherwise.

Whoever still had a message that was deleted since, or had it in a wording that was
changed since, exported in between: such words narrow down who gave the export. Only
exports that reach over the message are asked, and only where the platform numbers
its messages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.desk.case import Case
from onrecord.desk.holdings import readings
from onrecord.desk.rows import batches
from onrecord.model.chat import Message


@dataclass
class _Other:
    """What another export shows of one chat: its first and last number, and the texts
    of the numbers asked for."""

    first: int
    last: int
    texts: dict[str, str] = field(default_factory=dict)


def elsewhere(case: Case, quoted: Sequence[tuple[int, Message]]) -> Iterator[tuple[int, str]]:
    """(quotation, ``missing`` or ``otherwise``) for messages that another export of
    their chat should hold."""
    asked: dict[str, set[str]] = {}
    for _, message in quoted:
        if message.id is not None and message.id.isdigit():
            asked.setdefault(message.chat, set()).add(message.id)
    others = {n: _read(case, n, asked) for n in readings(case, "chat")} if asked else {}
    for number, message in quoted:
        told = {_told(o, message) for n, o in others.items() if n != message.reading}
        yield from ((number, what) for what in sorted(told - {""}))


def _told(chats: Mapping[str, _Other], message: Message) -> str:
    there, ident = chats.get(message.chat), message.id or ""
    if there is None or not ident.isdigit() or not there.first <= int(ident) <= there.last:
        return ""
    if ident not in there.texts:
        return "missing"
    return "" if there.texts[ident] == message.text else "otherwise"


def _read(case: Case, number: int, asked: Mapping[str, set[str]]) -> dict[str, _Other]:
    found: dict[str, _Other] = {}
    for batch in batches(case.reading(number), ["chat", "id", "text"]):
        chats, ids, texts = (batch.column(c).to_pylist() for c in ("chat", "id", "text"))
        for chat, ident, text in zip(chats, ids, texts, strict=True):
            if chat not in asked or ident is None or not ident.isdigit():
                continue
            at = int(ident)
            one = found.setdefault(chat, _Other(at, at))
            one.first, one.last = min(one.first, at), max(one.last, at)
            if ident in asked[chat]:
                one.texts[ident] = text
    return found
