"""One writing command at a case, and what it carries from step to step."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.archive.bag import Bag
from onrecord.archive.log import DeskLog
from onrecord.desk.case import Case
from onrecord.model.casework import NOTHING_SAID, Custody
from onrecord.ports import Ask

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Sitting:
    """The desk, the case (held against other writers), the desk's log."""

    desk: "OpenDesk"
    case: Case
    log: DeskLog


@dataclass(frozen=True, slots=True)
class Bagged:
    """A bag that has just been made, or (``logged``) one that is on record."""

    number: int
    bag: Bag
    files: int
    bytes: int
    made: str
    logged: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read of a bag: by which reader (None: picked), with what a
    person said about it, and whether an early end is accepted."""

    bagged: Bagged
    format: str | None
    ask: Ask
    password: str | None
    partial: bool
    same_chat: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What a person says when handing an export in."""

    ask: Ask = field(default_factory=Ask)
    password: str | None = None
    partial: bool = False
    custody: Custody = NOTHING_SAID
    same_chat: int | None = None
