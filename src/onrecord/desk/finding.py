"""Find: hits of a query, as the faces print them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.desk.case import Case, open_case
from onrecord.desk.indexing import engine, ensure_index
from onrecord.model.query import Hit, Row, Rung
from onrecord.search.find import find as search
from onrecord.search.snippet import marked, snippet
from onrecord.search.why import beyond_text

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: the original text with what was found marked in it, and why.

    ``beyond`` are reasons that are not in the text: whose sender's name it was.
    """

    row: Row
    hit: Hit
    beyond: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The message's key."""
        return self.row.key

    @property
    def sender(self) -> str | None:
        """The sender as written."""
        return self.row.sender

    @property
    def time(self) -> str:
        """RFC 3339, or local time without a zone, or nothing."""
        return self.row.time or "time unknown"

    @property
    def voice(self) -> str:
        """Whose words, by the record: own, forwarded, group, bot."""
        return self.row.voice

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it was found, each reason once."""
        return tuple(dict.fromkeys([*(m.why for m in self.hit.marks if m.why), *self.beyond]))

    def marked(self, before: str, after: str) -> str:
        """A stretch of the original, found runs between ``before`` and ``after``."""
        return marked(snippet(self.row.text, self.hit.marks), before, after).replace("\n", " ⏎ ")

    def as_object(self) -> dict[str, Any]:
        """The hit as ``--json`` prints it; spans are code points of ``text``."""
        return {
            **row_object(self.row),
            "marks": [
                {"span": [m.start, m.end], "rung": int(m.rung), "why": m.why}
                for m in self.hit.marks
            ],
            "reasons": list(self.reasons),
            "score": self.hit.score,
        }


def latin(name: str | None) -> dict[str, str] | None:
    """An Arabic name in Latin letters (``strict``, ``newsroom``), made by a machine
    to be read aloud; None for a name without Arabic letters."""
    if name is None or not any("\u0600" <= c <= "\u06ff" for c in name):
        return None
    from onrecord.lang.romanise import romanise

    found = romanise(name)
    return None if found is None else {"strict": found.strict, "newsroom": found.newsroom}


def row_object(r: Row) -> dict[str, Any]:
    """A message of the index as ``--json`` prints it."""
    return {
        "message": f"m:{r.key[:12]}",
        "key": r.key,
        "reading": r.reading,
        "n": r.n,
        "id": r.id,
        "chat": r.chat,
        "kind": r.kind,
        "sender": r.sender,
        "sender_id": r.sender_id,
        "sender_latin": latin(r.sender),
        "voice": r.voice,
        "time": r.time,
        "time_basis": r.time_basis,
        "reply_to": r.reply_to,
        "has": list(r.has),
        "languages": list(r.languages),
        "text": r.text,
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """A window of hits, the query said back in words, and the scope."""

    hits: tuple[Found, ...]
    total: int
    in_words: str
    scope: str
    spellings: tuple[tuple[str, tuple[str, ...]], ...]

    def summary(self) -> dict[str, Any]:
        """The last object of ``--json``."""
        return {
            "total": self.total,
            "shown": len(self.hits),
            "query": self.in_words,
            "scope": self.scope,
            "spellings": {word: list(forms) for word, forms in self.spellings},
        }


@dataclass(frozen=True, slots=True)
class Window:
    """Which hits of a query, in which order, and how far its words are widened."""

    limit: int = 20
    offset: int = 0
    order: str = "best"
    ladder: int = int(Rung.CLITICS)


def find(desk: "OpenDesk", path: Path, query: str, window: Window) -> Answer:
    """See ``Desk.find``."""
    case = open_case(path)
    ensure_index(case, desk.progress)
    answer = search(
        engine(),
        case.index,
        query,
        limit=window.limit,
        offset=window.offset,
        order=window.order,
        ladder=Rung(window.ladder),
        chats=lambda: chats_of(case),
    )
    return Answer(
        tuple(
            Found(h.row, h, beyond_text(answer.query, h.row, marked=bool(h.marks)))
            for h in answer.hits
            if h.row is not None
        ),
        answer.total,
        answer.in_words,
        answer.scope,
        answer.spellings,
    )


def facets(
    desk: "OpenDesk", path: Path, query: str, ladder: int
) -> dict[str, list[tuple[str, int]]]:
    """See ``Desk.facets``."""
    from onrecord.search.find import titled
    from onrecord.search.query import parse
    from onrecord.store.tantivy_index import ENGINE

    case = open_case(path)
    ensure_index(case, desk.progress)
    asked = titled(parse(query, rung=Rung(ladder)), lambda: chats_of(case))
    with ENGINE.open(case.index) as opened:
        return opened.facets(asked)


def chats_of(case: Case) -> dict[str, list[str]]:
    """Chat ids with the titles they have in any reading."""
    from onrecord.desk.leafing import titles

    found: dict[str, list[str]] = {}
    for (_, chat), (title, _) in titles(case).items():
        found.setdefault(chat, []).append(title)
    return found


@dataclass(frozen=True, slots=True)
class Understood:
    """A query said back without being run: in words, and the spellings of each
    plain word that it looks for."""

    in_words: str
    spellings: tuple[tuple[str, tuple[str, ...]], ...]


def understood(query: str, ladder: int) -> Understood:
    """See ``Desk.understood``."""
    from onrecord.search.find import spellings
    from onrecord.search.query import parse
    from onrecord.search.words import in_words

    parsed = parse(query, rung=Rung(ladder))
    return Understood(in_words(parsed), tuple(spellings(parsed)))
