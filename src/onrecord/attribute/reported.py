"""Reported speech: words that the writer puts into someone else's mouth.

The reporting verbs come from the language files; this is only the place where
they are looked for.
"""

from collections.abc import Iterator
from typing import Protocol

from onrecord.model.claim import Voice


class Cues(Protocol):
    """The reporting verbs of the language files, made ready."""

    def reported(self, text: str) -> Iterator[Voice]:
        """Spans of kind ``reported``, ``of`` the speaker as written if named."""
