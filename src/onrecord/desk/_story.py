"""Methods of ``Desk``: what is drafted, published, verified."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.checker import Checked
    from onrecord.desk.drafting import Drafted
    from onrecord.desk.exhibiting import Asked, Bundle, Recipient
    from onrecord.desk.signing import SignOff
    from onrecord.desk.translating import MachineDrafts
    from onrecord.model.casework import Published
    from onrecord.model.draftfile import DraftFile, DraftText, Saved
    from onrecord.model.editing import Look
    from onrecord.model.since import Since
    from onrecord.report.engines import Found
    from onrecord.report.glossary import Term
    from onrecord.report.harm import Answers, Item


class Story(OpenDesk):
    """What is drafted, published, verified; each method stands in a module of its own."""

    def draft(
        self,
        case: Path | str,
        out: Path | str | None = None,
        *,
        by: str = "",
        language: str = "",
    ) -> "Drafted":
        """A first draft in Markdown; never overwrites what a writer wrote.

        In the sentences of ``language``; without one in that of the draft already
        there, else in English. Raises NothingYet, BadDraft.
        """
        from onrecord.desk.drafting import draft

        return draft(self, Path(case), None if out is None else Path(out), by, language)

    def drafts(self, case: Path | str) -> "list[DraftFile]":
        """The drafts of a case, and who saved each last."""
        from onrecord.desk.drafts import drafts

        return drafts(Path(case))

    def read_draft(self, case: Path | str, name: str, digest: str = "") -> "DraftText":
        """A draft's text and the digest to save on; with ``digest`` the text that was
        read or saved under it. Raises NoSuchThing, BadDraft."""
        from onrecord.desk.drafts import read_draft

        return read_draft(Path(case), name, digest)

    def save_draft(
        self, case: Path | str, name: str, text: str, *, by: str, base: str | None = None
    ) -> "Saved":
        """Saves a draft on the text that ``base`` names; None makes a new one.

        Nobody's change is overwritten: changes since are merged, and where both
        touched the same lines nothing is written and both come back. Raises
        BadOption, NoSuchThing, CaseBusy, DiskFull.
        """
        from onrecord.desk.drafts import save_draft

        return save_draft(Path(case), name, text, base, by)

    def publish(
        self,
        case: Path | str,
        draft: Path | str,
        out: Path | str | None = None,
        *,
        by: str = "",
        formats: tuple[str, ...] = (),
        checklist: Path | str | None = None,
        signed: tuple[Path | str, ...] = (),
        correction: str = "",
        never_out: bool = False,
    ) -> "Published":
        """The gate, the outputs, the proofs, the log entry.

        ``by`` is the editor who signs here; with ``signed`` (files of :meth:`sign`)
        it may be empty. Where the story was published with another text, ``correction``
        says what was wrong, or ``never_out`` that nobody has it (BadOption). Raises
        QuotationRefused, DraftCitesNothing, BadDraft,
        HarmRefused, ChecklistOpen, SignatureRefused; then nothing was written.
        """
        from onrecord.desk.editions import Again
        from onrecord.desk.publishing import Order, publish

        order = Order(
            by,
            formats,
            None if checklist is None else Path(checklist),
            None if out is None else Path(out),
            tuple(Path(one) for one in signed),
            Again(correction, never_out),
        )
        return publish(self, Path(case), Path(draft), order)

    def correct(
        self,
        case: Path | str,
        story: str,
        *,
        text: str,
        by: str,
        draft: Path | str | None = None,
        checklist: Path | str | None = None,
    ) -> "Published":
        """Adds a dated correction to a published story and prints it again.

        With ``draft`` the story's text changes too; it passes every gate anew, and
        ``checklist`` holds an editor's answers for that text. Raises NoSuchThing,
        Retracted, and what publishing raises.
        """
        from onrecord.desk.retracting import Amend, amend

        changed, answers = (None if p is None else Path(p) for p in (draft, checklist))
        return amend(self, Path(case), Amend(story, text, by, changed, answers))

    def retract(self, case: Path | str, story: str, *, why: str, by: str) -> "Published":
        """Takes a published story back: a log entry, and page and proofs say so.

        Nothing is published under its name again. Raises NoSuchThing, Retracted.
        """
        from onrecord.desk.retracting import Amend, amend

        return amend(self, Path(case), Amend(story, why, by, retraction=True))

    def exhibit(self, case: Path | str, story: str, to: "Recipient") -> "Bundle":
        """The lawyer's bundle of a published story: messages, whole days, proofs.

        Unredacted, and encrypted to one age key. Raises NoSuchThing, BadOption.
        """
        from onrecord.desk.exhibiting import exhibit_of

        return exhibit_of(self, Path(case), story, to)

    def open_context(self, case: Path | str, asked: "Asked", to: "Recipient") -> "Bundle":
        """Whole messages around one, with proofs against the same root, for a court.

        Logged; encrypted to one age key. Raises NoSuchMessage, BadOption.
        """
        from onrecord.desk.exhibiting import open_more

        return open_more(self, Path(case), asked, to)

    def write_sheet(self, draft: Path | str, out: Path | str) -> int:
        """A draft's quotations as a translator's spreadsheet (CSV); how many."""
        from onrecord.desk.translating import write_sheet

        return write_sheet(Path(draft), Path(out))

    def fill_from_sheet(self, draft: Path | str, sheet: Path | str) -> int:
        """A translator's signed rows into the draft's slots; how many were taken.

        Raises BadDraft, with the row; then the draft is as it was.
        """
        from onrecord.desk.translating import fill_from_sheet

        return fill_from_sheet(Path(draft), Path(sheet))

    def sign(
        self, draft: Path | str, checklist: Path | str | None = None, *, by: str, out: Path | str
    ) -> "SignOff":
        """An editor's signature over a draft and the answers, under this desk's key.

        Needs no case: an editor signs on another machine, and the desk that
        publishes appends the file. Raises BadDraft, BadOption.
        """
        from onrecord.desk.signing import sign

        answers = None if checklist is None else Path(checklist)
        return sign(self, Path(draft), answers, by, Path(out))

    def glossary(self, case: Path | str) -> "tuple[Term, ...]":
        """How names and terms are spelt in the stories of a case."""
        from onrecord.desk.spelling import terms

        return terms(Path(case))

    def set_term(self, case: Path | str, term: "Term") -> "tuple[Term, ...]":
        """Sets one spelling; an earlier one of the same term is wrong from then on."""
        from onrecord.desk.spelling import set_term

        return set_term(Path(case), term)

    def translators(self) -> "tuple[Found, ...]":
        """The translation engines in the desk's ``translators`` folder."""
        from onrecord.desk.translating import translators

        return translators(self)

    def translate(self, draft: Path | str, *, to: str | None = None) -> "MachineDrafts":
        """Fills a draft's empty translation slots by local engines, marked as drafts.

        Nothing leaves the machine. Raises TranslatorTrouble, BadDraft; then the draft
        is as it was.
        """
        from onrecord.desk.translating import translate

        return translate(self, Path(draft), to)

    def check_draft(
        self,
        case: Path | str,
        text: str,
        *,
        name: str = "draft.md",
        folder: Path | str | None = None,
    ) -> "Look":
        """Everything the gate says of a draft's text, at its place; never refuses.

        Meant to be called while a draft is written: the case is looked up once and
        kept until it changes. ``folder`` is where the draft's pictures lie; without it
        they are not looked at.
        """
        from onrecord.desk.editing import look_at

        return look_at(self, Path(case), text, name, None if folder is None else Path(folder))

    def checklist(
        self,
        case: Path | str,
        text: str,
        *,
        folder: Path | str | None = None,
        answers: "Answers | None" = None,
        second: tuple[str, str] | None = None,
        confirm: str = "",
    ) -> "tuple[Item, ...]":
        """The harm gate's checklist with what the tool counted. Raises BadDraft.

        ``folder`` is where the draft's pictures lie. An answer counts only for the text
        it was given for. ``second`` (name, passphrase) is an editor of this desk whose
        answers take effect as a second editor's; raises NotAdmitted, BadOption.
        ``confirm`` is an editor who has read what changed since and says that the
        answers still stand; what a second editor answered they confirm themselves.
        """
        from onrecord.desk.editing import Given, checklist_of

        where = None if folder is None else Path(folder)
        return checklist_of(self, Path(case), text, where, Given(answers or {}, second, confirm))

    def keep_answers(
        self,
        case: Path | str,
        text: str,
        items: "tuple[Item, ...]",
        out: Path | str,
        *,
        folder: Path | str | None = None,
    ) -> None:
        """Writes a checklist's answers into a file (TOML), and keeps what the draft
        printed, so that a later change can be shown. Raises BadDraft."""
        from onrecord.desk.answering import keep_answers

        where = None if folder is None else Path(folder)
        keep_answers(Path(case), text, where, items, Path(out))

    def changes_since(
        self,
        case: Path | str,
        text: str,
        items: "tuple[Item, ...]",
        *,
        name: str = "",
        folder: Path | str | None = None,
    ) -> "list[Since]":
        """What changed in a draft since answers were given that no longer count.

        ``name`` is its file name in the case: then who saved since is told too.
        """
        from onrecord.desk.answering import changes_since

        where = None if folder is None else Path(folder)
        return changes_since(Path(case), text, where, items, name)

    def preview(self, case: Path | str, text: str, *, folder: Path | str | None = None) -> str:
        """The page as HTML, without proofs, refused quotations marked. Raises BadDraft."""
        from onrecord.desk.editing import preview_of

        return preview_of(self, Path(case), text, None if folder is None else Path(folder))

    def verify(
        self, file: Path | str, *, keys: tuple[str, ...] = (), policy: Path | None = None
    ) -> "list[Checked]":
        """Checks the proofs of a page or a proof file. Raises ProofRefused."""
        from onrecord.desk.checker import verify

        return verify(self, Path(file), keys, policy)
