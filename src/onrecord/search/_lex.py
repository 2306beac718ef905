"""The tokens of a query line."""

from dataclasses import dataclass

from onrecord.errors import BadQuery
from onrecord.lang._letters import UNSEEN

# An opening mark and the marks that may close it: keyboards and right-to-left
# lines turn them round, so any of a family closes any of it.
_STRAIGHT, _CURLY, _ANGLE, _LOW = '"״', "“”„‟", "«»", "‹›"
_FAMILIES = (_STRAIGHT, _CURLY, _ANGLE, _LOW)
_QUOTES = "".join(_FAMILIES)
_OPERATORS = {"AND": "and", "&&": "and", "OR": "or", "||": "or", "NOT": "not", "!": "not"}
_DATED = frozenset({"date", "after", "before"})
_DIRECTION = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text, an addition (edits, slop, field name,
    second date) and where it stands in the query (code points)."""

    kind: str
    value: str
    start: int
    extra: str = ""


class _Line:
    """A query line, read from the left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The next character, or an empty string."""
        return self.text[self.at : self.at + 1]

    def skip(self) -> None:
        """Step over white space and direction marks."""
        while self.peek() and (self.peek().isspace() or self.peek() in _DIRECTION):
            self.at += 1

    def take_quoted(self) -> str:
        """What stands between this quotation mark and the one that closes it."""
        start, mark = self.at, self.peek()
        family = next(f for f in _FAMILIES if mark in f)
        end = start + 1
        while end < len(self.text) and self.text[end] not in family:
            end += 1
        if end >= len(self.text):
            closing = family[0] if family is _STRAIGHT else family[-1]
            raise BadQuery(
                "this quotation mark is not closed",
                where=_place(self.text, start),
                advice=f"add {closing} where the phrase ends",
            )
        self.at = end + 1
        return self.text[start + 1 : end]

    def take_until(self, stops: str) -> str:
        """Characters up to white space or one of ``stops``."""
        start = self.at
        while self.peek() and not self.peek().isspace() and self.peek() not in stops:
            self.at += 1
        return self.text[start : self.at]

    def take_digits(self) -> str:
        """Digits after a ``~``, which is stepped over; empty if there is no ``~``."""
        if self.peek() != "~":
            return ""
        start = self.at
        self.at += 1
        while self.peek().isdigit():
            self.at += 1
        number = self.text[start + 1 : self.at]
        if len(number) > 3:
            raise BadQuery("this number is too large", where=_place(self.text, start))
        return number or "1"


def _place(text: str, at: int) -> str:
    return f"character {at + 1}: {text[max(0, at - 20) : at]}⟦{text[at : at + 30]}⟧"


def lex(text: str) -> list[Token]:
    """The tokens of a query. Raises BadQuery for marks that are not closed."""
    line, found = _Line(text), list[Token]()
    line.skip()
    while line.peek():
        found.append(_next(line))
        line.skip()
    return found


def _next(line: _Line) -> Token:
    start, char = line.at, line.peek()
    if char in "()":
        line.at += 1
        return Token("open" if char == "(" else "close", char, start)
    if char in "+-=~" and _goes_on(line.text, start + 1):
        return _signed(line, char, start)
    if char in _QUOTES:
        said = line.take_quoted()
        return Token("phrase", said, start, line.take_digits())
    return _regex(line, start) if char == "/" else _word(line, start)


def _signed(line: _Line, sign: str, start: int) -> Token:
    """What a sign before a word or phrase makes of it."""
    line.at += 1
    if sign in "+-":
        return Token("plus" if sign == "+" else "not", sign, start)
    quoted = line.peek() in _QUOTES
    said = line.take_quoted() if quoted else line.take_until("()")
    return Token("exact" if sign == "=" else "name", said, start)


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and not text[at].isspace()


def _regex(line: _Line, start: int) -> Token:
    end = start + 1
    while end < len(line.text) and line.text[end] != "/":
        end += 2 if line.text[end] == "\\" else 1
    if end >= len(line.text):
        raise BadQuery(
            "this pattern is not closed",
            where=_place(line.text, start),
            advice="a pattern stands between two slashes: /حر.*/",
        )
    line.at = end + 1
    return Token("regex", line.text[start + 1 : end].replace("\\/", "/"), start)


def _word(line: _Line, start: int) -> Token:
    said = line.take_until("()~*:" + _QUOTES)
    char = line.peek()
    if char == ":" and said and said.strip(UNSEEN).isascii() and said.strip(UNSEEN).isalpha():
        return _valued(line, said.strip(UNSEEN).lower(), start)
    if char == "*" and said:
        line.at += 1
        return Token("prefix", said, start)
    if char == "*":
        line.at += 1
        return Token("all", "*", start)
    if char == "~" and said:
        return Token("fuzzy", said, start, _edits(line, start))
    if not said or char == ":":
        line.at += 1
        said += char + line.take_until("()" + _QUOTES)
    if said in _OPERATORS:
        return Token(_OPERATORS[said], said, start)
    return Token("word", said, start)


def _edits(line: _Line, start: int) -> str:
    number = line.take_digits()
    if number not in ("1", "2"):
        raise BadQuery(
            f"a word can be 1 or 2 edits away, not {number}", where=_place(line.text, start)
        )
    return number


def _valued(line: _Line, name: str, start: int) -> Token:
    line.at += 1
    if line.peek() == "[":
        return _between(line, name, start)
    quoted = bool(line.peek()) and line.peek() in _QUOTES
    value = line.take_quoted() if quoted else line.take_until("()")
    value = value.strip(UNSEEN)
    if not value:
        raise BadQuery(f"{name}: needs a value", where=_place(line.text, start))
    kind = name if name in _DATED else "field"
    return Token(kind, value, start, value if name == "date" else name)


def _between(line: _Line, name: str, start: int) -> Token:
    end = line.text.find("]", line.at)
    if end < 0 or name != "date":
        raise BadQuery(
            "this bracket is not closed" if end < 0 else "only date: takes brackets",
            where=_place(line.text, start),
            advice="date:[2017-01-01 TO 2017-02-01]",
        )
    inside = line.text[line.at + 1 : end]
    first, to, last = inside.partition(" TO ")
    if not to:
        raise BadQuery(
            "a range of dates needs TO",
            where=_place(line.text, line.at),
            advice="date:[2017-01-01 TO 2017-02-01]",
        )
    line.at = end + 1
    return Token("date", first.strip(), start, last.strip())
