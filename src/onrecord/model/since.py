"""What changed in a draft since an editor answered for it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "out", "in"]


@dataclass(frozen=True, slots=True)
class Since:
    """The answers given for one earlier text, and how the draft differs from it.

    ``text_of`` names that text, '' if the answers name none; ``known`` is False where
    it was not kept. ``saved`` is who saved the draft since, and when, oldest first.
    ``changes`` are the changed paragraphs, each in pieces that stayed, went or came.
    """

    text_of: str
    keys: tuple[str, ...]
    by: tuple[str, ...]
    at: str
    known: bool
    saved: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[tuple[Kind, str], ...], ...] = ()
