"""``truth.toml``: what must come out, with the numbers of the messages concerned."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sample.case import Case
from sample.cast import HERE
from sample.news import Item
from sample.said import Say

SHOWN = (
    "kind", "hedge", "private", "span", "quoted_part", "trap", "lookalike", "near", "en", "match",
)  # fmt: skip
# No message outside [[message]] is one of these.
NEVER = ("threat", "claim-of-responsibility")
_SIMPLE = '"\\'


def text(case: Case, items: list[Item], more: Counter[str], extra: Mapping[str, Any]) -> str:
    """The whole file. ``more``: records added to the case; ``extra``: other inputs' tables."""
    given = _given()
    out = ["# What must come out of the sample case. Written by tools/make_sample.py.", ""]
    out += _table("case", {"seed": case.seed, "group": case.cast.group, "zone": "Asia/Nicosia"})
    out += _table("counts.witness_a", counts(case, more))
    for name, table in extra.items():
        tables = table if isinstance(table, list) else [table]
        for one in tables:
            out += _table(name, one, many=isinstance(table, list))
    for say in case.planted:
        out += _table("message", planted(case, say), many=True)
    for name, group in near(case).items():
        out += _table(f"near.{name}", {"messages": group})
    for name, match in given["match"].items():
        said = [case.ids[s.key] for s in case.planted if s.truth.get("match") == name]
        out += _table(f"match.{name}", {"messages": said, **match})
    out += [line for item in items for line in _table("wire", _wire(item), many=True)]
    story = given["story"]
    told = {"messages": [case.ids[key] for key in story["keys"]]}
    out += _table("story", story | told | {"picture": case.ids[story["picture"]]})
    out += _table("everyday", {"never": NEVER})
    out += _table("must_not_appear", private(case))
    for name in ("place", "same_person", "different_person"):
        for row in given[name]:
            out += _table(name, _with_ids(case, row), many=True)
    return "\n".join(out)


def _with_ids(case: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    if "members" not in row:
        return dict(row)
    return {**row, "members": [case.cast.peer(key) for key in row["members"]]}


def private(case: Case) -> dict[str, list[str]]:
    """What no published page may show, in any encoding."""
    members = case.cast.members
    names = dict.fromkeys(n for m in members for n in (m.a, m.b, m.w or m.a))
    named = [n for say in case.planted for n in _strings(say.truth.get("private"))]
    return {
        "group_titles": [case.cast.group, "Harbour Lantern"],
        "handles": [m.handle for m in members],
        "names": list(names),
        "ids": [str(m.id) for m in members],
        "others": [n for n in named if not n.startswith("@")],
    }


def _strings(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []


def places() -> str:
    """``places.csv``: the case's own gazetteer, for places no other knows."""
    rows = ["id,names,inside,kind,lat,lon"]
    for place in _given()["place"]:
        names = "|".join(place["names"])
        cells = (place["name"], names, place.get("within", ""), place["kind"])
        rows.append(",".join((*cells, str(place["lat"]), str(place["lon"]))))
    return "\n".join(rows) + "\n"


def _given() -> dict[str, Any]:
    with (HERE / "case" / "truth.toml").open("rb") as file:
        return tomllib.load(file)


def counts(case: Case, more: Counter[str]) -> dict[str, int]:
    """Records of witness A by kind."""
    rows = Counter({"records": len(case.says)}) + more
    for say in case.says:
        rows.update(_kinds(say))
    return dict(sorted(rows.items()))


def _kinds(say: Say) -> Iterable[str]:
    yield "service" if say.action else "message"
    if say.action:
        yield f"service_{say.action}"
    if say.forward:
        yield "forward"
    if say.reply:
        yield "reply"
    if say.reactions:
        yield "with_reactions"
    if say.edited:
        yield "with_edited_stamp"
    if say.poll:
        yield "poll"
    if say.media:
        yield say.media.type
        if say.media.path is None:
            yield "media_left_out"


def planted(case: Case, say: Say) -> dict[str, Any]:
    """One planted message: its number, words, and what must be made of it."""
    row: dict[str, Any] = {
        "key": say.key,
        "id": case.ids[say.key],
        "date_unixtime": say.unix,
        "utc": datetime.fromtimestamp(say.unix, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "type": "service" if say.action else "message",
        "speaker": case.cast.name(say.who),
        "speaker_id": case.cast.peer(say.who),
        "text": say.text,
    }
    if not say.action:
        row["voice"] = say.truth.get("voice", "own")
    if say.reply:
        row["reply_to"] = case.ids[say.reply]
    if say.media and say.media.path:
        row["media"] = say.media.path
    if say.edited:
        row["edited_is_edit"] = say.truth["edit_basis"] == "edit"
    for name in SHOWN:
        if name in say.truth:
            row[name] = say.truth[name]
    of = say.truth.get("voice_of")
    if of:
        row["voice_of"] = case.ids.get(str(of), of)
    return row


def near(case: Case) -> dict[str, list[int]]:
    """Sets of messages that say the same with small changes."""
    sets: dict[str, list[int]] = {}
    for say in case.planted:
        name = say.truth.get("near")
        if isinstance(name, str):
            sets.setdefault(name, []).append(case.ids[say.key])
    for name in sets:
        if name in case.ids:
            sets[name].insert(0, case.ids[name])
    sets["communique"] = [case.ids["communique_long"], case.ids["communique_copied"]]
    return sets


def _wire(item: Item) -> dict[str, Any]:
    row = {
        "file": item.file,
        "outlet": item.outlet.name,
        "language": item.language,
        "title": item.title,
        "published": item.published.isoformat(),
        "byline": item.byline,
        "place_line": item.place,
        "role": item.role,
    }
    return {**row, "agency": item.agency} if item.agency else row


def translations(case: Case) -> str:
    """``translations.toml``: English for the messages a story will quote, those it quotes first."""
    told: list[str] = _given()["story"]["keys"]
    says = {say.key: say for say in case.planted if "en" in say.truth}
    out = ["# Hand translations for the demo's draft. Invented, as is what they translate.", ""]
    for key in dict.fromkeys((*told, *says)):
        say = says[key]
        row = {
            "id": case.ids[key],
            "key": key,
            "original": say.truth.get("span", say.text),
            "english": say.truth["en"],
            "by": "Demo translator",
            "in_story": key in told,
        }
        out += _table("translation", row, many=True)
    return "\n".join(out)


def _table(name: str, row: Mapping[str, Any], *, many: bool = False) -> list[str]:
    head = f"[[{name}]]" if many else f"[{name}]"
    return [head, *(f"{key} = {value(item)}" for key, item in row.items()), ""]


def value(item: Any) -> str:
    """A TOML value; invisible characters are written as escapes so that they show."""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int | float):
        return str(item)
    if isinstance(item, list | tuple):
        return "[" + ", ".join(value(one) for one in item) + "]"
    return '"' + "".join(_shown(char) for char in str(item)) + '"'


def _shown(char: str) -> str:
    if char in _SIMPLE:
        return "\\" + char
    if char.isprintable():
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
