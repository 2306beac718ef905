"""Matches of all statements with the press of the case, derived once and kept.

A match depends on its statement, its message's text and the press; a new reading
changes none of these for the others, unless the press cites the group by a name
that only the new one gives it.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.boarding import MATCHES
from onrecord.desk.case import Case
from onrecord.desk.comparing import against
from onrecord.desk.context import known_of
from onrecord.desk.deriving import derived
from onrecord.desk.growing import Grown, grow
from onrecord.desk.holdings import chats, readings
from onrecord.desk.news import need_press
from onrecord.desk.proposing import every, state_of_statements
from onrecord.model.press import Match
from onrecord.press.match import Setting, mentioned
from onrecord.store.match_table import MATCHES as FILES
from onrecord.store.match_table import write_matches

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

CHUNK = 20_000


def matches_of(case: Case, progress: "Progress") -> Path:
    """The derived matches of every statement. Raises NothingYet without chat or press."""
    numbers = chats(case)
    need_press(case)

    def make(folder: Path) -> None:
        setting = known_of(case).setting
        press = _press(case, setting)
        # The statements first: how many they are is known before the slow part begins.
        total = sum(1 for _ in every(case, numbers, progress))
        wanted = {n: f"{state_of_statements(case, n)} {press}" for n in numbers}

        def rows(number: int, start: int, file: Path) -> int:
            return write_matches(file, _found(case, number, setting, (start, total, progress)))

        grow(case, Grown(MATCHES, FILES), folder, wanted, rows)
        progress.close()

    return derived(case, MATCHES, make)


def _found(
    case: Case, number: int, setting: Setting, told: tuple[int, int, "Progress"]
) -> Iterator[Match]:
    done, total, progress = told
    statements = every(case, [number], progress)
    while chunk := list(islice(statements, CHUNK)):
        for _, match in against(case, chunk, setting):
            yield match
            done += 1
            if done % 500 == 0:
                progress("setting beside reporting", done, total, "statements")


def _press(case: Case, setting: Setting) -> str:
    """A digest of all that is set beside a statement."""
    said = hashlib.sha256()
    for number in readings(case, "news"):
        said.update((case.reading(number) / "reading.json").read_bytes())
    said.update("\n".join(mentioned(setting)).encode("utf-8", "surrogatepass"))
    return said.hexdigest()[:16]
