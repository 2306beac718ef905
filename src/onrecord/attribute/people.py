"""Who is in a chat, under which names, and who answers and forwards whom.

A person here is what the export says: one id, or one name where it has no ids.
Who that *is*, and whether two of them are one, a person decides; proposals name
their reasons and never leave one chat. Days are kept, times of day are not, so
nobody's hours of activity can be exported from here.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal

from onrecord.attribute.plain import plain
from onrecord.attribute.voices import base_voice
from onrecord.model.chat import Message

Kind = Literal["person", "group", "bot", "source", "named"]
Link = Literal["reply", "forward", "invite", "remove"]
# Events that, by Telegram's defaults, take an administrator's right.
_ADMIN = frozenset({"edit_group_title", "edit_group_photo", "remove_members", "set_messages_ttl"})
_JOINS = frozenset({"join_group_by_link", "join_group_by_request"})


@dataclass(slots=True)
class Alias:
    """A name as written, how often, and between which days (UTC) it was met."""

    name: str
    times: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something a service record says of a member: what, on which day, by whom."""

    what: str
    day: date | None
    by: str | None = None


@dataclass(slots=True)
class Member:
    """One sender or source of a chat. ``key`` is the id, or ``name:`` and the name.

    ``named`` members only occur in service records or as someone's reply.
    """

    key: str
    kind: Kind
    names: dict[str, Alias] = field(default_factory=dict)
    messages: int = 0
    forwards: int = 0
    replies: int = 0
    media: int = 0
    events: list[Event] = field(default_factory=list)
    admin_signs: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str | None:
        """The name met most often."""
        best = max(self.names.values(), key=lambda a: a.times, default=None)
        return None if best is None else best.name

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day any name of it was met."""
        firsts = [a.first for a in self.names.values() if a.first is not None]
        lasts = [a.last for a in self.names.values() if a.last is not None]
        return min(firsts, default=None), max(lasts, default=None)


@dataclass(slots=True)
class People:
    """The members of one chat by key, in order of appearance, and their links.

    ``links`` counts (from, to, kind). Memory: about 100 bytes a message, for
    the ids that can be replied to.
    """

    members: dict[str, Member] = field(default_factory=dict)
    links: Counter[tuple[str, str, Link]] = field(default_factory=Counter)
    _author: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Takes one message in; messages come in the order of the export."""
        day = None if message.time.earliest is None else message.time.earliest.date()
        sender = self._sender(message, day)
        if message.kind == "service":
            self._service(message, sender, day)
            return
        if sender is None:
            return
        sender.messages += 1
        sender.media += bool(message.media)
        if message.id is not None:
            self._author[message.chat, message.id] = sender.key
        if message.reply_to is not None:
            sender.replies += 1
            to = self._author.get((message.reply_chat or message.chat, message.reply_to))
            if to is not None:
                self.links[sender.key, to, "reply"] += 1
        if message.forward is not None:
            sender.forwards += 1
            source = self._met(message.forward.id, message.forward.name, "source", None)
            if source is not None:
                self.links[sender.key, source.key, "forward"] += 1

    def _sender(self, message: Message, day: date | None) -> Member | None:
        voice = base_voice(message).kind
        kind: Kind = "person"
        if message.forward is None and message.kind != "service" and voice in ("group", "bot"):
            kind = "bot" if voice == "bot" and not message.via_bot else kind
            kind = "group" if voice == "group" and not message.signature else kind
        return self._met(message.sender_id, message.sender, kind, day)

    def _met(
        self, ident: str | None, name: str | None, kind: Kind, day: date | None
    ) -> Member | None:
        """The member of this id or name, made if new; None if neither is known."""
        if ident is None and name is None:
            return None
        key = ident or self._by_name.get(name or "") or f"name:{name}"
        member = self.members.get(key)
        if member is None:
            member = self.members[key] = Member(key, kind)
        elif member.kind in ("source", "named") and kind not in ("source", "named"):
            member.kind = kind
        if name is not None:
            if ident is not None:
                known = self._by_name.setdefault(name, key)
                if known != key:
                    self._by_name[name] = ""  # two have this name: it names neither
            _alias(member, name, day)
        return member

    def _service(self, message: Message, by: Member | None, day: date | None) -> None:
        action = message.action or "event"
        payload = _payload(message.payload)
        if by is not None:
            if action in _ADMIN:
                by.admin_signs[action] += 1
            if action in _JOINS:
                by.events.append(Event(action, day, payload.inviter))
        for name in payload.members:
            member = self._met(None, name, "named", None)
            if member is None:
                continue
            left = by is not None and member.key == by.key and action == "remove_members"
            member.events.append(Event("left" if left else action, day, by.name if by else None))
            if by is not None and not left:
                self.links[by.key, member.key, _link(action)] += 1


def _link(action: str) -> Link:
    return "remove" if action.startswith("remove") else "invite"


def _alias(member: Member, name: str, day: date | None) -> None:
    alias = member.names.setdefault(name, Alias(name))
    alias.times += 1
    if day is not None:
        alias.first = day if alias.first is None else min(alias.first, day)
        alias.last = day if alias.last is None else max(alias.last, day)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a service record's payload says of people."""

    members: tuple[str, ...] = ()
    inviter: str | None = None


def _payload(said: str | None) -> _Said:
    try:
        value = json.loads(said) if said else None
    except ValueError:
        return _Said()
    if not isinstance(value, dict):
        return _Said()
    members, inviter = value.get("members"), value.get("inviter")
    named = members if isinstance(members, list) else []
    return _Said(
        tuple(n for n in named if isinstance(n, str)),
        inviter if isinstance(inviter, str) else None,
    )


def people(messages: Iterable[Message]) -> dict[str, People]:
    """The people of each chat, by chat; chats are never mixed."""
    out: dict[str, People] = {}
    for message in messages:
        out.setdefault(message.chat, People()).add(message)
    return out


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two members who may be one, with what speaks for and against it."""

    one: str
    other: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


Alike = Callable[[str, str], Sequence[str]]


def proposals(found: People, alike: Alike | None = None) -> Iterator[SamePerson]:
    """Pairs of one chat's members that may be one person.

    ``alike`` gives the reasons why two names may be one (across scripts);
    without it only names that fold to the same are proposed.
    """
    persons = [m for m in found.members.values() if m.kind in ("person", "named", "source")]
    for one, other in combinations(persons, 2):
        reasons = [why for a in one.names for b in other.names for why in _why(a, b, alike)]
        if reasons:
            against = tuple(_against(found, one, other))
            yield SamePerson(one.key, other.key, tuple(dict.fromkeys(reasons)), against)


def _why(a: str, b: str, alike: Alike | None) -> list[str]:
    if plain(a) and plain(a) == plain(b):
        return [f"{a} and {b} are the same letters"]
    return list(alike(a, b)) if alike is not None else []


def _against(found: People, one: Member, other: Member) -> Iterator[str]:
    talk = sum(
        found.links[pair] for pair in ((one.key, other.key, "reply"), (other.key, one.key, "reply"))
    )
    if talk:
        yield f"they answered each other {talk} times"
    if one.key[:4] == other.key[:4] == "user":
        yield "the export gives them two ids"
    names = [(plain(a), plain(b)) for a in one.names for b in other.names]
    if any(_one_letter(a, b) for a, b in names):
        yield "the names differ by one letter"


def _one_letter(a: str, b: str) -> bool:
    """True if one edit of one letter turns one into the other."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]
