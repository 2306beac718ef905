"""Exports of one chat by different members, set side by side message by message.

What a message *is* (its identity) is kept apart from what it *says* (its
content): the platform's id, or, where an export has none, its minute and words.
Names are no content: every member sees the others under names of their own.

Memory is bounded: about 100 bytes a message of each side, whatever it holds.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, get_args

from onrecord.model.chat import Message
from onrecord.model.schema import EPOCH

Difference = Literal["text", "media", "file", "forward", "source", "sender", "reply", "edited"]
# What an export may lack without saying anything else: no difference if one side has none.
_MAY_LACK: frozenset[Difference] = frozenset({"file", "source", "sender", "reply", "edited"})
CONTENT: frozenset[Difference] = frozenset({"text", "media", "file", "forward", "source"})
_ORDER: tuple[Difference, ...] = get_args(Difference)
_NONE = -1
_MOST = 1 << 62


@dataclass(frozen=True, slots=True)
class Pair:
    """One message in both witnesses (``n`` of each), or in one only (other is None).

    ``differ`` names what is not the same in both; empty if nothing. ``by`` says
    what makes the two one message: ``id``, ``minute and words`` or ``minute and
    sender``.
    """

    one: int | None
    other: int | None
    differ: tuple[Difference, ...] = ()
    by: str = "id"


@dataclass(frozen=True, slots=True)
class Account:
    """How many messages are in both alike, in both but changed, in one only.

    Changed is what another text, medium, file or forward makes: ``CONTENT``.
    """

    alike: int
    changed: int
    only_one: int
    only_other: int


class Witness:
    """One export in digests: what is needed to compare it, no text.

    Eleven columns of 8 bytes. Digests are 62 bits of BLAKE2b: of ten million
    changed messages one would be taken for unchanged with probability 2e-12.
    """

    def __init__(self, messages: Iterable[Message]) -> None:
        self.n = array("q")
        self.id = array("q")
        self.minute = array("q")
        self.parts: dict[Difference, array[int]] = {part: array("q") for part in _ORDER}
        for message in messages:
            self._add(message)

    def _add(self, m: Message) -> None:
        self.n.append(m.n)
        self.id.append(_number(m))
        at = m.time.earliest
        self.minute.append(_NONE if at is None else int((at - EPOCH).total_seconds()) // 60)
        forward = m.forward
        files = [f"{f.type} {f.size}" for f in m.media if f.size is not None]
        self._digest("text", m.text)
        self._digest("media", "\n".join(f.type for f in m.media))
        self._digest("file", "\n".join(files))
        self._digest("sender", m.sender_id or "")
        self._digest("forward", "" if forward is None else "yes")
        self._digest("source", "" if forward is None else forward.id or "")
        self._digest("reply", m.reply_to or "")
        self._digest("edited", "" if m.edited is None else m.edited.text)

    def _digest(self, part: Difference, said: str) -> None:
        self.parts[part].append(_digest(said) if said else 0)

    def __len__(self) -> int:
        return len(self.n)

    @property
    def numbered(self) -> bool:
        """True if every message has the platform's id."""
        return len(self) > 0 and _NONE not in self.id


def _digest(said: str) -> int:
    data = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "little") % _MOST


def _number(m: Message) -> int:
    """The platform's id as a number; service and message ids are one series."""
    if m.id is None:
        return _NONE
    bare = m.id.removeprefix("message")
    if bare.lstrip("-").isascii() and bare.lstrip("-").isdigit() and len(bare) < 18:
        return int(bare) * 2 if int(bare) >= 0 else -int(bare) * 2 + 1
    return _digest("id " + m.id) * 2 + 1


def align(one: Witness, other: Witness) -> Iterator[Pair]:
    """Every message of both witnesses exactly once, in the order of identity.

    By id if both have ids throughout; else by minute and words, and what is
    left by minute and sender in the order it stands.
    """
    if one.numbered and other.numbered:
        for i, j in _zip(_by_id(one), _by_id(other)):
            yield _pair(one, other, i, j, "id")
        return
    left = _Left(range(len(one)), range(len(other)))
    steps: tuple[tuple[str, Difference], ...] = (
        ("minute and words", "text"),
        ("minute and sender", "sender"),
    )
    for by, part in steps:
        yield from _matched(one, other, left, by, part)
    yield from (_pair(one, other, i, None, "") for i in left.one)
    yield from (_pair(one, other, None, j, "") for j in left.other)


@dataclass(slots=True)
class _Left:
    """Rows not yet matched."""

    one: Sequence[int]
    other: Sequence[int]


class _Sorted:
    """Rows in the order of their keys; keys are numbers and made when asked for."""

    def __init__(self, rows: Iterable[int], key: Callable[[int], int]) -> None:
        self.rows = array("q", sorted(rows, key=key))
        self.key = key


def _by_id(side: Witness) -> _Sorted:
    return _Sorted(range(len(side)), side.id.__getitem__)


def _by_minute(side: Witness, rows: Iterable[int], part: Difference) -> _Sorted:
    minutes, digests = side.minute, side.parts[part]
    return _Sorted(rows, lambda i: (minutes[i] << 62) + digests[i])


def _matched(
    one: Witness, other: Witness, left: _Left, by: str, part: Difference
) -> Iterator[Pair]:
    in_one, in_other = array("q"), array("q")
    first, second = _by_minute(one, left.one, part), _by_minute(other, left.other, part)
    for i, j in _zip(first, second):
        if i is not None and j is not None:
            yield _pair(one, other, i, j, by)
        elif i is not None:
            in_one.append(i)
        elif j is not None:
            in_other.append(j)
    left.one, left.other = sorted(in_one), sorted(in_other)


def _pair(one: Witness, other: Witness, i: int | None, j: int | None, by: str) -> Pair:
    if i is None or j is None:
        return Pair(None if i is None else one.n[i], None if j is None else other.n[j], by=by)
    return Pair(one.n[i], other.n[j], _differ(one, other, i, j), by)


def _zip(first: _Sorted, second: _Sorted) -> Iterator[tuple[int | None, int | None]]:
    """Both sides walked together: rows of one key side by side."""
    i = j = 0
    here, there = first.rows, second.rows
    while i < len(here) and j < len(there):
        a, b = first.key(here[i]), second.key(there[j])
        yield (here[i] if a <= b else None, there[j] if b <= a else None)
        i, j = i + (a <= b), j + (b <= a)
    yield from ((k, None) for k in here[i:])
    yield from ((None, k) for k in there[j:])


def _differ(one: Witness, other: Witness, i: int, j: int) -> tuple[Difference, ...]:
    """What is not the same. What one export lacks is no difference."""
    out: list[Difference] = []
    for part in _ORDER:
        a, b = one.parts[part][i], other.parts[part][j]
        if a != b and not (part in _MAY_LACK and 0 in (a, b)):
            out.append(part)
    return tuple(out)


def account(pairs: Iterable[Pair]) -> Account:
    """The pairs counted."""
    alike = changed = only_one = only_other = 0
    for p in pairs:
        if p.other is None:
            only_one += 1
        elif p.one is None:
            only_other += 1
        elif CONTENT.intersection(p.differ):
            changed += 1
        else:
            alike += 1
    return Account(alike, changed, only_one, only_other)
