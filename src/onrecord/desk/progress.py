"""How far a long step is, for whoever wants to know."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from onrecord.model.trouble import Trouble


class Progress(Protocol):
    """Told how far a long step is; ``total`` is None if it cannot be known."""

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        """``done`` of ``total`` units of the step ``label``."""

    def close(self) -> None:
        """The step is over."""


@runtime_checkable
class HearsTroubles(Protocol):
    """A Progress that also wants each trouble as it is met."""

    def trouble(self, met: "Trouble") -> None:
        """A reader could not make sense of something, at a place."""


class Silent:
    """A Progress that tells nobody."""

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""
