"""Whose words every span of a message is.

The spans tile the text exactly: sorted, no gap, no overlap, from 0 to its
length. The record decides first (a forward is its origin's, whatever stands in
it), then the text (quotation marks, quoted lines, copies, reported speech).
Nothing here judges what is said.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.attribute.copies import Copies
from onrecord.attribute.marks import quoted
from onrecord.model.chat import Message
from onrecord.model.claim import Reason, Voice, VoiceKind

_SURE_BOT = re.compile(r"(@\w{2,}bot|\w{2,}(?:_bot|Bot|BOT))\Z", re.ASCII)
_QUOTED_LINES = re.compile(r"(?m)^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*")
_SHORT_REPLY = 12  # a shorter piece of the replied-to text is as likely chance
# The whole message is one voice, whatever marks stand in it.
_WHOLE: frozenset[VoiceKind] = frozenset({"forwarded", "bot"})
# Who wins where spans overlap; the others keep the rest.
_RANK: dict[VoiceKind, int] = {
    "app": -1,
    "quoted-reply": 0,
    "quoted": 1,
    "copied": 2,
    "reported": 3,
}


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the message itself; everything may be left out.

    ``bots``: sender ids or names known to be bots. ``replied``: text of the
    messages that are replied to, by platform id. ``copies``: the long texts met
    before (see :class:`~onrecord.attribute.copies.Copies`). ``speech``:
    finds reported speech in a text (:func:`onrecord.attribute.reported.reported`).
    """

    bots: frozenset[str] = frozenset()
    replied: Mapping[str, str] | None = None
    copies: Copies | None = None
    speech: Callable[[str], Iterator[Voice]] | None = None


NOTHING = Around()


def voices(message: Message, around: Around = NOTHING) -> tuple[Voice, ...]:
    """The voices of a message's text, tiling ``[0, len(text))``; empty if it has none."""
    text = message.text
    if not text:
        return ()
    base = base_voice(message, around)
    if base.kind in _WHOLE:
        return (base,)
    return tile(base, list(_inner(message, around)))


def base_voice(message: Message, around: Around = NOTHING) -> Voice:
    """Whose message it is by its record alone, as one voice over the whole text."""
    kind, rule, name, ident = _by_record(message, around.bots)
    reason = Reason(rule, "", name or ident or "")
    return Voice(kind, 0, len(message.text), name, ident, (reason,))


_Base = tuple[VoiceKind, str, str | None, str | None]


def _by_record(message: Message, bots: frozenset[str]) -> _Base:
    sender, ident, forward = message.sender, message.sender_id, message.forward
    if forward is not None:
        rule = "forward" if forward.name or forward.id else "forward-hidden"
        if forward.id is not None and forward.id == ident:
            rule = "forward-of-own-words"
        return "forwarded", rule, forward.name, forward.id
    if message.via_bot:
        return "bot", "via-bot", message.via_bot, None
    if _is_bot(sender, ident, bots):
        return "bot", "sender-is-bot", sender, ident
    rule = _group_rule(message)
    if rule:
        return "group", rule, message.signature or sender, ident
    return "own", "sender", sender, ident


def _group_rule(message: Message) -> str:
    """Why the message is the group's and no person's; empty if it is a person's."""
    ident = message.sender_id
    if message.kind == "service":
        return "service-event"
    if is_group(message):
        return "sender-is-chat"
    if ident is not None and ident.startswith("channel"):
        return "sender-is-channel"
    return "signed-post" if message.signature else ""


def is_group(message: Message) -> bool:
    """True if the sender is the chat itself: an anonymous admin or a channel's post."""
    ident = message.sender_id
    if ident is None:
        return False
    return _bare(ident) == _bare(message.chat) and not ident.startswith("user")


def _bare(ident: str) -> str:
    """An id without its kind's word and Telegram's ``-100`` mark."""
    for prefix in ("channel", "chat", "group", "-100", "-"):
        ident = ident.removeprefix(prefix)
    return ident


def _is_bot(sender: str | None, ident: str | None, known: frozenset[str]) -> bool:
    if sender in known or ident in known:
        return True
    return sender is not None and _SURE_BOT.match(sender) is not None


def _inner(message: Message, around: Around) -> Iterator[Voice]:
    """Spans that are not the base voice's, possibly overlapping."""
    text = message.text
    yield from _replies(message, around)
    for e in message.entities:
        if e.type == "app_note" and e.length > 0:
            # "<This message was edited>" and the like: the app wrote it, nobody said it.
            yield _span("app", "app-note", text, e.start, e.start + e.length)
        elif e.type == "blockquote" and e.length > 0:
            yield _span("quoted", "blockquote", text, e.start, e.start + e.length)
    for q in quoted(text):
        rule = "quotation-marks" if q.closed else "quotation-mark-unclosed"
        yield _span("quoted", rule, text, q.start, q.end)
    if around.copies is not None:
        yield from around.copies.find(message)
    if around.speech is not None:
        yield from around.speech(text)


def _replies(message: Message, around: Around) -> Iterator[Voice]:
    """Quoted parts of the replied-to message that were typed or pasted into this one."""
    text = message.text
    if ">" in text:
        for m in _QUOTED_LINES.finditer(text):
            yield _span("quoted-reply", "quoted-lines", text, m.start(), m.end())
    old = message.quote
    if not old and message.reply_to is not None and around.replied is not None:
        old = around.replied.get(message.reply_to)
    if old:
        at, length = _taken_over(old, text)
        if at >= 0:
            yield _span("quoted-reply", "words-of-the-replied-to", text, at, at + length)


def quotes_reply(old: str, text: str) -> bool:
    """True if the words of the replied-to message stand in the text."""
    return _taken_over(old, text)[0] >= 0


def _taken_over(old: str, text: str) -> tuple[int, int]:
    bare = old.strip()
    if len(bare) < _SHORT_REPLY:
        return -1, 0
    return _standing(bare, text)


def _standing(bare: str, text: str) -> tuple[int, int]:
    """(place, length) of the words: as they are, else in any case and without their end mark.

    Who says them again to mock rarely keeps either.
    """
    at = text.find(bare)
    low, whole = bare.lower(), text.lower()
    if at >= 0 or len(low) != len(bare) or len(whole) != len(text):
        return at, len(bare)  # a letter whose small form is two would shift the places
    low = low.rstrip(".!?… ")
    return (whole.find(low), len(low)) if len(low) >= _SHORT_REPLY else (-1, 0)


def _span(kind: VoiceKind, rule: str, text: str, start: int, end: int) -> Voice:
    words = text[start:end]
    return Voice(
        kind,
        start,
        end,
        None,
        None,
        (Reason(rule, "", words[:40], start, start + len(words[:40])),),
    )


def tile(base: Voice, inner: Sequence[Voice]) -> tuple[Voice, ...]:
    """``inner`` painted over ``base``: disjoint voices that cover ``base`` exactly.

    Where inner spans overlap the stronger keeps the ground (a quoted reply
    before quotation marks before a copy before reported speech; then the
    longer), and the weaker keeps what is left of it.
    """
    free = [(base.start, base.end)]
    out: list[Voice] = []
    for voice in sorted(inner, key=lambda v: (_RANK.get(v.kind, 9), v.start - v.end, v.start)):
        left: list[tuple[int, int]] = []
        for start, end in free:
            s, e = max(start, voice.start), min(end, voice.end)
            if s >= e:
                left.append((start, end))
                continue
            out.append(_cut(voice, s, e))
            left.extend(p for p in ((start, s), (e, end)) if p[0] < p[1])
        free = left
    out.extend(_cut(base, s, e) for s, e in free)
    out.sort(key=lambda v: v.start)
    return tuple(out)


def _cut(voice: Voice, start: int, end: int) -> Voice:
    if (start, end) == (voice.start, voice.end):
        return voice
    return Voice(voice.kind, start, end, voice.of, voice.of_id, voice.reasons)


def own_spans(message: Message, around: Around = NOTHING) -> tuple[tuple[int, int], ...]:
    """``[start, end)`` runs that are the sender's own words, neighbours joined.

    Empty for a forward, a bot's message, a group's post and a copied text: none
    of these can be quoted as the member's own.
    """
    out: list[tuple[int, int]] = []
    for v in voices(message, around):
        if v.kind != "own":
            continue
        if out and out[-1][1] == v.start:
            out[-1] = (out[-1][0], v.end)
        else:
            out.append((v.start, v.end))
    return tuple(out)


def not_own(message: Message, start: int, end: int, around: Around = NOTHING) -> tuple[Voice, ...]:
    """The voices that forbid quoting ``text[start:end]`` as the sender's own words.

    Empty if it may be: the slice holds own words, and words of others in it
    stand whole, in their quotation marks or with the verb that reports them.
    Raises ValueError if the slice does not lie in the text.
    """
    if not 0 <= start < end <= len(message.text):
        raise ValueError("the slice does not lie in the message's text")
    met = [v for v in voices(message, around) if v.start < end and start < v.end]
    whole = ("quoted", "reported")
    foreign = tuple(
        v
        for v in met
        if v.kind != "own" and not (v.kind in whole and start <= v.start and v.end <= end)
    )
    if foreign:
        return foreign
    said = any(
        message.text[max(v.start, start) : min(v.end, end)].strip() for v in met if v.kind == "own"
    )
    return () if said else tuple(v for v in met if v.kind != "own")


def all_voices(
    messages: Iterable[Message], around: Around = NOTHING, *, remember: bool = True
) -> Iterator[tuple[Message, tuple[Voice, ...]]]:
    """Messages in order with their voices; later ones know the earlier long texts.

    With ``remember`` each message's long texts go into ``around.copies``, so
    that the same text from someone else later on is *copied*.
    """
    for message in messages:
        yield message, voices(message, around)
        if remember and around.copies is not None:
            around.copies.add(message)
