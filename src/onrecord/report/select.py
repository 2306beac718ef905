"""Which statements a first draft quotes, and which words of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import HarmRefused
from onrecord.model.claim import Statement
from onrecord.model.foldmap import DIRECTION, INVISIBLE
from onrecord.model.judgement import Judgement
from onrecord.model.press import Article, Match
from onrecord.model.story import Said
from onrecord.model.wording import classify
from onrecord.report._attribution import OWN
from onrecord.report.cautions import for_text
from onrecord.report.redact import Hidden, to_open

LONGEST = 60
"""Words a quotation may have unless an editor records a reason."""
_UNSEEN = dict.fromkeys(map(ord, DIRECTION | INVISIBLE))
_ORDER = (
    "claim-of-responsibility",
    "denial",
    "announcement",
    "threat",
    "assertion",
    "call-to-action",
    "praise-or-mourning",
    "instruction",
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Articles that count as one source, or for nothing if ``circular``."""

    articles: tuple[str, ...]
    circular: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may be quoted, with all that a draft needs of it.

    ``judged`` is the person's answer, None if nobody judged yet. ``closed`` are
    spans of the message that may not be printed. ``drafts`` are a machine's
    translations as (language, text, tool).
    """

    statement: Statement
    said: Said
    judged: Judgement | None = None
    closed: tuple[Hidden, ...] = ()
    match: Match | None = None
    match_judged: Judgement | None = None
    articles: tuple[Article, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    drafts: tuple[tuple[str, str, str], ...] = ()


def select(candidates: Sequence[Candidate], most: int = 8) -> tuple[Candidate, ...]:
    """Which statements a first draft quotes, in order of time.

    Those a person said yes to, all of them; if there are none, proposals of own
    words without hedges, members taken in turn, ``most`` at the utmost. What
    cannot be printed without opening hidden words is left out.
    """
    usable = [c for c in candidates if _printable(c) and not _no(c)]
    judged = [c for c in usable if c.judged is not None and c.judged.answer == "yes"]
    chosen = judged or _in_turn([c for c in usable if _plain(c)], most)
    return tuple(sorted(chosen, key=lambda c: _when(c.statement)))


def _no(one: Candidate) -> bool:
    return one.judged is not None and one.judged.answer == "no"


def _plain(one: Candidate) -> bool:
    own = one.statement.voice.kind in OWN and one.said.enc is None
    words = one.statement.citation.words.split()
    return own and not one.statement.hedges and 3 <= len(words) <= LONGEST


def _in_turn(candidates: list[Candidate], most: int) -> list[Candidate]:
    ranked = sorted(candidates, key=_rank)
    queues: dict[str, list[Candidate]] = {}
    for one in ranked:
        queues.setdefault(one.said.label, []).append(one)
    chosen: list[Candidate] = []
    while queues and len(chosen) < most:
        for label in list(queues):
            chosen.append(queues[label].pop(0))
            if not queues[label]:
                del queues[label]
    seen: dict[str, Candidate] = {}
    for one in chosen[:most]:
        seen.setdefault(one.said.ref.key, one)
    return list(seen.values())


def _rank(one: Candidate) -> tuple[int, int, str, str]:
    kind = one.statement.kind
    told = one.match is not None and one.match.outcome not in ("nothing-found", "unclear")
    return (not told, _ORDER.index(kind), _when(one.statement), one.statement.id)


def _when(statement: Statement) -> str:
    at = statement.time.earliest
    return at.isoformat() if at is not None else f"~{statement.time.text}"


def _printable(one: Candidate) -> bool:
    return excerpt(one) is not None


def excerpt(one: Candidate) -> str | None:
    """The words to quote: the statement's own, or the whole message where a cut
    would hide a negation and it is short enough; None if neither may be printed.

    Invisible characters and direction marks are left out: they can be the mark
    of one person's copy.
    """
    words = one.statement.citation.words.strip()
    cautions = for_text(one.said.text, one.said.language)
    found = classify(one.said.text, words, cautions=cautions, enc=one.said.enc)
    choices = [words]
    if found.flags and len(one.said.text.split()) <= LONGEST:
        choices = [one.said.text.strip(), words]
    for text in (choice.translate(_UNSEEN) for choice in choices):
        spans = classify(one.said.text, text, enc=one.said.enc).spans
        try:
            if spans:
                to_open(one.said.text, spans, one.closed)
                return text
        except HarmRefused:
            continue
    return None
