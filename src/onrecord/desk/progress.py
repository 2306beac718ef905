"""How far a long step is, for whoever wants to know."""

from typing import Protocol


class Progress(Protocol):
    """Told how far a long step is; ``total`` is None if it cannot be known."""

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        """``done`` of ``total`` units of the step ``label``."""

    def close(self) -> None:
        """The step is over."""


class Silent:
    """A Progress that tells nobody."""

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""
