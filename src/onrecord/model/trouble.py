"""What could not be read, as a value."""

from dataclasses import dataclass
from typing import Literal

from onrecord.model.place import Place

Weight = Literal["note", "loss", "fatal"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing a reader met and will not pass over in silence.

    ``kind`` is stable and lower-case (``bad-utf8``, ``lone-surrogate``,
    ``x-escape``, ``unknown-field``, ``unreadable-record``, ``truncated`` ...).
    ``weight``: *note*, all words are there; *loss*, something of one record is
    not readable; *fatal*, the rest of the member is not. Counted and shown,
    never only logged.
    """

    kind: str
    place: Place
    note: str
    weight: Weight = "note"
