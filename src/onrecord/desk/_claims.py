"""Methods of ``Desk``: what is said, judged, set beside reporting."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.desk.open_desk import OpenDesk
from onrecord.model.judgement import Answer as Verdict
from onrecord.model.judgement import Judgement

if TYPE_CHECKING:
    from onrecord.desk.peopling import Peopled
    from onrecord.model.claim import Statement
    from onrecord.model.press import Match


class Claims(OpenDesk):
    """What is said, judged, set beside reporting; each method stands in a module of its own."""

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
