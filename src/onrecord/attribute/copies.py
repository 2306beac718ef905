"""The same long text, earlier, from someone else: in the group or in the press.

A text is compared paragraph by paragraph, without a label before a colon
("Statement: …"), and sentence by sentence, after folding (case, marks,
elongation, punctuation and emoji do not count), exactly: a sentence with one
other word is no copy here (:mod:`onrecord.attribute.near` finds those). What the
press published after the message was sent is no source of it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.attribute.plain import plain
from onrecord.model.chat import Message
from onrecord.model.claim import Reason, Voice
from onrecord.model.when import NEVER, When

LONG = 80  # letters and digits after folding; below that people say the same by chance
_PARAGRAPH = re.compile(r"[^\n]+")
_LABEL = re.compile(r"[^\n:.!?؟]{1,40}:\s*")
_SENTENCE = re.compile(r"\S[^\n]*?[.!?؟…]+(?=\s|$)|\S[^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """Who wrote a text first, as written, and where; ``published`` is the press's."""

    name: str | None
    id: str | None
    ref: str
    published: When = NEVER


@dataclass(slots=True)
class Copies:
    """Long paragraphs, each with the one who had it first: in the chat, in the press.

    All messages of a chat may be added before the first is asked about: the first
    one to have a text is no copy of itself. Memory: about 150 bytes a distinct long
    paragraph.
    """

    _first: dict[bytes, Source] = field(default_factory=dict)
    _press: dict[bytes, Source] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Remembers a message's long paragraphs, unless someone had them before."""
        for digest, source in long_pieces(message):
            self._first.setdefault(digest, source)

    def before(self, met: Iterable[tuple[bytes, Source]]) -> "Copies":
        """The press of these, and who is known to have had which text first."""
        return Copies(dict(met), self._press)

    def add_press(self, text: str, outlet: str | None, ref: str, published: When = NEVER) -> None:
        """Remembers an article's long paragraphs as its outlet's, the earliest one's."""
        source = Source(outlet, None, ref, published)
        for _, _, digest in _long(text):
            known = self._press.get(digest)
            if known is None or _before(published, known.published):
                self._press[digest] = source

    def find(self, message: Message) -> Iterator[Voice]:
        """The spans of a message that someone else wrote before, as ``copied``."""
        text = message.text
        if len(text) < LONG:
            return
        for start, end, digest in _long(text):
            first = self._source(digest, message)
            if first is None:
                continue
            reason = Reason("copied-from-earlier", "", first.ref, start, start)
            yield Voice("copied", start, end, first.name, first.id, (reason,))

    def _source(self, digest: bytes, message: Message) -> Source | None:
        """Who had the text before this message; a report that may be later counts as before."""
        press = self._press.get(digest)
        if press is not None and not _after(press.published, message.time):
            return press
        first = self._first.get(digest)
        if first is None or first.ref == (message.id or message.key) or _same(first, message):
            return None
        return first


def _before(one: When, other: When) -> bool:
    """True if ``one`` is known to be out by the time ``other`` may be."""
    if one.earliest is None or other.earliest is None:
        return other.earliest is not None  # no date: it may always have been there
    return one.earliest < other.earliest


def _after(press: When, message: When) -> bool:
    """True if the press certainly came later."""
    return (
        press.earliest is not None
        and message.latest is not None
        and press.earliest > message.latest
    )


def long_pieces(message: Message) -> Iterator[tuple[bytes, Source]]:
    """The digests of a message's long pieces, each with whose they are by its record."""
    if len(message.text) < LONG:
        return
    forward = message.forward
    name, ident = message.sender, message.sender_id
    if forward is not None:
        name, ident = forward.name, forward.id
    source = Source(name, ident, message.id or message.key)
    for _, _, digest in _long(message.text):
        yield digest, source


def _same(first: Source, message: Message) -> bool:
    """True if the sender is the one who had the text first."""
    if first.id is not None and message.sender_id is not None:
        return first.id == message.sender_id
    return first.name is not None and first.name == message.sender


def _long(text: str) -> Iterator[tuple[int, int, bytes]]:
    """The long pieces of a text, paragraphs first, with the digest of their letters."""
    for start, end in _pieces(text):
        if end - start < LONG:
            continue
        folded = plain(text[start:end])
        if len(folded) >= LONG:
            said = folded.encode("utf-8", "surrogatepass")
            yield start, end, hashlib.blake2b(said, digest_size=12).digest()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        yield start, end
        label = _LABEL.match(text, start, end)
        if label is not None:
            yield label.end(), end
        sentences = list(_SENTENCE.finditer(text, start, end))
        if len(sentences) > 1:
            yield from (s.span() for s in sentences)
