"""The desk a use case works at: its folder, its keys, who is told of progress."""

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Self

from onrecord.desk.progress import Progress, Silent
from onrecord.errors import NoPassphrase

if TYPE_CHECKING:
    from onrecord.archive.keys import DeskKeys


def _nobody(new: bool) -> str:
    raise NoPassphrase("This needs the desk's passphrase", advice="give Desk(passphrase=...)")


class OpenDesk:
    """A desk: the folder with the log, the key and the policy.

    ``passphrase`` is called only when the key is needed, with True if a new one
    is to be chosen. The key stays in memory as long as the desk does.
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
        # What one case last looked like to a draft being written (desk.editing).
        self.watched: object = None
        if isinstance(passphrase, str):
            said = passphrase
            self._passphrase: Callable[[bool], str] = lambda new: said
        else:
            self._passphrase = passphrase or _nobody

    def exists(self) -> bool:
        """True if the folder holds a desk."""
        return (self.folder / "desk.json").is_file()

    @property
    def unlocked(self) -> bool:
        """True if the key is in memory already."""
        return self._keys is not None

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

    def _use(self, keys: "DeskKeys") -> None:
        """Works on with these keys: after a rotation, or a restoration from paper."""
        self._keys = keys

    def heard_by(self, progress: Progress) -> Self:
        """The same desk, with its keys as unlocked as they are, and another listener."""
        other = copy(self)
        other.progress = progress
        return other
