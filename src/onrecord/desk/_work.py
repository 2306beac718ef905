"""Methods of ``Desk``: how far the work is, who did what, what the case counts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.beside import Beside
    from onrecord.model.claim import Statement
    from onrecord.model.figure import Figure
    from onrecord.model.work import Board, Card, Deed, Move, Wanted


class Work(OpenDesk):
    """How far the work is and who did what; each method stands in a module of its own."""

    def board(self, case: Path | str, wanted: "Wanted | None" = None) -> "Board":
        """A window of statements with their states, near-copies folded.

        Derived once for each state of the case, then only looked up. Raises
        NothingYet without a chat.
        """
        from onrecord.desk.boarding import board
        from onrecord.model.work import Wanted as Everything

        return board(Path(case), wanted or Everything(), self.progress)

    def card(self, case: Path | str, statement: str) -> "tuple[Card, tuple[Statement, ...]]":
        """One statement with its history, and all statements of its content.

        Raises NoSuchThing, NothingYet.
        """
        from onrecord.desk.boarding import card

        return card(Path(case), statement, self.progress)

    def move(
        self, case: Path | str, statements: tuple[str, ...], state: str, *, by: str, why: str
    ) -> "list[Move]":
        """A named person changes the state of statements and of their near-copies.

        Kept in the case's journal, not in the signed log. Raises BadOption,
        NoSuchThing, NothingYet; nothing is then written.
        """
        from onrecord.desk.boarding import move

        return move(Path(case), statements, state, (by, why), self.progress)

    def beside(self, case: Path | str, statement: str) -> "Beside":
        """A statement with the reports that bear on it: passages with what each rests on,
        who was first, which reports are one source and why, what was judged of them.

        Matches are derived once for each state of the case. Raises NoSuchThing, NothingYet.
        """
        from onrecord.desk.beside import beside

        return beside(Path(case), statement, self.progress)

    def hand_over(self, case: Path | str, name: str, *, by: str) -> None:
        """Says that a draft is ready for the editor, as it stands now. Raises NoSuchThing."""
        from onrecord.desk.handing import hand_over

        hand_over(Path(case), name, by)

    def handed_over(self, case: Path | str) -> "dict[str, dict[str, Any]]":
        """Drafts that are ready for the editor, by name: ``by``, ``at``, and ``same`` if
        the text is still the one that was handed over."""
        from onrecord.desk.handing import handed

        return handed(Path(case))

    def feed(self, case: Path | str, *, limit: int = 50) -> "list[Deed]":
        """Who did what, newest first: changes of state, judgements, what was
        received, withdrawn, published."""
        from onrecord.desk.feeding import feed

        return feed(Path(case), limit)

    def overview(self, case: Path | str, *, figures: tuple[str, ...] = ()) -> "tuple[Figure, ...]":
        """What the case counts: messages and kinds over time, first occurrences, what
        spread most, coverage by press. Days are the finest grain.

        Derived once for each state of the case. Raises NothingYet, BadOption.
        """
        from onrecord.desk.overview import overview

        return overview(Path(case), figures, self.progress)
