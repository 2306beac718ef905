"""What was tried, kept so that a long run can be taken in parts; and the mutants that are none.

A mutant that was noticed stays noticed as long as the source and the case (or test file)
that noticed it are the same; one that was not is tried again when any of them changed.
"""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from mutation.forked import BROKEN
from mutation.place import Bench, Seen

HERE = Path(__file__).parent
EQUIVALENT = HERE / "equivalent.toml"


class Record:
    """The state file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def known(self, bench: Bench) -> dict[str, Any]:
        """What is still valid of a bench's results: name to who noticed it."""
        source = hashlib.sha256(bench.source.encode()).hexdigest()[:16]
        held = self.held.get(bench.name)
        if held is None or held["source"] != source:
            held = self.held[bench.name] = {"source": source, "results": {}}
        whole = bench.watchers()
        prints = {by: bench.watcher(by) for by in {r["by"] for r in held["results"].values()}}
        held["results"] = {
            name: r
            for name, r in held["results"].items()
            if r["print"] == (whole if r["by"] == "" else prints[r["by"]])
        }
        results: dict[str, Any] = held["results"]
        return results

    def add(self, bench: Bench, name: str, seen: Seen | None, whole: str) -> None:
        """One result; None is a change that was none."""
        by = "no change" if seen is None else seen.by
        proof = whole if by == "" else bench.watcher(by)
        self.held[bench.name]["results"][name] = {"by": by, "print": proof}

    def spent(self, bench: Bench, seconds: float) -> int:
        """Adds to the time that a bench took; the sum, whole."""
        held = self.held[bench.name]
        whole: float = held.get("seconds", 0.0) + seconds
        held["seconds"] = whole
        return round(whole)

    def write(self) -> None:
        """To the file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.held, indent=0, ensure_ascii=False), "utf-8")


def equivalents(bench: Bench) -> dict[str, str]:
    """The bench's mutants that change nothing, name to reason.

    Raises ValueError if a listed one is not there any more or stands in another line.
    """
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    lines = bench.lines()
    found = {}
    for row in rows:
        if row["target"] != bench.name:
            continue
        for name in row["names"]:
            if lines.get(name) is None:
                raise ValueError(f"{EQUIVALENT.name}: {bench.name} has no mutant {name!r}")
            if lines[name] != row["line"]:
                raise ValueError(f"{EQUIVALENT.name}: {name!r} stands in: {lines[name]}")
            found[name] = row["why"]
    return found


def figures(
    bench: Bench, results: dict[str, Any], equal: dict[str, str], seconds: int
) -> dict[str, int]:
    """Counts: tried, noticed, of them broken; equivalent; seconds spent."""
    real = {n: r for n, r in results.items() if r["by"] != "no change" and n not in equal}
    names = bench.names()
    return {
        "mutants": len(names) - len(equal) - sum(r["by"] == "no change" for r in results.values()),
        "tried": len(real),
        "noticed": sum(r["by"] != "" for r in real.values()),
        "broke": sum(r["by"] == BROKEN for r in real.values()),
        "equivalent": len(equal),
        "seconds": seconds,
    }
