"""Methods of ``Desk``: what is found and shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.finding import Answer, Found, Understood
    from onrecord.desk.leafing import Page, Stream, Thread
    from onrecord.desk.meaning import Meanings
    from onrecord.desk.nearby import Pairing
    from onrecord.desk.saved import SavedSearch
    from onrecord.desk.showing import Seen
    from onrecord.model.query import Row
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

        ``ladder`` is the widest rung for plain words: 0 exact to 4 stems, 6 with Arabizi.
        """
        from onrecord.desk.finding import Window, find

        return find(self, Path(case), query, Window(limit, offset, order, ladder))

    def facets(
        self, case: Path | str, query: str, *, ladder: int = 3
    ) -> dict[str, list[tuple[str, int]]]:
        """How what a query finds is spread: sender, day, kind, voice, language ..."""
        from onrecord.desk.finding import facets

        return facets(self, Path(case), query, ladder)

    def find_all(
        self,
        case: Path | str,
        queries: Path | str,
        *,
        limit: int = 5,
        order: str = "best",
        ladder: int = 3,
    ) -> "list[Line]":
        """Each query of a list with its answer, or why it has none."""
        from onrecord.desk.finding import Window
        from onrecord.desk.searching import find_all

        return find_all(self, Path(case), Path(queries), Window(limit, 0, order, ladder))

    def saved_searches(self, case: Path | str) -> "dict[str, SavedSearch]":
        """The searches that the case keeps, by name."""
        from onrecord.desk.saved import saved

        return saved(Path(case))

    def save_search(
        self, case: Path | str, name: str, query: str, *, order: str = "best", ladder: int = 3
    ) -> None:
        """Keeps a search; an earlier one of that name makes way. Raises BadQuery, BadOption."""
        from onrecord.desk.saved import SavedSearch, save

        save(Path(case), name, SavedSearch(query, ladder, order))

    def forget_search(self, case: Path | str, name: str) -> "SavedSearch":
        """Takes a search off the case's list; what it was. Raises NoSuchThing."""
        from onrecord.desk.saved import forget

        return forget(Path(case), name)

    def ask(
        self, case: Path | str, questions: list[tuple[str, str]], *, limit: int = 20
    ) -> "Iterator[tuple[str, list[Found]]]":
        """For each (id, question) the messages that share most with it."""
        from onrecord.desk.searching import ask

        return ask(self, Path(case), questions, limit)

    def understood(self, query: str, *, ladder: int = 3) -> "Understood":
        """A query said back in words, with its spellings, not run. Raises BadQuery."""
        from onrecord.desk.finding import understood

        return understood(query, ladder)

    def chats(self, case: Path | str) -> "list[Stream]":
        """Every chat of every reading: title, size, first and last time."""
        from onrecord.desk.leafing import streams

        return streams(self, Path(case))

    def read_chat(
        self,
        case: Path | str,
        chat: str | None = None,
        *,
        reading: int | None = None,
        offset: int = 0,
        limit: int = 50,
        message: str | None = None,
        date: str | None = None,
        before: int = 0,
    ) -> "Page":
        """A window of a chat, in the export's order, in constant time.

        From ``offset``; or from ``before`` messages before ``message``
        (``m:KEY``, ``id:ID``, ``READING/N``) or before the first at ``date``.
        Raises NoSuchThing, NoSuchMessage, BadOption if several chats fit.
        """
        from onrecord.desk.leafing import Where, page

        where = Where(offset, limit, message, date, before)
        return page(self, Path(case), reading, chat, where)

    def thread(self, case: Path | str, message: str, *, most: int = 200) -> "Thread":
        """What a message answers and what answers it. Raises NoSuchMessage."""
        from onrecord.desk.leafing import thread

        return thread(self, Path(case), message, most)

    def meant(
        self,
        case: Path | str,
        text: str,
        *,
        model: Path | str | None = None,
        limit: int = 20,
        with_words: bool = True,
    ) -> "Meanings":
        """Messages near a question in meaning, as a local model guesses.

        ``model`` is its folder (else ``models/meaning`` in the desk's); with
        ``with_words`` ranked together with what its words find. Raises
        ModelRefused without one, or for a language it does not read.
        """
        from onrecord.desk.meaning import meant

        folder = None if model is None else Path(model)
        return meant(self, Path(case), text, folder, limit, with_words)

    def show(
        self,
        case: Path | str,
        message: str,
        *,
        around: int = 2,
        raw: bool = False,
        voices: bool = True,
    ) -> "Seen":
        """A message, its neighbours, its voices. Raises NoSuchMessage.

        Without ``voices`` nothing but the record is read: at once, whatever the size.
        """
        from onrecord.desk.showing import show

        return show(Path(case), message, around, raw, voices)

    def witnesses(self, case: Path | str, reading: int, chat: str) -> "list[Stream]":
        """The same chat in other exports of the case."""
        from onrecord.desk.nearby import witnesses

        return witnesses(self, Path(case), reading, chat)

    def paired(self, case: Path | str, rows: "tuple[Row, ...]", other: "Stream") -> "list[Pairing]":
        """A window of a chat, and what another witness has of that stretch."""
        from onrecord.desk.nearby import paired

        return paired(self, Path(case), rows, other)
