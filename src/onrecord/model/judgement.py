"""What a named person decided. A machine's guess becomes a fact only here."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["yes", "no", "unsure"]
How = Literal["open", "blind", "settling"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who, when (claimed), about what, yes / no / unsure, and why.

    ``about`` is an id (``s:…``, ``s:…+a:…`` for a match, ``m:…``). ``correct``
    holds corrections as pairs (``kind``, ``speaker``, ``translation`` ...).
    Taken back only by a new one, whose ``replaces`` names the old ``id``.
    ``how``: *open* could see what others had decided; *blind* was asked for
    without showing it; *settling* decides between readers who differ.
    """

    id: str
    about: str
    answer: Answer
    by: str
    why: str
    at: str
    correct: tuple[tuple[str, str], ...] = ()
    replaces: str | None = None
    how: How = "open"
