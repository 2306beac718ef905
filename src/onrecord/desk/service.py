"""``Desk``: the Python API. Plain values in, frozen values or iterators out.

A method never prints, asks or exits. Heavy modules are loaded by the method
that needs them, so that making a Desk costs nothing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.desk.progress import Progress, Silent
from onrecord.errors import NoPassphrase
from onrecord.model.judgement import Answer as Verdict
from onrecord.model.judgement import Judgement
from onrecord.ports import Ask

if TYPE_CHECKING:
    from onrecord.archive.keys import DeskKeys
    from onrecord.desk.aligning import Aligned
    from onrecord.desk.case import Case
    from onrecord.desk.checker import Checked
    from onrecord.desk.drafting import Drafted
    from onrecord.desk.finding import Answer, Found
    from onrecord.desk.peopling import Peopled
    from onrecord.desk.showing import Seen
    from onrecord.model.casework import CaseFacts, CheckReport, Custody, Published, Received
    from onrecord.model.claim import Statement
    from onrecord.model.press import Match
    from onrecord.search.batch import Line


def _nobody(new: bool) -> str:
    raise NoPassphrase("This needs the desk's passphrase", advice="give Desk(passphrase=...)")


class Desk:
    """A desk: the folder with the log, the key and the policy.

    ``passphrase`` is called only when the key is needed, with True if a new one
    is to be chosen. The key stays in memory as long as the Desk does.
    """

    def __init__(
        self,
        folder: Path | str,
        passphrase: Callable[[bool], str] | str | None = None,
        *,
        progress: Progress | None = None,
    ) -> None:
        self.folder = Path(folder)
        self.progress: Progress = progress or Silent()
        self._keys: DeskKeys | None = None
        if isinstance(passphrase, str):
            said = passphrase
            self._passphrase: Callable[[bool], str] = lambda new: said
        else:
            self._passphrase = passphrase or _nobody

    def exists(self) -> bool:
        """True if the folder holds a desk."""
        return (self.folder / "desk.json").is_file()

    @property
    def keys(self) -> "DeskKeys":
        """The desk's keys, unlocked once. Raises WrongPassphrase, NoPassphrase."""
        if self._keys is None:
            from onrecord.desk.seat import unlocked

            self._keys = unlocked(self.folder, self._passphrase)
        return self._keys

    def make(self) -> "DeskKeys":
        """A new desk in the folder, under a new passphrase."""
        from onrecord.desk.seat import make_desk

        self._keys = make_desk(self.folder, self._passphrase)
        return self._keys

    def new(self, case: Path | str, name: str | None = None) -> "Case":
        """An empty case; makes the desk if there is none. Raises CaseExists."""
        from onrecord.desk.seat import new_case

        return new_case(self, Path(case), name)

    def add(
        self,
        case: Path | str,
        export: Path | str,
        *,
        ask: Ask | None = None,
        password: str | None = None,
        partial: bool = False,
        custody: "Custody | None" = None,
        same_chat: int | None = None,
    ) -> "Received":
        """Seals an export, reads it, seals the reading.

        Raises NotAnExport, AmbiguousFormat, TruncatedExport, DamagedContainer,
        WrongZipPassword, HostileContainer, AlreadySealed, DiskFull, CaseBusy;
        the case is then as it was.
        """
        from onrecord.desk.intake import add
        from onrecord.desk.sitting import Handed
        from onrecord.model.casework import NOTHING_SAID

        handed = Handed(ask or Ask(), password, partial, custody or NOTHING_SAID, same_chat)
        return add(self, Path(case), Path(export), handed)

    def add_news(self, case: Path | str, folder: Path | str) -> "Received":
        """Seals a folder of news and reads its articles. Raises as ``add``."""
        from onrecord.desk.news import add_news

        return add_news(self, Path(case), Path(folder))

    def resume(self, case: Path | str, *, password: str | None = None) -> "list[Received]":
        """Finishes what an interrupted ``add`` left: bags received, not yet read."""
        from onrecord.desk.intake import resume

        return resume(self, Path(case), password)

    def withdraw(
        self, case: Path | str, number: int, *, why: str, by: str, erase: bool = False
    ) -> int:
        """Takes back what was added by mistake; the index of the log entry."""
        from onrecord.desk.withdrawing import withdraw

        return withdraw(self, Path(case), number, why, by, erase)

    def info(self, case: Path | str) -> "CaseFacts":
        """What is in a case and how whole it is; needs no key."""
        from onrecord.desk.facts import info

        return info(self, Path(case))

    def check(self, case: Path | str, *, only_bytes: bool = False) -> "CheckReport":
        """Hashes and derives everything again; needs the key unless ``only_bytes``."""
        from onrecord.desk.checking import check

        return check(self, Path(case), only_bytes)

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

    def statements(
        self,
        case: Path | str,
        *,
        kinds: tuple[str, ...] = (),
        voices: tuple[str, ...] = (),
        sender: str | None = None,
        after: str | None = None,
        before: str | None = None,
        new: bool = False,
        limit: int | None = None,
    ) -> "Iterator[Statement]":
        """Statements the rules propose, filtered; ``new``: first occurrences first."""
        from onrecord.desk.saying import Wanted, statements

        wanted = Wanted(kinds, voices, sender, after, before, new, limit)
        return statements(Path(case), wanted, self.progress)

    def compare(
        self,
        case: Path | str,
        *,
        only: tuple[str, ...] = (),
        outcomes: tuple[str, ...] = (),
    ) -> "Iterator[tuple[Statement, Match]]":
        """Statements with what independent reporting says. Raises NothingYet."""
        from onrecord.desk.comparing import compare

        return compare(Path(case), only, outcomes, self.progress)

    def prove_differences(self, case: Path | str, a: int, b: int, out: Path | str) -> list[Path]:
        """A file for each message of ``a`` that ``b`` has otherwise or lacks."""
        from onrecord.desk.differing import prove_differences

        return prove_differences(self, Path(case), a, b, Path(out))

    def people(self, case: Path | str) -> "list[Peopled]":
        """The members of each chat, with same-person proposals within it."""
        from onrecord.desk.peopling import of_case

        return of_case(Path(case))

    def export_people(
        self, case: Path | str, out: Path | str, *, raw: tuple[str, str] | None = None
    ) -> Path:
        """A table or graph under pseudonyms; ``raw`` (who, why) is logged first."""
        from onrecord.desk.peopling import export

        return export(self, Path(case), Path(out), raw=raw)

    def align(self, things: list[str], *, ask: Ask | None = None) -> "Iterator[Aligned]":
        """Exports (or a case's readings, by number) set side by side."""
        from onrecord.desk.aligning import align

        return align(things, ask or Ask())

    def judge(
        self,
        case: Path | str,
        about: str,
        answer: str,
        *,
        by: str,
        why: str,
        correct: tuple[tuple[str, str], ...] = (),
        replaces: str | None = None,
    ) -> Judgement:
        """A named person's decision, appended to the log."""
        from onrecord.desk.judging import judge

        said = Judgement("", about, cast(Verdict, answer), by, why, "", correct, replaces)
        return judge(self, Path(case), said)

    def draft(
        self, case: Path | str, out: Path | str | None = None, *, by: str | None = None
    ) -> "Drafted":
        """A first draft in Markdown; never overwrites what a writer changed."""
        from onrecord.desk.drafting import draft

        return draft(self, Path(case), None if out is None else Path(out), by)

    def publish(
        self,
        case: Path | str,
        draft: Path | str,
        out: Path | str | None = None,
        *,
        by: str,
        formats: tuple[str, ...] = (),
        checklist: Path | str | None = None,
    ) -> "Published":
        """The gate, the outputs, the proofs, the log entry.

        Raises QuotationRefused, DraftCitesNothing, BadDraft, HarmRefused; then
        nothing was written.
        """
        from onrecord.desk.publishing import Order, publish

        order = Order(
            by,
            formats,
            None if checklist is None else Path(checklist),
            None if out is None else Path(out),
        )
        return publish(self, Path(case), Path(draft), order)

    def verify(
        self, file: Path | str, *, keys: tuple[str, ...] = (), policy: Path | None = None
    ) -> "list[Checked]":
        """Checks the proofs of a page or a proof file. Raises ProofRefused."""
        from onrecord.desk.checker import verify

        return verify(self, Path(file), keys, policy)
