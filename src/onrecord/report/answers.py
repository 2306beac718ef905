"""The harm checklist's items and what editors answer to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.model.claim import StatementKind

State = Literal["met", "refused", "asked", "answered", "excused"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an editor writes to an item, and the editor's name.

    ``seat`` shows that it was said by who sat down at the desk under that name,
    ``sealed`` is the key it was signed with elsewhere; '' for a name typed in.
    ``text_of`` is the digest of what the draft printed when it was given, '' if that
    is not known; ``confirmed`` who said later that it stands for a changed text;
    ``at`` when it was given or confirmed, as far as the desk knows.
    """

    text: str
    by: str
    seat: str = ""
    sealed: str = ""
    text_of: str = ""
    confirmed: str = ""
    at: str = ""


NONE = Answer("", "")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist.

    ``met`` counted and within the limit, ``refused`` counted and beyond it,
    ``asked`` a question without an answer, ``answered`` by an editor, ``excused`` a
    limit passed with the answer as the reason on record. ``given`` is the answer, empty
    if there is none; ``why`` says why it does not count; ``stale`` if that is because it
    was given for another text.
    """

    key: str
    question: str
    state: State
    note: str = ""
    given: Answer = NONE
    why: str = ""
    stale: bool = False

    @property
    def told(self) -> str:
        """What was counted, and why an answer does not count."""
        return f"{self.note} {self.why}".strip()

    @property
    def open(self) -> bool:
        """True while it keeps the story from being published."""
        return self.state in ("asked", "refused")

    def said(self, answer: Answer, state: State, why: str, stale: bool = False) -> "Item":
        """The item with an answer, and what follows of it."""
        return replace(self, state=state, why=why, given=answer, stale=stale)


Answers = Mapping[str, Answer]
Second = Callable[[Item, Answer], str]
"""Why an answer is not that of a second person, '' if it is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of a story's case.

    ``kinds`` are statement kinds by quotation number, ``group_media`` names of
    pictures or clips the group made, or that look like them, ``graphic`` those a
    person judged graphic, which nothing excuses, ``coded`` names of pictures with a
    code that a telephone reads, ``narrowing`` (mark, fits, of) as
    :func:`onrecord.report.harm.narrowed` counts.
    """

    kinds: Mapping[int, StatementKind] = field(default_factory=dict)
    group_media: Sequence[str] = ()
    graphic: Sequence[str] = ()
    coded: Sequence[str] = ()
    narrowing: Sequence[tuple[str, int, int]] = ()
