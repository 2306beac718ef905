"""Who is at what: states of the work at statements, a board of them, a feed.

None of this is evidence. What a person *decides* is a
:class:`~onrecord.model.judgement.Judgement`; a state says how far the work is.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.model.claim import Statement
from onrecord.model.judgement import Judgement

State = Literal["to-do", "in-progress", "help-needed", "ready", "done", "dropped"]
STATES: tuple[State, ...] = ("to-do", "in-progress", "help-needed", "ready", "done", "dropped")
Order = Literal["time", "new", "spread", "telling"]
ORDERS: tuple[Order, ...] = ("time", "new", "spread", "telling")
Doing = Literal["moved", "judged", "received", "withdrawn", "published", "retracted"]


@dataclass(frozen=True, slots=True)
class Move:
    """A named person changed the state of a thing, and said why.

    ``at`` is the claim of the machine's clock. The state before is the one the
    move before it left; a thing nobody moved is ``to-do``.
    """

    about: str
    state: State
    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Card:
    """A statement on the board, with its near-copies folded under it.

    ``copies`` counts messages with the same content (this one included), each
    message of a chat once, however many exports hold it; ``speakers`` those who
    sent them. ``judged`` are the judgements that stand about it, oldest first.
    ``outcome`` is what reporting is proposed to say; empty while not compared.
    """

    statement: Statement
    state: State
    copies: int
    speakers: int
    moves: tuple[Move, ...]
    judged: tuple[Judgement, ...]
    outcome: str = ""
    independent: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cards of a board; what is empty lets everything pass.

    ``sender`` is a name or an id as written; ``text`` words that must stand in
    the statement as written, ``message`` the beginning of its message's key.
    ``judged`` is True for what somebody judged, False for what nobody has.
    ``order``: as said, newest first, most spread first, or most telling first (what
    reporting speaks of, then by kind, then as said).
    """

    states: tuple[State, ...] = ()
    kinds: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    sender: str | None = None
    text: str = ""
    message: str = ""
    judged: bool | None = None
    order: Order = "time"
    limit: int = 50
    offset: int = 0


Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A window of cards and how all that passes the filters is spread.

    ``states``, ``kinds``, ``voices`` count contents, each without its own
    filter, so that a count says what choosing it would show; ``outcomes`` is empty
    while nothing has been compared. ``statements`` counts all statements of the
    case, copies too. ``lost`` are lines of the
    journal that cannot be read.
    """

    cards: tuple[Card, ...]
    total: int
    statements: int
    states: Counts
    kinds: Counts
    voices: Counts
    lost: int
    outcomes: Counts = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did at a case, newest in front in a feed.

    ``about`` is the name of a thing (``s:…``, ``m:…``, a story, a number of
    something received). ``at`` is the claim of a machine's clock; ``entry`` is
    the index of the log entry, None for what stands in the journal alone.
    ``more`` counts further things moved at the same stroke.
    """

    what: Doing
    about: str
    by: str
    note: str
    why: str
    at: str
    entry: int | None = None
    more: int = 0
