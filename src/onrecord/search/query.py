"""The query language: a line as people type it, parsed, and said back in words.

``"phrase"``, ``AND OR NOT + -``, parentheses, ``word~1``, ``"a b"~10``,
``prefix*``, ``/regex/``, ``field:value``, ``date:[2017-01-01 TO 2017-02-01]``,
``after:``, ``before:``, ``="exact"``, ``=word``, ``~name``. Quotation marks may
be straight, curly or angled, and direction marks may stand anywhere between.
Words without an operator between them must all be found. A slip is a BadQuery
that marks the place; nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.errors import BadQuery
from onrecord.lang.arabizi import looks_like
from onrecord.lang.fold import fold
from onrecord.lang.match import Matcher
from onrecord.lang.pattern import Automaton
from onrecord.lang.terms import query_terms
from onrecord.model import query as q
from onrecord.search._dates import instant_after, instant_before, span
from onrecord.search._fields import field
from onrecord.search._lex import Token, lex

LONGEST = 20_000
_DEEPEST = 50


def parse(text: str, *, rung: q.Rung = q.Rung.CLITICS) -> q.Query:
    """The tree of a query; plain words widen up to ``rung``.

    0 to 4 are the ladder; ``Rung.ARABIZI`` adds Arabizi to rung 4. A word with
    digits for letters (``7abibi``) is also looked for in Arabic on any rung.

    Raises BadQuery for an empty query, one longer than ``LONGEST`` characters,
    an unbalanced quotation mark or parenthesis, an unknown field, a value that
    does not fit, a pattern that is none: ``where`` shows the place.
    """
    if len(text) > LONGEST:
        raise BadQuery(
            f"a query has at most {LONGEST:,} characters, this has {len(text):,}",
            advice="for many queries use a list, one query a line",
        )
    parser = _Parser(text, rung)
    tree = parser.query()
    Matcher(tree)
    return tree


@dataclass(slots=True)
class _Parser:
    """A recursive descent over the tokens; OR binds weaker than AND."""

    text: str
    rung: q.Rung
    tokens: list[Token]
    at: int = 0
    depth: int = 0

    def __init__(self, text: str, rung: q.Rung) -> None:
        self.text, self.rung, self.at, self.depth = text, rung, 0, 0
        self.tokens = lex(text)

    def query(self) -> q.Query:
        """The whole query."""
        if not self.tokens:
            raise BadQuery("the query is empty", advice="type a word to look for")
        tree = self._either()
        if self.at < len(self.tokens):
            self._refuse("this closes nothing", self.tokens[self.at])
        return tree

    def _refuse(self, what: str, token: Token | None, advice: str = "") -> None:
        raise BadQuery(what, where=mark(self.text, token), advice=advice)

    def _peek(self, *kinds: str) -> Token | None:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            return self.tokens[self.at]
        return None

    def _either(self) -> q.Query:
        parts = [self._every()]
        while self._peek("or"):
            self.at += 1
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else q.Or(tuple(parts))

    def _every(self) -> q.Query:
        parts: list[q.Query] = []
        while self.at < len(self.tokens) and not self._peek("or", "close"):
            if self._peek("and"):
                self._between(bool(parts))
                continue
            parts.append(self._one())
        if not parts:
            here = self.tokens[self.at] if self.at < len(self.tokens) else None
            self._refuse("something to look for is missing here", here)
        return parts[0] if len(parts) == 1 else q.And(tuple(parts))

    def _between(self, after_something: bool) -> None:
        """Step over AND, which must stand between two things."""
        token = self.tokens[self.at]
        self.at += 1
        ends = self.at >= len(self.tokens) or self._peek("or", "and", "close")
        if not after_something or ends:
            self._refuse("AND must stand between two things", token)

    def _one(self) -> q.Query:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "not":
            if self.at >= len(self.tokens) or self._peek("or", "and", "close"):
                self._refuse("NOT must stand before something", token)
            return q.Not(self._one())
        if token.kind == "plus":
            return self._one() if self.at < len(self.tokens) else self._leaf(token)
        if token.kind == "open":
            return self._group(token)
        return self._leaf(token)

    def _group(self, opened: Token) -> q.Query:
        self.depth += 1
        if self.depth > _DEEPEST:
            self._refuse(f"more than {_DEEPEST} parentheses deep", opened)
        inner = self._either()
        if not self._peek("close"):
            self._refuse("this parenthesis is not closed", opened)
        self.at += 1
        self.depth -= 1
        return inner

    def _leaf(self, token: Token) -> q.Query:
        try:
            return _leaf(token, self.rung)
        except BadQuery as bad:
            raise BadQuery(bad.what, where=mark(self.text, token), advice=bad.advice) from bad


def _leaf(token: Token, rung: q.Rung) -> q.Query:
    make = _LEAVES.get(token.kind)
    if make is None:
        raise BadQuery("this cannot stand here")
    return make(token, rung)


def _word(text: str, rung: q.Rung) -> q.Query:
    found = query_terms(text)
    if len(found) == 1 and (rung == q.Rung.ARABIZI or looks_like(found[0])):
        return q.Or((q.Words(text, min(rung, q.Rung.STEM)), q.Arabizi(text)))
    if found:
        return q.Words(text, min(rung, q.Rung.STEM))
    return _signs(text)


def _phrase(text: str, slop: int) -> q.Query:
    if not text.strip():
        raise BadQuery("there is nothing between these quotation marks")
    if not query_terms(text):
        return _signs(text)
    return q.Words(text, q.Rung.LETTERS, phrase=True, slop=slop)


def _signs(text: str) -> q.Query:
    """Signs and emoji are no words: they are looked for as they are."""
    if not fold(text, q.Rung.MARKS).strip():
        raise BadQuery(
            "this holds only invisible characters or marks", advice="type a letter to go with it"
        )
    return q.Words(text, q.Rung.EXACT, phrase=True)


def _name(text: str) -> q.Query:
    """A name, in the text or as the sender's."""
    return q.Or((q.Name(text), q.Field("from", f"~{text}")))


def _lettered(text: str) -> str:
    if not query_terms(text):
        raise BadQuery("a letter or digit is needed here")
    return text


def _exact(text: str) -> q.Query:
    if not text.strip():
        raise BadQuery("there is nothing between these quotation marks")
    return q.Words(text, q.Rung.EXACT, phrase=True)


_LEAVES: dict[str, Callable[[Token, q.Rung], q.Query]] = {
    "word": lambda t, rung: _word(t.value, rung),
    "phrase": lambda t, _: _phrase(t.value, int(t.extra or 0)),
    "exact": lambda t, _: _exact(t.value),
    "prefix": lambda t, _: q.Prefix(_lettered(t.value)),
    "fuzzy": lambda t, _: q.Fuzzy(_lettered(t.value), int(t.extra)),
    "regex": lambda t, _: q.Pattern(Automaton(t.value).source),
    "name": lambda t, _: _name(t.value),
    "all": lambda t, _: q.Everything(),
    "date": lambda t, _: span(t.value, t.extra),
    "after": lambda t, _: q.Span(instant_after(t.value), None),
    "before": lambda t, _: q.Span(None, instant_before(t.value)),
    "field": lambda t, _: field(t.extra, t.value),
}


def mark(text: str, token: Token | None) -> str:
    """The place of a token, with what stands around it."""
    start = len(text) if token is None else token.start
    if start >= len(text):
        return f"at the end, after {text[-30:]!r}"
    return f"character {start + 1}: {text[max(0, start - 20) : start]}⟦{text[start : start + 30]}⟧"
