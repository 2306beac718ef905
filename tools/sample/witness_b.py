"""The second export of the group, a week later: what is gone, changed and new."""

import tomllib
from collections import Counter
from dataclasses import dataclass, replace

from sample import planted
from sample.case import Case
from sample.cast import HERE
from sample.said import Part, Say

STYLE = """body{font:14px sans-serif;margin:0}.page_wrap{max-width:480px;margin:auto}
.message{margin:8px}.from_name{font-weight:bold}.details{color:#70777b}.pull_left{float:left}
.pull_right{float:right}.clearfix:after{content:"";display:block;clear:both}
"""
SCRIPT = """function CheckLocation(){}
function GoToMessage(id){location.hash="#message"+id;return false}
function ShowMentionName(){return false}
"""


@dataclass(frozen=True, slots=True)
class WitnessB:
    """The says of the second export, their numbers, and how they differ."""

    says: tuple[Say, ...]
    ids: dict[str, int]
    gone: tuple[str, ...]
    changed: dict[str, str]
    new: tuple[str, ...]

    @property
    def said_after(self) -> tuple[Say, ...]:
        """What was written after the first export."""
        return self.says[len(self.says) - len(self.new) :]


def build(case: Case) -> WitnessB:
    """The same case seen a week later by another member."""
    with (HERE / "case" / "witness_b.toml").open("rb") as file:
        raw = tomllib.load(file)
    says = [_seen(say, raw["changed"]) for say in case.says if say.key not in raw["gone"]]
    new = planted.table("after.txt", "new")
    last = max(case.ids.values())
    ids = case.ids | {say.key: last + n for n, say in enumerate(new, 2)}
    return WitnessB(
        (*says, *new), ids, tuple(raw["gone"]), raw["changed"], tuple(say.key for say in new)
    )


def _seen(say: Say, changed: dict[str, str]) -> Say:
    if say.key not in changed:
        return say
    return replace(say, parts=(Part("", changed[say.key]),))


def truth(case: Case, b: WitnessB, more: int) -> dict[str, object]:
    """Tables for ``truth.toml``; ``more``: everyday messages added to both witnesses."""
    kinds = Counter("service" if say.action else "message" for say in b.says)
    kinds["message"] += more
    names = [
        {"id": case.cast.peer(m.key), "a": m.a, "b": m.b} for m in case.cast.members if m.a != m.b
    ]
    texts = {say.key: say.text for say in case.says}
    return {
        "counts.witness_b": {"records": len(b.says) + more, **dict(sorted(kinds.items()))},
        "witness_b": {
            "gone": sorted(b.ids[key] for key in b.gone),
            "changed": sorted(b.ids[key] for key in b.changed),
            "new": [b.ids[key] for key in b.new],
        },
        "witness_b_changed": [
            {"id": b.ids[key], "key": key, "a": texts[key], "b": text}
            for key, text in b.changed.items()
        ],
        "witness_b_name": names,
    }
