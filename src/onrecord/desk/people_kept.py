"""The people of a case's chats, walked once for each reading and kept."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from onrecord.archive import disk
from onrecord.attribute.people import Link, Member, People, SamePerson
from onrecord.desk.case import Case
from onrecord.desk.deriving import derived, state_of_reading

if TYPE_CHECKING:
    from onrecord.desk.peopling import Peopled

FILE = "people.json"


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat's people as they are written down: no key of a dictionary but a name."""

    reading: int
    chat: str
    name: str
    members: tuple[Member, ...]
    links: tuple[tuple[str, str, Link, int], ...]
    same: tuple[SamePerson, ...]


def _hook(kind: type, value: object) -> object:
    """A Counter is written as the dictionary it is."""
    return kind(value)


_DECODER = msgspec.json.Decoder(tuple[_Chat, ...], dec_hook=_hook)


def kept_people(case: Case, number: int, walk: Callable[[int], "list[Peopled]"]) -> "list[Peopled]":
    """What ``walk`` finds in a reading, from the derived file if it was walked before."""
    from onrecord.desk.peopling import Peopled

    def make(folder: Path) -> None:
        disk.replace(folder / FILE, msgspec.json.encode(tuple(map(_plain, walk(number)))))

    folder = derived(case, f"people-{number:04d}", make, state_of_reading(case, number))
    found = _DECODER.decode((folder / FILE).read_bytes())
    return [Peopled(c.reading, c.chat, c.name, _people(c), c.same) for c in found]


def _plain(one: "Peopled") -> _Chat:
    links = tuple((a, b, link, n) for (a, b, link), n in one.people.links.items())
    members = tuple(one.people.members.values())
    return _Chat(one.reading, one.chat, one.name, members, links, one.same)


def _people(chat: _Chat) -> People:
    members = {m.key: m for m in chat.members}
    return People(members, Counter({(a, b, link): n for a, b, link, n in chat.links}))
