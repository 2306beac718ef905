"""A story as writers get it: checked quotations, panels, notes and proofs.

Made by :mod:`report.assemble` from a draft that passed the gate; nothing in it
names a member, and every text carries its own language and direction.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.model.cite import Ref
from onrecord.model.claim import Voice, VoiceKind
from onrecord.model.draft import Quotation, Reason, Run, Translation
from onrecord.model.verdict import Class, Wording
from onrecord.model.when import NEVER, When

Direction = Literal["ltr", "rtl"]
RTL = frozenset(("ar", "fa", "ur", "he", "ckb", "ps", "sd", "ug", "yi", "dv", "syr"))


@dataclass(frozen=True, slots=True)
class Said:
    """One sealed message as the gate needs it.

    ``label`` is the member's pseudonym in this story, ``voices`` whose words
    each span of ``text`` is (offsets in code points; uncovered spans are own).
    ``enc`` and ``edited`` as the message has them.
    """

    ref: Ref
    text: str
    label: str
    time: When = NEVER
    language: str = ""
    voices: tuple[Voice, ...] = ()
    enc: str | None = None
    edited: When | None = None
    replied: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One published item as the gate needs it: its text and where it stood."""

    id: str
    text: str
    outlet: str
    title: str = ""
    published: When = NEVER
    language: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it will be printed: bytes without metadata, and its type."""

    data: bytes
    mime: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof file and what the page says about it in words.

    ``sealed`` is the day a pinned time or the claimed one gives, with
    ``sealed_by`` naming whose time it is. ``leaf`` and ``entry`` are for people
    who compare by eye; the checker reads ``data`` only.
    """

    data: bytes
    leaf: str = ""
    entry: str = ""
    sealed: str = ""
    sealed_by: str = ""
    segments: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation that passed: what is printed, its class, and its speaker.

    ``number`` counts from 1 through the story; ``proof`` is the index of its
    proof in ``Story.proofs``, None for reporting and words said elsewhere.
    ``source`` is None for words said elsewhere. ``refused`` says why it may not
    be printed; it is set in previews only.
    """

    number: int
    quotation: Quotation
    wording: Wording
    cls: Class | Literal["SAID_ELSEWHERE", "OWN_MARKS"]
    source: Said | Report | None = None
    voice: VoiceKind = "own"
    voice_of: str = ""
    proof: int | None = None
    refused: str = ""

    @property
    def said(self) -> Said | None:
        """The sealed message, if it is one of the group's."""
        return self.source if isinstance(self.source, Said) else None

    @property
    def printed(self) -> str:
        """The words as printed."""
        return self.quotation.words

    @property
    def language(self) -> str:
        """The language of the printed words; '' if it is not known."""
        return self.source.language if self.source is not None else ""

    @property
    def translations(self) -> tuple[Translation, ...]:
        """Signed translations, in the writer's order, disputes left out."""
        return tuple(t for t in self.quotation.translations if not t.dispute)

    @property
    def disputes(self) -> tuple[Translation, ...]:
        """Other readings, each signed."""
        return tuple(t for t in self.quotation.translations if t.dispute)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a flagged gap or cut is fair."""
        return self.quotation.reasons


Text = tuple[Run | Quoted, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of who reported what: when, who, how, what it counts as.

    ``group`` rows are the closed group's own; ``with_previous`` rows are copies
    of the row before and count as one source with it.
    """

    when: str
    who: str
    how: str = ""
    counts: str = ""
    group: bool = False
    with_previous: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One claim set beside reporting. ``against`` if sources contradict it."""

    title: str
    outcome: str
    note: str
    rows: tuple[Row, ...]
    against: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the page.

    ``kind``: heading (``level`` 2-3), paragraph, items, card, pull, picture,
    panels. ``role`` is the section's. ``own_words`` if nothing in it is cited.
    """

    kind: Literal["heading", "paragraph", "items", "card", "pull", "picture", "panels"]
    role: str = "story"
    level: int = 0
    text: Text = ()
    items: tuple[Text, ...] = ()
    quoted: Quoted | None = None
    picture: Picture | None = None
    alt: str = ""
    credit: str = ""
    panels: tuple[Panel, ...] = ()
    intro: str = ""
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class Checker:
    """The separately held checker: its name, SHA-256 (hex) and where to get it."""

    name: str = ""
    sha256: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction or retraction: the day, what, and who signs it."""

    date: str
    text: str
    by: str = ""
    retraction: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """Which printing of a story this is: its day, that of the first, who signed.

    ``unissued`` names the editor who says that no earlier text was ever handed out; ''
    while the text is that of the first printing, or corrections tell of the change.
    """

    number: int
    day: str
    first: str
    signed_by: str
    unissued: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What an output is written from. ``preview`` if it was not published."""

    id: str
    headline: Text
    lead: Text
    parts: tuple[Part, ...]
    quotations: tuple[Quoted, ...]
    language: str = "en"
    outlet: str = ""
    section: str = ""
    kicker: str = ""
    date: str = ""
    dateline: str = ""
    by: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    contact: str = ""
    footer: str = ""
    url: str = ""
    claims_by: str = ""
    desk: str = ""
    zone: str = "UTC"
    checker: Checker = field(default_factory=Checker)
    proofs: tuple[Proof, ...] = ()
    corrections: tuple[Correction, ...] = ()
    edition: Edition | None = None
    key_at: str = ""
    limits: tuple[str, ...] = ()
    preview: bool = False

    @property
    def title(self) -> str:
        """The headline as one line."""
        return words(self.headline)

    def proved(self, proofs: tuple[Proof, ...], checker: Checker) -> "Story":
        """The story with its proofs, one for each quotation of the group, in order.

        Raises ValueError if their number is not that of the quotations.
        """
        wanted = [q for q in self.quotations if q.proof is not None]
        if len(wanted) != len(proofs):
            raise ValueError(f"{len(wanted)} quotations, {len(proofs)} proofs")
        return replace(self, proofs=proofs, checker=checker)


def words(text: Text) -> str:
    """A text as one plain line; quotations in “…”."""
    parts = (p.text if isinstance(p, Run) else f"“{p.printed}”" for p in text)
    return "".join(parts).strip()


def direction(language: str, text: str = "") -> Direction:
    """``rtl`` if the language is, or if it is not known and the first letter is."""
    if language:
        return "rtl" if language.split("-")[0] in RTL else "ltr"
    for char in text:
        if "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufdff":
            return "rtl"
        if char.isalpha():
            return "ltr"
    return "ltr"
