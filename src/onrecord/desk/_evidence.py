"""Methods of ``Desk``: what is sealed, read, checked, taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk
from onrecord.ports import Ask

if TYPE_CHECKING:
    from onrecord.desk.aligning import Aligned
    from onrecord.desk.case import Case
    from onrecord.desk.completeness import Certificate
    from onrecord.desk.custody import Chain
    from onrecord.desk.fetching import Attachment
    from onrecord.desk.looking import Look
    from onrecord.desk.persons import Person
    from onrecord.desk.timeline import Event
    from onrecord.model.casework import CaseFacts, CheckReport, Custody, Received, Withheld
    from onrecord.model.chat import Message
    from onrecord.model.proof import Entry
    from onrecord.model.query import Row
    from onrecord.model.reread import Change, Differences, Resealed


class Evidence(OpenDesk):
    """What is sealed, read, checked, taken back; each method stands in a module of its own."""

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

    def add_news(
        self, case: Path | str, folder: Path | str, *, custody: "Custody | None" = None
    ) -> "Received":
        """Seals a folder of news and reads its articles. Raises as ``add``."""
        from onrecord.desk.news import add_news
        from onrecord.model.casework import NOTHING_SAID

        return add_news(self, Path(case), Path(folder), custody or NOTHING_SAID)

    def resume(self, case: Path | str, *, password: str | None = None) -> "list[Received]":
        """Finishes what an interrupted ``add`` left: bags received, not yet read."""
        from onrecord.desk.intake import resume

        return resume(self, Path(case), password)

    def withdraw(
        self,
        case: Path | str,
        number: int,
        *,
        why: str,
        by: str,
        erase: bool = False,
        member: str | None = None,
    ) -> int:
        """Takes back what was added by mistake; the index of the log entry.

        With ``member`` one file of it alone is withheld and erased, to protect a
        source; ``check`` then says *withheld*. Raises NoSuchThing, BadOption.
        """
        from onrecord.desk.withdrawing import withdraw
        from onrecord.desk.withholding import withhold

        if member is None:
            return withdraw(self, Path(case), number, why, by, erase)
        return withhold(self, Path(case), number, member, (why, by))

    def withhold_message(
        self, case: Path | str, reference: str, *, why: str, by: str, whole_file: bool = False
    ) -> "Withheld":
        """Withholds and erases one message, to protect a source; all others stay provable.

        In a plain export its bytes become spaces. A packed file or database goes as a
        whole, and only with ``whole_file``: its other messages stay in the reading.
        Raises NoSuchMessage, BadOption.
        """
        from onrecord.desk.withholding_record import withhold_message

        return withhold_message(self, Path(case), reference, (why, by), whole_file)

    def reseal(self, case: Path | str, number: int) -> "Entry":
        """Seals a reading again under a new archive secret: four fresh alias slots.

        Old proofs stay good. Raises CaseAltered if the rows are no longer what was sealed.
        """
        from onrecord.desk.resealing import reseal

        return reseal(self, Path(case), number)

    def reread(
        self,
        case: Path | str,
        number: int,
        *,
        ask: Ask | None = None,
        password: str | None = None,
        earlier: bool = False,
    ) -> "Iterator[Change | Differences]":
        """What the installed reader makes of the sealed bytes otherwise than the reading
        that counts, record by record; the sums come last. Writes nothing.

        ``ask`` changes what was said of the export; ``earlier`` sets the reading that
        counts beside the one before it. Raises NothingYet, BadOption.
        """
        from onrecord.desk import read_again

        if earlier:
            return read_again.earlier(Path(case), number)
        said = read_again.Again(ask or Ask(), password)
        return read_again.reread(self, Path(case), number, said)

    def reseal_reread(
        self,
        case: Path | str,
        number: int,
        *,
        ask: Ask | None = None,
        password: str | None = None,
        partial: bool = False,
    ) -> "Resealed":
        """Reads the sealed bytes again with the installed reader and seals what comes of
        it under a new secret, over the same manifest hash.

        The earlier reading stays, with its root; what was judged is looked up in the new
        one. Raises CaseAltered if bytes or rows are no longer what was sealed, BadOption
        if a part of them is withheld, TruncatedExport; the case is then as it was.
        """
        from onrecord.desk.read_again import Again, reseal_reread

        return reseal_reread(self, Path(case), number, Again(ask or Ask(), password, partial))

    def custody(self, case: Path | str, number: int) -> "Chain":
        """What is on record of a received thing, in order, and who dates it; needs no key."""
        from onrecord.desk.custody import chain

        return chain(self, Path(case), number)

    def certificate(self, case: Path | str, number: int) -> str:
        """The draft of a certification (US FRE 902(14)) for the person who signs it.

        Checks the whole case first and says what was found.
        """
        from onrecord.desk.custody import certify

        return certify(self, Path(case), number)

    def info(self, case: Path | str) -> "CaseFacts":
        """What is in a case and how whole it is; needs no key."""
        from onrecord.desk.facts import info

        return info(self, Path(case))

    def check(
        self,
        case: Path | str,
        *,
        only_bytes: bool = False,
        subset: str | None = None,
        head: Path | str | None = None,
    ) -> "CheckReport":
        """Hashes and derives everything again; needs the key unless ``only_bytes``.

        ``subset`` ``n/t`` looks at the n-th of t parts; ``head`` is a head kept
        elsewhere, which the log must extend. Raises BadOption.
        """
        from onrecord.desk.checking import check, extent

        asked = extent(only_bytes, subset, None if head is None else Path(head))
        return check(self, Path(case), asked)

    def align(self, things: list[str], *, ask: Ask | None = None) -> "Iterator[Aligned]":
        """Exports (or a case's readings, by number) set side by side."""
        from onrecord.desk.aligning import align

        return align(things, ask or Ask())

    def prove_differences(self, case: Path | str, a: int, b: int, out: Path | str) -> list[Path]:
        """A file for each message of ``a`` that ``b`` has otherwise or lacks."""
        from onrecord.desk.differing import prove_differences

        return prove_differences(self, Path(case), a, b, Path(out))

    def certificates(self, case: Path | str) -> "list[Certificate]":
        """What each export says of its own gaps, a certificate a chat."""
        from onrecord.desk.completeness import certificates

        return certificates(Path(case))

    def messages(self, case: Path | str, reading: int, numbers: list[int]) -> "list[Message]":
        """The messages of these numbers in a reading, whole, in their order."""
        from onrecord.desk.fetching import messages_at

        return messages_at(Path(case), reading, numbers)

    def answered(self, case: Path | str, reading: int, numbers: list[int]) -> "dict[int, Row]":
        """For each of these messages the one it answers, where the export has it."""
        from onrecord.desk.replying import answered

        return answered(self, Path(case), reading, numbers)

    def attachment(self, case: Path | str, reading: int, n: int, index: int) -> "Attachment":
        """An attachment's sealed bytes. Raises NoSuchMessage, NoSuchThing."""
        from onrecord.desk.fetching import attachment

        return attachment(Path(case), reading, n, index)

    def timeline(self, case: Path | str) -> "Iterator[Event]":
        """What happened to a case, from its log entries, in the log's order."""
        from onrecord.desk.timeline import timeline

        return timeline(Path(case))

    def cases(self) -> list[Path]:
        """Case folders this desk knows of, the last opened first."""
        from onrecord.desk.known import known

        return known(self.folder)

    def persons(self) -> "list[Person]":
        """Who may sit at the browser desk, in which role."""
        from onrecord.desk.persons import persons

        return persons(self.folder)

    def add_person(self, name: str, role: str, passphrase: str) -> "Person":
        """Lets a person in; needs the desk's key. Raises BadOption."""
        from onrecord.desk.persons import add_person

        return add_person(self, name, role, passphrase)

    def remove_person(self, name: str) -> None:
        """Takes a person's seat away; needs the desk's key. Raises NoSuchThing."""
        from onrecord.desk.persons import remove_person

        remove_person(self, name)

    def looked(self, case: Path | str) -> "Iterator[Look]":
        """Views of graphic items and exports, oldest first."""
        from onrecord.desk.looking import looked

        return looked(Path(case))

    def note_look(self, case: Path | str, *, who: str, what: str, which: str, why: str) -> None:
        """A line in the list of views, before anything is shown."""
        from onrecord.desk.looking import note_look

        note_look(Path(case), who, what, which, why)
