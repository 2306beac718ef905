"""What two readings of the same sealed bytes have otherwise."""

from dataclasses import dataclass
from typing import Literal

from onrecord.model.chat import Counts
from onrecord.model.cite import Ref

What = Literal["changed", "moved", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Change:
    """One record that two readings of the same bytes have otherwise.

    ``changed``: it stands at the same place and these columns differ. ``moved``: the same
    record, cut at another place (its name is another one), and these columns differ too.
    ``gone`` and ``new``: it is in the earlier reading alone, in the later alone.
    """

    what: What
    before: Ref | None
    after: Ref | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """How two readings of the same bytes differ, in numbers.

    Records of the earlier reading = same + changed + moved + gone, of the later = same +
    changed + moved + new. ``fields`` counts the records that differ in a column.
    ``before`` and ``after`` are what each reading counts of itself; ``readers`` and
    ``asked`` name the readers (with version) and what was said to each of the export.
    """

    same: int
    changed: int
    moved: int
    gone: int
    new: int
    fields: tuple[tuple[str, int], ...]
    before: Counts
    after: Counts
    readers: tuple[str, str]
    asked: tuple[str, str]

    @property
    def none(self) -> bool:
        """True if both hold the same records, word for word and column for column."""
        return not (self.changed or self.moved or self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Resealed:
    """A sealed later reading: its log entry, how it differs from the one before, how many
    judged things are named otherwise in it, those that found no place in it, and the
    judged messages whose text reads otherwise."""

    entry: int
    differences: Differences
    renamed: int
    unplaced: tuple[str, ...]
    reworded: tuple[str, ...]
