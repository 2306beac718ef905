"""The planted messages of ``case/week*.toml``, as records."""

import tomllib
from collections.abc import Mapping
from typing import Any

from sample import clock, media
from sample.cast import HERE, Cast
from sample.said import Forward, Part, Poll, Reaction, Say

TRUTHS = (
    "kind", "voice", "voice_of", "span", "match", "near", "trap", "lookalike", "en",
    "quoted_part", "edit_basis", "private", "hedge",
)  # fmt: skip


def load(cast: Cast) -> list[Say]:
    """All planted says, and the talk around them, in order of time."""
    raws: list[Mapping[str, Any]] = []
    for path in sorted((HERE / "case").glob("week*.toml")):
        with path.open("rb") as file:
            raws.extend(tomllib.load(file)["say"])
    says = [*(_say(raw, cast) for raw in raws), *table("around.txt", "_around")]
    return sorted(says, key=lambda say: say.unix)


def table(name: str, key: str) -> list[Say]:
    """Says of a file of ``case/`` with one a line: time, who, what it answers, text."""
    made: list[Say] = []
    for line in (HERE / "case" / name).read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        at, who, answers, text = line.split(" ", 3)
        reply = {"-": None, "@": made[-1].key if made else None}.get(answers, answers)
        unix = clock.parse(at)
        made.append(Say(f"{key}{len(made)}", unix, who, (Part("", text),), reply))
    return made


def _say(raw: Mapping[str, Any], cast: Cast) -> Say:
    unix = clock.parse(raw["at"])
    edited = clock.parse(raw["edited"]) if "edited" in raw else None
    return Say(
        key=raw["key"],
        unix=unix,
        who=raw["who"],
        parts=_parts(raw, cast),
        reply=raw.get("reply"),
        forward=_forward(raw["forward"], cast) if "forward" in raw else None,
        via=raw.get("via"),
        edited=edited,
        reactions=tuple(_reaction(one) for one in raw.get("reactions", ())),
        media=media.of(raw, unix),
        poll=_poll(raw["poll"]) if "poll" in raw else None,
        action=raw.get("action"),
        title=raw.get("title"),
        members=tuple(raw.get("members", ())),
        inviter=raw.get("inviter"),
        of=raw.get("of"),
        truth={name: raw[name] for name in TRUTHS if name in raw},
    )


def _parts(raw: Mapping[str, Any], cast: Cast) -> tuple[Part, ...]:
    if "parts" not in raw:
        return (Part("", raw["text"]),) if raw.get("text") else ()
    made = []
    for type_, text, *value in raw["parts"]:
        who = str(cast.member(value[0]).id) if value else ""
        made.append(Part(type_, text, who))
    return tuple(made)


def _forward(raw: list[str], cast: Cast) -> Forward:
    if raw[0] == "channel":
        return Forward(cast.channel, f"channel{cast.channel_id}", clock.parse(raw[1]))
    if raw[0] == "hidden":
        return Forward(raw[1], None, clock.parse(raw[2]))
    return Forward(cast.name(raw[0]), cast.peer(raw[0]), clock.parse(raw[1]))


def _reaction(raw: list[Any]) -> Reaction:
    if len(raw) == 2:
        return Reaction(raw[0], raw[1])
    return Reaction(raw[0], raw[1], raw[2], clock.parse(raw[3]))


def _poll(raw: list[Any]) -> Poll:
    return Poll(raw[0], tuple((text, votes) for text, votes in raw[1]))
