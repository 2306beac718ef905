"""Writes docs/reference/attacks.md from the figures the attack tests leave.

    ONRECORD_FIGURES=figures.jsonl make sweep
    python tools/make_attacks.py figures.jsonl [...]

Each line of a figures file is {"test", "what", "tried", "caught", "seconds"}. The
last line of a test and what it does counts.
"""

import json
import platform
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "attacks.md"
HEAD = """# Attacks tried

Written by `tools/make_attacks.py` from the figures that the attack tests leave; do not edit.
The numbers T1 to T19 are those of the design's test list. *Caught* counts the cases after which
everything checked, or the change was named, or the proof was refused, as the test demands.

| | what was done | cases tried | cases caught | seconds |
|---|---|---:|---:|---:|
"""
NOT_HERE = """
What the quotation gate says of each kind of change, case by case, stands in [wording](wording.md).

Not reached on the machine that wrote this page, and left to the public workflow or to longer runs:
other operating systems and Python versions (T14); two machines on one share, and processes killed
during appends (T10: three processes append at once in `make test`); 24 hours of fuzzing (T9); 10^8
messages (T16); a score of mutation testing (T15: twelve mutants of the checker were tried and all
killed, which is no score); short writes and EINTR by strace (T2: EIO and ENOSPC only); block
devices that reorder writes (T3: device-mapper is not to be had; SIGKILL, EIO and ENOSPC at every
call stand in for part of it); a recovery drill by a stranger from paper (T18: the drill by
program is a test);
random openings beyond those in the table (T13 asks for 10^4).
"""


def figures(paths: list[Path]) -> list[dict[str, Any]]:
    """The last figure of each test and deed, in the order of tests."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in paths:
        for line in path.read_text().split("\n"):
            if line:
                value = json.loads(line)
                found[(value["test"], value["what"])] = value
    return sorted(found.values(), key=lambda v: (int(v["test"][1:]), v["what"]))


def page(values: list[dict[str, Any]]) -> str:
    """The page's text."""
    rows = [
        f"| {v['test']} | {v['what']} | {v['tried']:,} | {v['caught']:,} | {v['seconds']:,.0f} |\n"
        for v in values
    ]
    machine = (
        f"\nTaken with Python {platform.python_version()}, {platform.system()}, two shared cores.\n"
    )
    return HEAD + "".join(rows) + machine + NOT_HERE


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(figures([Path(p) for p in sys.argv[1:]])))
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
