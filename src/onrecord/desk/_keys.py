"""Methods of ``Desk``: its keys and who holds them besides, its head and who dates it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.archive.extend import Extends
    from onrecord.desk.anchoring import Anchor
    from onrecord.desk.escrowing import KeyFacts, Rewrapped
    from onrecord.desk.heads import HeadFile
    from onrecord.desk.locking import Locked
    from onrecord.desk.stamping import Stamped
    from onrecord.model.casework import CheckReport


class Keys(OpenDesk):
    """The desk's keys through their life; each method stands in a module of its own."""

    def key_facts(self) -> "KeyFacts":
        """The desk's public keys and its escrow recipients; needs no passphrase."""
        from onrecord.desk.escrowing import facts

        return facts(self)

    def publish_key_at(self, where: str) -> None:
        """Keeps where the newsroom publishes the desk's public key; pages say it to their
        readers. Needs no passphrase. Raises BadOption."""
        from onrecord.desk.key_place import set_key_at

        set_key_at(self.folder, where)

    def rotate(self, cases: Sequence[Path | str] = ()) -> "Rewrapped":
        """A new desk key in the place of the old one, under a newly chosen passphrase.

        The log says so twice: the old key vouches, the new one revokes. The secrets of
        these cases are encrypted to the new key; those of others still open.
        """
        from onrecord.desk.escrowing import rotate

        self.keys  # noqa: B018  # the old passphrase is asked for before a new one is chosen
        return rotate(self, [Path(c) for c in cases], self._passphrase(True))

    def escrow(self, to: Sequence[str], cases: Sequence[Path | str] = ()) -> "Rewrapped":
        """Names who else can open the desk's archives (age recipients), from now on and,
        for these cases, what is there already. Raises BadOption."""
        from onrecord.desk.escrowing import set_escrow

        return set_escrow(self, list(to), [Path(c) for c in cases])

    def drill(
        self, case: Path | str, *, identity: str | None = None, paper: str | None = None
    ) -> "CheckReport":
        """Derives every root of a case with an escrow identity or a paper page alone.

        Takes the texts of the files. Raises BadOption, WrongPassphrase for what holds
        no key; a key that opens nothing is found *altered*.
        """
        from onrecord.desk.checking import Extent, check
        from onrecord.desk.escrowing import identities_of

        return check(self, Path(case), Extent(opener=identities_of(self, identity, paper)))

    def paper(self) -> str:
        """A page with both private keys, to be printed and locked away. Secret."""
        from onrecord.desk.escrowing import paper

        return paper(self)

    def restore(self, paper: str) -> str:
        """Puts the key of a paper page back under a newly chosen passphrase; its verifier key.

        Raises KeyNotValid for a page older than the last rotation.
        """
        from onrecord.desk.escrowing import restore

        return restore(self, paper, self._passphrase(True))

    def head(self, since: Path | str | None = None) -> "HeadFile":
        """The signed head of the log to give away; with ``since`` (a head given away before)
        the proof that nothing was taken out since. Raises TwoHistories."""
        from onrecord.desk.heads import head

        return head(self, None if since is None else Path(since))

    def verify_heads(
        self, file: Path | str, *, keys: tuple[str, ...] = (), policy: Path | None = None
    ) -> "Extends":
        """Checks a proof that one head extends another. Raises ProofRefused."""
        from onrecord.desk.heads import verify_heads

        return verify_heads(self, Path(file), keys, policy)

    def lock(self, case: Path | str, box: Path | str | None = None) -> "Locked":
        """A whole case into one age package (``CASE.age``); the plain copy goes only after the
        package was opened again and every file compared. Raises CaseBusy, DiskFull."""
        from onrecord.desk.locking import lock

        return lock(self, Path(case), None if box is None else Path(box))

    def unlock(
        self, box: Path | str, case: Path | str | None = None, *, identity: str | None = None
    ) -> Path:
        """The case out of its package, as it was; the package stays. With ``identity`` (the
        text of an escrow key's file) no desk is needed. Raises CaseExists, WrongPassphrase
        for another's package or a damaged one, BadOption for what holds no key."""
        from onrecord.desk.locking import unlock

        return unlock(self, Path(box), None if case is None else Path(case), identity)

    def stamp(self, size: int | None = None) -> "Stamped":
        """Asks the authorities and witnesses of the desk's policy to date its head (the present
        one, or an earlier one by its size). This and ``anchor`` alone leave the machine.

        Never raises for what they do; needs no passphrase. Raises BadOption for a bad policy.
        """
        from onrecord.desk.stamping import ask

        return ask(self, size)

    def anchor(
        self,
        size: int | None = None,
        *,
        ask: bool = True,
        headers: Path | None = None,
        out: Path | None = None,
    ) -> "list[Anchor]":
        """Sends a head's nonce to the calendars of the desk's ``calendars`` file, later asks
        them for their blocks, and looks the blocks up in ``headers``. ``ask`` False: offline.
        Without a size: the present head, and every one that has such a file.

        Never raises for what a calendar does; needs no passphrase, but the extra ``ots``
        (BadOption without it). Raises CaseAltered for a stored file about another head.
        """
        from onrecord.desk.anchoring import Wish, anchor

        return anchor(self, Wish(size, ask, headers, out))
