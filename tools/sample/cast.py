"""The people of the sample, and where its data files lie."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Member:
    """An account: ``a`` and ``b`` are its names as the two exporters see them."""

    key: str
    id: int
    a: str
    b: str
    w: str | None
    handle: str
    chatty: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, the group and its public channel."""

    group: str
    group_id: int
    channel: str
    channel_id: int
    exporter_a: str
    exporter_b: str
    members: tuple[Member, ...]

    def member(self, key: str) -> Member:
        """The account of that key. Raises KeyError."""
        for member in self.members:
            if member.key == key:
                return member
        raise KeyError(key)

    def name(self, key: str, witness: str = "a") -> str:
        """The name shown for a key; the group posts under its own."""
        if key == "group":
            return self.group
        member = self.member(key)
        return member.a if witness == "a" else member.b

    def peer(self, key: str) -> str:
        """Telegram's id with its prefix: ``user…``, or ``channel…`` for the group."""
        return f"channel{self.group_id}" if key == "group" else f"user{self.member(key).id}"


def load_cast() -> Cast:
    """The cast of ``case/cast.toml``."""
    with (HERE / "case" / "cast.toml").open("rb") as file:
        raw = tomllib.load(file)
    members = tuple(
        Member(m["key"], m["id"], m["a"], m.get("b", m["a"]), m.get("w"), m["handle"], m["chatty"])
        for m in raw["member"]
    )
    return Cast(
        raw["group"],
        raw["group_id"],
        raw["channel"],
        raw["channel_id"],
        raw["exporter_a"],
        raw["exporter_b"],
        members,
    )
