"""Writes the ``.expected`` beside each item of tests/golden/press.

``python tools/make_golden_press.py`` writes; ``--check`` fails if that would change
a file. The items themselves are invented and written by hand.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord.press import read_bytes

FOLDER = Path(__file__).parents[1] / "tests" / "golden" / "press"


def plain(value: Any) -> Any:
    """An article or trouble as JSON values, without what is empty."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {k: plain(v) for k, v in pairs if v not in (None, (), "")}
    return value.isoformat() if isinstance(value, datetime) else value


def expected(path: Path) -> str:
    """What the readers make of a file, one JSON line an article or trouble."""
    lines = [
        json.dumps({"type": type(part).__name__, **plain(part)}, ensure_ascii=False)
        for part in read_bytes(path.name, path.read_bytes())
    ]
    return "".join(f"{line}\n" for line in lines)


def items() -> Iterator[Path]:
    """The items, without what is expected of them."""
    for path in sorted(FOLDER.glob("*/*")):
        if path.suffix != ".expected" and path.name != "README":
            yield path


def main() -> int:
    """Write or check; 1 if a check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    changed = 0
    for path in items():
        beside = path.with_name(path.name + ".expected")
        want = expected(path).encode()
        if not beside.exists() or beside.read_bytes() != want:
            changed += 1
            print(f"{'differs' if options.check else 'written'}: {beside.name}", file=sys.stderr)
            if not options.check:
                beside.write_bytes(want)
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
