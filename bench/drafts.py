"""A draft checked while it is written, beside publishing it: the sample case.

    python bench/drafts.py [DEMO]

DEMO: a folder that ``tools/demo.py`` made; made for this if none is named. Medians of processor seconds: the first check of a case (everything is looked up),
each further one (only the draft changed), the checklist, the preview.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import measured as m

from onrecord import Desk

AGAIN = 15


def taken(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(demo: Path) -> None:
    """Prints the figures, the further checks as the measure."""
    text = (demo / "draft.md").read_text("utf-8")
    case = demo / "case"
    first = taken(lambda: Desk(demo / "desk").check_draft(case, text))
    desk = Desk(demo / "desk")
    desk.check_draft(case, text)
    texts = [text.replace("the army", "the army" + "y" * n, 1) for n in range(AGAIN)]
    each = statistics.median(taken(partial(desk.check_draft, case, t)) for t in texts)
    listed = statistics.median(taken(lambda: desk.checklist(case, text)) for _ in range(5))
    shown = statistics.median(taken(lambda: desk.preview(case, text)) for _ in range(5))
    for name, spent in (
        ("a check, the case as before", each),
        ("the first check of a case", first),
        ("the checklist", listed),
        ("the preview", shown),
    ):
        m.keep("drafts", len(text), name, one_ms=spent * 1000)
        print(f"{name:<28} {spent * 1000:8.1f} ms  {spent / each:6.1f} x")


def made(folder: Path) -> Path:
    """The sample case, from export to story."""
    m.run([sys.executable, m.ROOT / "tools" / "demo.py", folder / "demo"])
    return folder / "demo"


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(made(Path(scratch)))
