"""The board: statements of a case with states, near-copies folded, judgements."""

from array import array
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribute.fresh import negations
from onrecord.attribute.near import near
from onrecord.desk.case import Case, open_case
from onrecord.desk.deriving import derived, place_of
from onrecord.desk.growing import Grown, grow
from onrecord.desk.holdings import chats, chats_of, readings
from onrecord.desk.judged import by_person
from onrecord.desk.judging import standing
from onrecord.desk.proposing import every, state_of_statements, unknown
from onrecord.desk.working import append, checked, moves, states
from onrecord.model.claim import Statement
from onrecord.model.judgement import Judgement
from onrecord.model.work import STATES, Board, Card, Counts, Move, Wanted
from onrecord.store.statement_table import (
    STATEMENTS,
    Row,
    Since,
    StatementTable,
    in_order,
    write,
    write_contents,
)

if TYPE_CHECKING:
    from onrecord.desk.progress import Progress

NAME = "board"
MATCHES = "matches"


def table_of(case: Case, progress: "Progress") -> Path:
    """The derived table of the case's statements. Raises NothingYet without a chat."""
    numbers, same = chats(case), chats_of(case)
    wanted = {n: f"{state_of_statements(case, n)} {same.get(n, n)}" for n in numbers}

    def rows(number: int, start: int, file: Path) -> int:
        return write(file, every(case, [number], progress), same, start)

    def make(folder: Path) -> None:
        grow(case, Grown(NAME, STATEMENTS), folder, wanted, rows)
        order = array("q")

        def words() -> "list[tuple[str, str]]":
            out = []
            for rank, (at, said) in enumerate(in_order(folder)):
                order.append(at)
                out.append((str(rank), said))
            return out

        groups = near(words(), apart=negations())
        first = array("q", range(len(order)))
        for group in groups:
            ranks = [int(i) for i in group.ids]
            for rank in ranks:
                first[rank] = ranks[0]
        write_contents(folder, order, first)

    return derived(case, NAME, make)


def statement_of(case: Case, ident: str) -> Statement | None:
    """One statement by its name, looked up in the table; None if there is no table or
    no such statement."""
    place = place_of(case, NAME)
    if not place.is_dir():
        return None
    with StatementTable(place, Since({}, frozenset())) as table:
        return table.called([ident]).get(ident)


def statements_of(
    case: Case, idents: Collection[str], progress: "Progress"
) -> dict[str, Statement]:
    """The statements of these names, unknown ones left out; looked up in the table where
    there is one, so that a few of many cost no walk over all of them."""
    if not idents:
        return {}
    place = place_of(case, NAME)
    if not place.is_dir():
        return {s.id: s for s in every(case, readings(case, "chat"), progress) if s.id in idents}
    with StatementTable(place, Since({}, frozenset())) as table:
        return table.called(idents)


class Desktop:
    """A case's table with what people did about it; close it after use."""

    def __init__(self, case: Case, progress: "Progress") -> None:
        self.moves, self.lost = moves(case)
        self.standing = standing(case)
        folder = table_of(case, progress)
        about = frozenset(a for a in self.standing if "+" not in a)
        since = Since(states(self.moves), about, _named(case, folder, self.standing))
        compared = place_of(case, MATCHES)
        self.table = StatementTable(folder, since, compared if compared.is_dir() else None)
        self._history: dict[str, list[Move]] = {}
        for move in self.moves:
            self._history.setdefault(move.about, []).append(move)

    def card(self, row: Row) -> Card:
        """A row with its moves and judgements."""
        ident, key = row.statement.id, f"m:{row.statement.citation.ref.key}"
        made = tuple(self._history.get(ident, ()))
        judged = tuple(self.standing[a] for a in (ident, key) if a in self.standing)
        state = made[-1].state if made else STATES[0]
        return Card(
            row.statement,
            state,
            row.copies,
            row.speakers,
            made,
            judged,
            row.outcome,
            row.independent,
        )


def _named(case: Case, folder: Path, decided: dict[str, Judgement]) -> tuple[Statement, ...]:
    keys = [about[2:] for about in decided if about.startswith("m:")]
    if not keys:
        return ()
    with StatementTable(folder, Since({}, frozenset())) as table:
        return tuple(by_person(case, table.at_keys(keys)))


def board(path: Path, wanted: Wanted, progress: "Progress") -> Board:
    """See ``Desk.board``. Raises NothingYet."""
    desktop = Desktop(open_case(path), progress)
    with desktop.table as table:
        return Board(
            cards=tuple(desktop.card(row) for row in table.page(wanted)),
            total=table.total(wanted),
            statements=table.count(),
            states=_every_state(table.spread(wanted, "state")),
            kinds=table.spread(wanted, "kind"),
            voices=table.spread(wanted, "voice"),
            lost=desktop.lost,
            outcomes=tuple(o for o in table.spread(wanted, "outcome") if o[0]),
        )


def _every_state(found: Counts) -> Counts:
    known = dict(found)
    return tuple((state, known.get(state, 0)) for state in STATES)


def card(path: Path, ident: str, progress: "Progress") -> tuple[Card, tuple[Statement, ...]]:
    """See ``Desk.card``. Raises NothingYet, NoSuchThing."""
    desktop = Desktop(open_case(path), progress)
    with desktop.table as table:
        found = table.named([ident])
        if not found:
            raise unknown(path, ident)
        return desktop.card(found[0]), tuple(table.copies(ident))


def move(
    path: Path, abouts: Sequence[str], state: str, said: tuple[str, str], progress: "Progress"
) -> list[Move]:
    """See ``Desk.move``. Raises BadOption, NoSuchThing, NothingYet; then nothing is written."""
    by, why = said
    wanted = checked(state, by, why)
    folder = table_of(case := open_case(path), progress)
    named = _named(case, folder, standing(case))
    chosen: dict[str, None] = {}
    with StatementTable(folder, Since({}, frozenset(), named)) as table:
        for ident in abouts:
            copies = table.copies(ident)
            if not copies:
                raise unknown(path, ident)
            chosen.update(dict.fromkeys(s.id for s in copies))
    return append(path, [*chosen], wanted, by, why)
