"""The sealed bytes of a received thing for a reader that reads them again.

A withheld file from which no message was read still counts as one that came with the
export: its name and digest stand in the sealed manifest, and what a message says of it
must not change because its bytes went. Where a message itself is withheld nothing is read
again. Readers take names, dates and the order of a file from neighbouring records; around
a hole they could lend one member's words to another (0140).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from onrecord.archive import bag as bags
from onrecord.archive.withheld import Record, records
from onrecord.desk.case import Case
from onrecord.desk.holdings import ledger_of
from onrecord.desk.reading import tree_of
from onrecord.desk.withholding import withheld_in
from onrecord.errors import BadOption
from onrecord.ports import Tree


class AsSealed:
    """A tree with the names of files whose bytes are withheld."""

    def __init__(self, tree: Tree, gone: Sequence[str]) -> None:
        self._tree = tree
        self._gone = frozenset(gone)
        self.name = tree.name

    def members(self) -> Sequence[str]:
        """All names that were sealed, sorted."""
        return sorted({*self._tree.members(), *self._gone})

    def size(self, member: str) -> int:
        """Bytes of a member. Raises BadOption for a withheld one, KeyError for none."""
        self._there(member)
        return self._tree.size(member)

    def open(self, member: str) -> BinaryIO:
        """A member's bytes. Raises BadOption for a withheld one, KeyError for none."""
        self._there(member)
        return self._tree.open(member)

    def path(self, member: str) -> Path:
        """Where a member lies. Raises BadOption for a withheld one, KeyError for none."""
        self._there(member)
        found: Path = self._tree.path(member)  # type: ignore[attr-defined]  # of a folder
        return found

    def _there(self, member: str) -> None:
        if member in self._gone:
            raise BadOption(
                "The reader wants a file that is withheld: the bytes cannot be read again",
                where=member,
                advice="`onrecord reseal CASE N` seals the rows as they are",
            )


def holes(case: Case, number: int) -> list[Record]:
    """The withheld messages of a received thing."""
    return records(ledger_of(case), f"{number:04d}")


def sealed_tree(case: Case, number: int, password: str | None = None) -> Tree:
    """What ``tree_of`` gives, with withheld attachments named. Raises BadOption where a
    message is withheld."""
    if gone := holes(case, number):
        entries = sorted({one.entry for one in gone})
        said = f"{len(gone)} messages of #{number} are" if len(gone) > 1 else "One message of "
        said += "" if len(gone) > 1 else f"#{number} is"
        raise BadOption(
            f"{said} withheld, and spaces stand in place of the bytes: a reader could take a "
            "name or a date from the wrong neighbour, so nothing is read again",
            where=", ".join(
                f"{number}/{one.n} in {one.member} (log entry {one.entry})" for one in gone[:5]
            ),
            advice="the reading as sealed stays good, and so do its proofs; `onrecord reseal "
            f"CASE {number}` gives it a new secret. See onrecord info CASE --log, entr"
            + (f"y {entries[0]}" if len(entries) == 1 else f"ies {entries[0]} to {entries[-1]}"),
        )
    tree, lacking = tree_of(case, number, password), lost(case, number)
    return AsSealed(tree, lacking) if lacking else tree


def lost(case: Case, number: int) -> list[str]:
    """Files of a received thing that are withheld and were sealed with it."""
    sealed = bags.open_bag(case.bag(number)).files
    return [m for m in withheld_in(case, number) if f"data/export/{m}" in sealed]
