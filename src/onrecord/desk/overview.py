"""The overview of a case: what it counts, as tables, derived once and kept."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from onrecord.archive import disk
from onrecord.desk.boarding import table_of
from onrecord.desk.case import Case, open_case
from onrecord.desk.deriving import derived
from onrecord.desk.holdings import chats_of, readings
from onrecord.desk.matched import matches_of
from onrecord.desk.news import articles
from onrecord.desk.rows import parts
from onrecord.errors import BadOption
from onrecord.model.cells import safe
from onrecord.model.figure import Cell, Figure
from onrecord.store.counting import Counting

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

FIGURES = ("days", "kinds", "novelty", "first", "spread")
PRESS = ("outcomes", "outlets")
MOST = 1000
_DECODER = msgspec.json.Decoder(tuple[Figure, ...])
_ONCE = "A message that two exports of one chat hold is counted once."


def overview(path: Path, names: Sequence[str], progress: "Progress") -> tuple[Figure, ...]:
    """See ``Desk.overview``. Raises NothingYet, BadOption."""
    case = open_case(path)
    for name in names:
        if name not in FIGURES + PRESS:
            raise BadOption(
                f"{name} is no figure", advice="choose among " + ", ".join(FIGURES + PRESS)
            )
    found: list[Figure] = []
    if not names or set(names) & set(FIGURES):
        found += _kept(case, "figures", lambda: _of_chat(case, progress), progress)
    if set(names) & set(PRESS) or (not names and readings(case, "news")):
        found += _kept(case, "coverage", lambda: _of_press(case, progress), progress)
    return tuple(f for f in found if not names or f.name in names)


def _kept(
    case: Case, name: str, make: Callable[[], tuple[Figure, ...]], progress: "Progress"
) -> tuple[Figure, ...]:
    table_of(case, progress)  # refuses a case without a chat before anything is made
    folder = derived(
        case, name, lambda made: disk.replace(made / "figures.json", msgspec.json.encode(make()))
    )
    return _DECODER.decode((folder / "figures.json").read_bytes())


def _counting(case: Case, progress: "Progress", matches: Path | None = None) -> Counting:
    chats = chats_of(case)
    files = {n: (chats.get(n, n), parts(case.reading(n))) for n in readings(case, "chat")}
    return Counting(files, table_of(case, progress), matches)


def _of_chat(case: Case, progress: "Progress") -> tuple[Figure, ...]:
    said = ("statement", "kind", "voice", "words", "first day", "last day", "messages", "speakers")
    proposed = "Statements are proposed by rules."
    with _counting(case, progress) as counting:
        days = counting.days()
        return (
            Figure(
                "days", "Messages per day",
                f"Messages of all chats by day, in UTC where the time is certain. {_ONCE}",
                ("day", "messages", "of these forwards", "service messages"), _rows(days),
            ),
            Figure(
                "kinds", "Kinds of statement over time",
                f"Statements by day and kind. {proposed} {_ONCE}",
                ("day", "kind", "statements"), _rows(counting.kinds()),
            ),
            Figure(
                "novelty", "New and repeated, per day",
                f"Contents first said on a day, and statements that repeat one. {proposed}",
                ("day", "said for the first time", "repeated"), _rows(counting.novelty()),
            ),
            Figure(
                "first", "First occurrences",
                "Contents said more than once, in the order in which they were first said; "
                f"near-copies are one content. {proposed}",
                said, _rows(counting.contents("first", 2, MOST)),
            ),
            Figure(
                "spread", "Most spread",
                "Contents by the number of messages that say them; near-copies are one "
                f"content. {proposed}",
                said, _rows(counting.contents("spread", 2, MOST)),
            ),
        )  # fmt: skip


def _of_press(case: Case, progress: "Progress") -> tuple[Figure, ...]:
    press = articles(case)
    with _counting(case, progress, matches_of(case, progress)) as counting:
        outcomes, bearing = counting.outcomes(), counting.bearing()
    outlets: dict[str, list[int]] = {}
    days: dict[str, list[str]] = {}
    of = {a.id: a.outlet or "without a name" for a in press}
    for a in press:
        outlets.setdefault(of[a.id], [0, 0, 0])[0] += 1
        day = a.published.rfc3339()
        if day:
            days.setdefault(of[a.id], []).append(day[:10])
    for article, outcome, count in bearing:
        counts = outlets[of[article]]
        counts[1] += count
        counts[2] += count if outcome == "contradicted" else 0
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            *counts,
            min(days.get(name, []), default=None),
            max(days.get(name, []), default=None),
        )
        for name, counts in sorted(outlets.items(), key=lambda o: (-o[1][1], o[0]))
    ]
    scope = f"Matches are proposed by rules, among {len(press)} items of the case."
    return (
        Figure(
            "outcomes", "What reporting says, by kind",
            f"Statements by kind and by what independent reporting says of them. {scope}",
            ("kind", "outcome", "statements"), _rows(outcomes),
        ),
        Figure(
            "outlets", "Coverage by press",
            "Items of each outlet and the statements they have to do with; one statement "
            f"may meet several items. {scope}",
            ("outlet", "items", "statements met", "of these contradicted", "first day", "last day"),
            tuple(rows),
        ),
    )  # fmt: skip


def _rows(found: Sequence[tuple[object, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(c if isinstance(c, int) or c is None else str(c) for c in row) for row in found
    )


def as_csv(figure: Figure) -> bytes:
    """The figure as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets).

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(figure.columns)
    for row in figure.rows:
        writer.writerow([_safe(c) for c in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _safe(cell: Cell) -> str:
    return safe(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
