"""Drafts as files that several persons write: what was read, what was saved."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["saved", "unchanged", "merged", "conflict"]


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft of a case. ``headline`` and ``story`` are as its head says, empty if it
    says none; ``by`` and ``at`` name the last save through the desk, empty if there was none."""

    name: str
    headline: str
    bytes: int
    by: str
    at: str
    story: str = ""


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as read. ``digest`` names exactly this text: hand it in when saving."""

    name: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    ``merged``: somebody else had saved since; both changes stand in ``text``, and
    that is what lies in the file. ``conflict``: both changed the same lines;
    nothing was written, ``text`` holds yours with theirs as notes (``%%``), and
    ``digest`` is what to save it on. ``theirs`` names who saved in between.
    """

    fate: Fate
    text: str
    digest: str
    conflicts: int = 0
    theirs: str = ""
