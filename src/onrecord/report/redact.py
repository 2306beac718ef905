"""What of a quoted message stays closed, and the names members get in a story.

Nothing is blacked out: a segment is opened whole or stays sealed. Where words
to be printed and words to be hidden share a segment, publishing is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import HarmRefused
from onrecord.model import segment
from onrecord.model.boundary import inside_word
from onrecord.model.chat import Entity
from onrecord.model.spelling import respelt

Span = tuple[int, int]
_PATTERNS = (
    ("an e-mail address", segment.EMAIL),
    ("a link", segment.LINK),
    ("a name or handle", segment.NAME),
    ("a long number", segment.DIGITS),
    ("coordinates", segment.COORDINATE),
    ("a bank account", re.compile(r"\b[A-Z]{2}\d{2}[ ]?(?:[A-Z0-9]{4}[ ]?){2,7}[A-Z0-9]{1,4}\b")),
)
_ENTITIES = {
    "mention": "a name or handle",
    "mention_name": "a name or handle",
    "link": "a link",
    "text_link": "a link",
    "email": "an e-mail address",
    "phone": "a telephone number",
    "bank_card": "a bank card number",
    "hashtag": "a hashtag of the group",
    "bot_command": "a bot command",
    "cashtag": "a wallet or ticker",
}
_CLITICS = frozenset("وفبلكס") | frozenset("ובלכמש")


@dataclass(frozen=True, slots=True)
class Hidden:
    """``text[start:end]`` must not be printed or opened; ``what`` it is."""

    start: int
    end: int
    what: str


def labels(members: Iterable[str], *, word: str = "Member") -> dict[str, str]:
    """A pseudonym per member for one story, in the order they first appear:
    Member A … Member Z, Member AA …"""
    named: dict[str, str] = {}
    for member in members:
        if member not in named:
            named[member] = f"{word} {_letters(len(named))}"
    return named


def _letters(number: int) -> str:
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def hidden(
    text: str, entities: Sequence[Entity] = (), names: Iterable[str] = ()
) -> tuple[Hidden, ...]:
    """The spans of a message that must stay closed, in order.

    ``names`` are those of members and contacts, in any script; a name is found
    under fold B and with a conjunction written onto it. Entities are the
    export's own marks. Numbers of under five digits are left.
    """
    found = [Hidden(m.start(), m.end(), what) for what, p in _PATTERNS for m in p.finditer(text)]
    found += [
        Hidden(e.start, e.start + e.length, _ENTITIES[e.type])
        for e in entities
        if e.type in _ENTITIES and e.start >= 0 and e.start + e.length <= len(text)
    ]
    found += _named(text, names)
    return tuple(sorted(set(found), key=lambda h: (h.start, h.end)))


def _named(text: str, names: Iterable[str]) -> Iterator[Hidden]:
    fold = respelt(text)
    for name in names:
        wanted = respelt(name).text
        if len(wanted) < 3:
            continue
        at = fold.text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if _free(fold.text, at) and not inside_word(fold.text, end):
                yield Hidden(*fold.original(at, end), "a person’s name")
            at = fold.text.find(wanted, at + 1)


def _free(text: str, at: int) -> bool:
    if not inside_word(text, at):
        return True
    return text[at - 1] in _CLITICS and not inside_word(text, at - 1)


def segments(text: str, entities: Sequence[Entity] = ()) -> list[Span]:
    """The openable segments of a text as spans, as sealed."""
    spans = [(e.start, e.length) for e in entities if e.type in segment.CLOSABLE]
    at = 0
    out = []
    for piece in segment.cut(text, spans):
        out.append((at, at + len(piece)))
        at += len(piece)
    return out


def to_open(
    text: str,
    printed: Sequence[Span],
    closed: Sequence[Hidden],
    entities: Sequence[Entity] = (),
    *,
    where: str = "",
) -> tuple[int, ...]:
    """The indices of the segments that printed spans need, and no others.

    Raises HarmRefused if such a segment holds something hidden.
    """
    cut = segments(text, entities)
    needed = [i for i, s in enumerate(cut) if any(_touch(text, s, p) for p in printed)]
    for index in needed:
        start, end = cut[index]
        for one in closed:
            if one.start < end and one.end > start:
                offer = without(text, printed, closed, [cut[i] for i in needed])
                raise HarmRefused(
                    f"The quoted words share a segment with {one.what}, which must stay closed.",
                    where=where,
                    advice=f"Write: {offer}"
                    if offer
                    else "Quote another part of the message: a segment is opened whole or not "
                    "at all.",
                )
    return tuple(needed)


def without(
    text: str, printed: Sequence[Span], closed: Sequence[Hidden], cut: Sequence[Span]
) -> str:
    """The printed words with ``[…]`` for every segment that hides something; '' if
    nothing would be left."""
    out: list[str] = []
    for start, end in cut:
        hides = any(h.start < end and h.end > start for h in closed)
        kept = "" if hides else " ".join(_shown(text, (start, end), printed))
        if kept:
            out.append(kept)
        elif not out or out[-1] != "[…]":
            out.append("[…]")
    said = [o for o in out if o != "[…]"]
    return " ".join(out) if any(map(str.isalnum, "".join(said))) else ""


def _shown(text: str, cut: Span, printed: Sequence[Span]) -> Iterator[str]:
    for a, b in printed:
        start, end = max(a, cut[0]), min(b, cut[1])
        if start < end and text[start:end].strip():
            yield text[start:end].strip()


def _touch(text: str, cut: Span, span: Span) -> bool:
    start, end = max(cut[0], span[0]), min(cut[1], span[1])
    return start < end and bool(re.sub(r"\s+", "", text[start:end]))
