"""Matches of all statements with the press of the case, derived once and kept."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.boarding import MATCHES, table_of
from onrecord.desk.case import Case
from onrecord.desk.comparing import against
from onrecord.desk.context import known_of
from onrecord.desk.deriving import derived
from onrecord.desk.news import need_press
from onrecord.model.press import Match
from onrecord.store.match_table import write_matches
from onrecord.store.statement_table import Since, StatementTable

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

CHUNK = 20_000


def matches_of(case: Case, progress: "Progress") -> Path:
    """The derived matches of every statement. Raises NothingYet without chat or press."""
    folder = table_of(case, progress)
    need_press(case)

    def found() -> Iterator[Match]:
        done = 0
        setting = known_of(case).setting
        with StatementTable(folder, Since({}, frozenset())) as table:
            total, every = table.count(), table.all()
            while chunk := list(islice(every, CHUNK)):
                for _, match in against(case, chunk, setting):
                    yield match
                    done += 1
                    if done % 500 == 0:
                        progress("setting beside reporting", done, total, "statements")
        progress.close()

    return derived(case, MATCHES, lambda made: write_matches(made, found()))
