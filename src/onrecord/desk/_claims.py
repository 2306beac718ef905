"""Methods of ``Desk``: what is said, judged, set beside reporting."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.attribute.fresh import Content
    from onrecord.desk.agreeing import Agreed
    from onrecord.desk.histories import Recorded
    from onrecord.desk.judging_sheets import Taken
    from onrecord.desk.peopling import Peopled
    from onrecord.desk.ranking import Ranking
    from onrecord.desk.second_reading import Waiting
    from onrecord.desk.spreading import WhoFirst
    from onrecord.model.claim import Statement
    from onrecord.model.judgement import Answer as Verdict
    from onrecord.model.judgement import Judgement
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
        limit: int | None = None,
        languages: tuple[str, ...] = (),
    ) -> "Iterator[Statement]":
        """Statements the rules propose, filtered."""
        from onrecord.desk.saying import Wanted, statements

        wanted = Wanted(kinds, voices, sender, after, before, limit, languages)
        return statements(Path(case), wanted, self.progress)

    def contents(
        self,
        case: Path | str,
        *,
        kinds: tuple[str, ...] = (),
        voices: tuple[str, ...] = (),
        sender: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        languages: tuple[str, ...] = (),
    ) -> "Iterator[Content]":
        """What is new: near-copies folded into one, all occurrences listed, newest first."""
        from onrecord.desk.saying import Wanted
        from onrecord.desk.spreading import folded

        wanted = Wanted(kinds, voices, sender, after, before, limit, languages)
        return folded(Path(case), wanted, self.progress)

    def ranked_statements(
        self,
        case: Path | str,
        question: str | None = None,
        *,
        model: Path | str | None = None,
        kinds: tuple[str, ...] = (),
        voices: tuple[str, ...] = (),
        sender: str | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        languages: tuple[str, ...] = (),
    ) -> "Ranking":
        """The same statements in a local model's order, marked as a machine's.

        ``model`` is its folder (else ``models/ranking`` or ``models/meaning`` in the
        desk's). Without ``question``: those most like examples of their kind first.
        Raises ModelRefused without a model, or for a language it does not read.
        """
        from onrecord.desk.ranking import ranked
        from onrecord.desk.saying import Wanted

        wanted = Wanted(kinds, voices, sender, after, before, limit, languages)
        folder = None if model is None else Path(model)
        return ranked(self, Path(case), wanted, question, folder)

    def copies(self, case: Path | str, about: str) -> "Content":
        """All occurrences of what one statement (``s:…``) says. Raises NoSuchThing."""
        from onrecord.desk.spreading import copies

        return copies(Path(case), about, self.progress)

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

    def who_first(self, case: Path | str, about: str) -> "WhoFirst":
        """Both times of a statement's match, with their uncertainty. Raises NoSuchThing."""
        from onrecord.desk.spreading import who_first

        return who_first(Path(case), about, self.progress)

    def people(self, case: Path | str) -> "list[Peopled]":
        """The members of each chat, with same-person proposals within it."""
        from onrecord.desk.peopling import of_case

        return of_case(Path(case))

    def export_people(
        self,
        case: Path | str,
        out: Path | str,
        *,
        raw: tuple[str, str] | None = None,
        links: bool = False,
    ) -> Path:
        """A table of members (with ``links``: of who answers, forwards, invites whom) or
        the graph, under pseudonyms; ``raw`` (who, why) is logged first."""
        from onrecord.desk.peopling import export

        return export(self, Path(case), Path(out), raw=raw, links=links)

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
    ) -> "Judgement":
        """A named person's decision, appended to the log."""
        from onrecord.desk.judging import judge
        from onrecord.model.judgement import Judgement

        said = Judgement("", about, cast("Verdict", answer), by, why, "", correct, replaces)
        return judge(self, Path(case), said)

    def judgements(
        self, case: Path | str, about: str | None = None, *, by: str | None = None
    ) -> "list[Recorded]":
        """Every judgement with its state, oldest first; about one thing, by one person."""
        from onrecord.desk.histories import history

        return history(Path(case), about, by)

    def to_read(
        self, case: Path | str, *, by: str, share: float = 1.0, seed: str = ""
    ) -> "Waiting":
        """What others judged and ``by`` did not, without their answers: a sequence whose
        things are looked up as they are asked for."""
        from onrecord.desk.second_reading import to_read

        return to_read(self, Path(case), by, share=share, seed=seed)

    def read_blind(
        self,
        case: Path | str,
        about: str,
        answer: str,
        *,
        by: str,
        why: str,
        correct: tuple[tuple[str, str], ...] = (),
    ) -> "Judgement":
        """A second reader's answer. Raises AlreadyRead, NoSuchThing."""
        from onrecord.desk.second_reading import read_blind
        from onrecord.model.judgement import Judgement

        said = Judgement("", about, cast("Verdict", answer), by, why, "", correct)
        return read_blind(self, Path(case), said)

    def settle(
        self,
        case: Path | str,
        about: str,
        answer: str,
        *,
        by: str,
        why: str,
        correct: tuple[tuple[str, str], ...] = (),
        replaces: str | None = None,
    ) -> "Judgement":
        """Decides between readers who differ. Raises NothingToSettle."""
        from onrecord.desk.second_reading import settle
        from onrecord.model.judgement import Judgement

        said = Judgement("", about, cast("Verdict", answer), by, why, "", correct, replaces)
        return settle(self, Path(case), said)

    def agreement(self, case: Path | str) -> "Agreed":
        """How far readers agree (kappa, alpha), what is open, what was settled."""
        from onrecord.desk.agreeing import agreement

        return agreement(self, Path(case))

    def export_judgements(
        self,
        case: Path | str,
        out: Path | str,
        *,
        unjudged: bool = False,
        blind_for: str | None = None,
    ) -> int:
        """A spreadsheet (CSV) of judgements under pseudonyms; the number of its rows.

        ``unjudged`` adds what nobody has judged; ``blind_for`` instead lists what
        that second reader is asked, without anybody's answer.
        """
        from onrecord.desk.judging_sheets import export

        return export(self, Path(case), Path(out), unjudged=unjudged, blind_for=blind_for)

    def import_judgements(self, case: Path | str, sheet: Path | str) -> "Taken":
        """Takes a filled sheet in, all of it or nothing. Raises BadSheet."""
        from onrecord.desk.judging_sheets import take_in

        return take_in(self, Path(case), Path(sheet))
