"""Methods of ``Desk``: what is found and shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.finding import Answer, Found
    from onrecord.desk.showing import Seen
    from onrecord.search.batch import Line


class Search(OpenDesk):
    """What is found and shown; each method stands in a module of its own."""

    def find(
        self,
        case: Path | str,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        order: str = "best",
        ladder: int = 3,
    ) -> "Answer":
        """A window of hits, why each was found, and the scope. Raises BadQuery.

        ``ladder`` is the widest rung for plain words: 0 exact to 4 stems.
        """
        from onrecord.desk.finding import Window, find

        return find(self, Path(case), query, Window(limit, offset, order, ladder))

    def facets(
        self, case: Path | str, query: str, *, ladder: int = 3
    ) -> dict[str, list[tuple[str, int]]]:
        """How what a query finds is spread: sender, day, kind, voice, language ..."""
        from onrecord.desk.finding import facets

        return facets(self, Path(case), query, ladder)

    def find_all(self, case: Path | str, queries: Path | str, *, limit: int = 5) -> "list[Line]":
        """Each query of a list with its answer, or why it has none."""
        from onrecord.desk.searching import find_all

        return find_all(self, Path(case), Path(queries), limit)

    def ask(
        self, case: Path | str, questions: list[tuple[str, str]], *, limit: int = 20
    ) -> "Iterator[tuple[str, list[Found]]]":
        """For each (id, question) the messages that share most with it."""
        from onrecord.desk.searching import ask

        return ask(self, Path(case), questions, limit)

    def show(self, case: Path | str, message: str, *, around: int = 2, raw: bool = False) -> "Seen":
        """A message, its neighbours, its voices. Raises NoSuchMessage."""
        from onrecord.desk.showing import show

        return show(Path(case), message, around, raw)
