"""What every bench gives: mutants by name, and who notices one."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """Who noticed a mutant: the name of a case or of a test file, or "" if nobody."""

    by: str


class Bench(Protocol):
    """A checker that can be changed, one place at a time."""

    name: str
    source: str
    """All of its source, for the digest under which results are kept."""

    def names(self) -> list[str]:
        """The names of its mutants."""

    def lines(self) -> dict[str, str]:
        """The line of source of each mutant, stripped."""

    def tried(self, name: str) -> Seen | None:
        """Tries one mutant. None if the change is none."""

    def watchers(self) -> str:
        """A digest of all cases and tests that watch it."""

    def watcher(self, by: str) -> str:
        """A digest of the one case or test file."""

    def close(self) -> None:
        """Ends what it started."""
