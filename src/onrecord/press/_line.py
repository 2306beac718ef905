"""The tokens of one sentence and the noun phrases among them (English)."""

from onrecord.press._clauses import Sentence
from onrecord.press._cues import Cues

_OPENING = 4  # words in small letters before the first noun: "nach ersten vorläufigen ..."
Span = tuple[int, int]  # token numbers, [first, last]


class Line:
    """One sentence with the words of its language. Immutable."""

    def __init__(self, sentence: Sentence, told: Cues) -> None:
        self.tokens = sentence.tokens
        self.told = told

    def low(self, at: int, count: int) -> tuple[str, ...]:
        """The words of so many tokens, folded."""
        return tuple(token.low for token in self.tokens[at : at + count])

    def stands(self, at: int, text: str) -> bool:
        """True if the token is this mark or word."""
        return 0 <= at < len(self.tokens) and self.tokens[at].low == text

    def free(self, at: int) -> bool:
        """True if the token stands in no quoted run."""
        return self.tokens[at].run < 0

    def run_at(self, at: int) -> bool:
        """True if there is a token and it stands in a quoted run."""
        return at < len(self.tokens) and self.tokens[at].run >= 0

    def ends_run(self, at: int) -> bool:
        """True if the token is the last of its quoted run."""
        run = self.tokens[at].run
        return run >= 0 and (at + 1 >= len(self.tokens) or self.tokens[at + 1].run != run)

    def run_end(self, at: int) -> int:
        """The last token of the quoted run a token stands in."""
        while not self.ends_run(at):
            at += 1
        return at

    def has_run(self, first: int, last: int) -> bool:
        """True if one of the tokens stands in a quoted run."""
        return any(self.tokens[at].run >= 0 for at in range(first, last + 1))

    def noun_left(self, last: int) -> Span | None:
        """The noun phrase that ends at a token; None if there is none."""
        if last < 0 or not self.free(last):
            return None
        last = self._before_time(last)
        token = self.tokens[last]
        if token.low == ",":
            return self._apposition(last)
        if self.told.among("pronouns", token.low):
            return last, last
        if not self._ends_noun(last):
            return None
        first = last
        while first and self._inside_noun(first - 1):
            first -= 1
        return self._trim(first, last)

    def _ends_noun(self, last: int) -> bool:
        token = self.tokens[last]
        if token.low in ("and", "or", "but") or self.told.among("borders", token.low):
            return False
        if not (token.word or token.low in (")", "'s")):
            return False
        verb = token.low in self.told.verbs and token.low not in self.told.bare
        return not (verb and last and not token.text[0].isupper())

    def _before_time(self, last: int) -> int:
        """``Sanders on Tuesday said``: the phrase ends before its time."""
        if last >= 2 and self.told.among("times", self.tokens[last].low):
            back = last - 1
            return back - 1 if self.tokens[back].low == "on" and back >= 1 else back
        return last

    def _apposition(self, comma: int) -> Span | None:
        """``X, the mayor of Y, said``: from X to before the second comma."""
        back = comma - 1
        while back > 0 and self.tokens[back].low != ",":
            if not self.free(back) or self.tokens[back].low in (".", ";", ":"):
                return None
            back -= 1
        if back <= 0 or comma - back < 2:
            return None
        if self.told.among("prepositions", self.tokens[back + 1].low):
            return self.noun_left(back - 1)
        named = self.noun_left(back - 1)
        if named is None or not self._explains(back + 1):
            return None
        return named[0], comma

    def _explains(self, at: int) -> bool:
        if at >= len(self.tokens) or not self.free(at):
            return False
        low = self.tokens[at].low
        if low in ("who", "whose") or self.told.among("determiners", low):
            return True
        plain = not self.told.among("prepositions", low) and not self.told.among("borders", low)
        return plain and low not in self.told.verbs and self.tokens[at].word and low not in ("and",)

    def _inside_noun(self, at: int) -> bool:
        token = self.tokens[at]
        if not self.free(at):
            return False
        if token.low in ("(", ")", "-", "&", "'s", "’s"):
            return True
        if not token.word or self.told.among("pronouns", token.low):
            return token.low == "one"
        if self.told.among("borders", token.low) or self.told.among("aux", token.low):
            return False
        return not (token.low in self.told.verbs and token.low not in self.told.bare)

    def _trim(self, first: int, last: int) -> Span | None:
        """Without the words that lead into the sentence."""
        while first <= last and self.told.among("leads", self.tokens[first].low):
            first += 1
        if first > last:
            return None
        if self.told.among("prepositions", self.tokens[first].low):
            first = self._last_name(first, last)
        return (first, last) if first <= last else None

    def _last_name(self, first: int, last: int) -> int:
        """After an opening preposition: the last phrase that can be a subject."""
        for at in range(last, first, -1):
            token = self.tokens[at]
            if self.told.among("determiners", token.low):
                return at
        at = last
        while at - 1 > first and self.tokens[at - 1].text[0].isupper():
            at -= 1
        return at

    def noun_right(self, first: int) -> Span | None:
        """The noun phrase that begins at a token; None if there is none."""
        if first >= len(self.tokens) or not self.free(first) or not self.tokens[first].word:
            return None
        low = self.tokens[first].low
        if self.told.among("prepositions", low) or self.told.among("borders", low):
            return None
        if self.told.among("pronouns", self.tokens[first].low):
            return first, first
        if self.told.capitals:
            return self._capital_right(first)
        last = first
        while last + 1 < len(self.tokens) and self._goes_on(last + 1):
            last += 1
        return first, last

    def _capital_right(self, first: int) -> Span | None:
        """A noun phrase of a language whose nouns begin with a capital.

        It may be opened by words in small letters and goes on from noun to noun:
        *der Sprecher des Ministeriums Max Muster*.
        """
        last, at = -1, first
        while at < len(self.tokens) and self.free(at) and self.tokens[at].word:
            token = self.tokens[at]
            if token.text[0].isupper() or token.text[0].isdigit():
                last = at
            elif not self._before_noun(first, last, at):
                break
            at += 1
        return (first, last) if last >= 0 else None

    def _before_noun(self, first: int, last: int, at: int) -> bool:
        """True if a word in small letters can stand inside the phrase."""
        low = self.tokens[at].low
        if self.told.among("aux", low) or self.told.among("borders", low):
            return False
        if last < 0:
            return at - first < _OPENING
        return at - last <= 2 and self._links(at)

    def _links(self, at: int) -> bool:
        """``des``, ``der``, ``von``, ``für`` before the next noun, and an adjective there.

        The words and the endings are the language's (``links``, ``genitives``,
        ``adjectives`` of quotes.toml).
        """
        low = self.tokens[at].low
        if self.told.among("links", low):
            return True
        endings = tuple(self.told.sets.get("adjectives", ()))
        return self.told.among("genitives", self.tokens[at - 1].low) and low.endswith(endings)

    def _goes_on(self, at: int) -> bool:
        token = self.tokens[at]
        if not self._inside_noun(at) or self.told.among("times", token.low):
            return False
        if token.low in ("of", "for", "and", "&", "'s"):
            return True
        return not self.told.among("prepositions", token.low)

    def named_right(self, at: int) -> Span | None:
        """The speaker after an inverted verb, with what explains the name."""
        right = self.noun_right(at)
        if right is None or self.tokens[right[0]].low in ("that", "which", "who", "it"):
            return None
        after = right[1] + 1
        if after >= len(self.tokens):
            return right
        token = self.tokens[after]
        if self.told.among("aux", token.low) or self.told.verbs.get(token.low):
            return None
        if token.low == "," and self.free(after) and self._explains(after + 1):
            end = after + 1
            while end + 1 < len(self.tokens) and self.free(end + 1):
                if self.tokens[end + 1].low in (".", ";", ":"):
                    break
                end += 1
            end -= self.tokens[end].low == ","
            return right[0], end
        return right
