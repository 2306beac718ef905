"""Quotations by cue word, noun phrase and clause.

Rules only: a cue word of ``quotes.toml``, the noun phrase beside it as source,
and as content the clause or quoted run on the side where one stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.press._clauses import Sentence, Token
from onrecord.press._content import before, clip, content, content_after, more
from onrecord.press._cues import Cues
from onrecord.press._line import Line, Span


@dataclass(frozen=True, slots=True)
class Said:
    """One cue with what belongs to it, in token numbers of its sentence."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]


_ENOUGH = 3  # tokens that can be a clause of their own


class Reader:
    """Reads one sentence. The cursor state is the last subject found."""

    def __init__(self, sentence: Sentence, told: Cues) -> None:
        self.line = Line(sentence, told)
        self.tokens = sentence.tokens
        self.told = told
        self.subject: Span | None = None

    def read(self) -> Iterator[Said]:
        """Every cue with a source or a content, left to right."""
        at = 0
        while at < len(self.tokens):
            found = self._by(at) or self._behind(at) or self._tail(at) or self._verb(at)
            if found is not None:
                yield found
                at = found.cue[1]
            at += 1

    def _by(self, at: int) -> Said | None:
        for phrase in self.told.by:
            end = at + len(phrase) - 1
            if self.line.low(at, len(phrase)) == phrase and self.line.free(at):
                begin = end + 1
                if self.told.among("agent", "".join(self.line.low(begin, 1))):
                    begin += 1
                source = self.line.noun_right(begin)
                if source is None:
                    return None
                after = source[1] + 1
                if self.told.capitals and at > 1 and len(self.tokens) - after > _ENOUGH:
                    return Said((at, end), source, clip(self.line, after, len(self.tokens) - 1))
                if at <= 1 and self.told.no_comma and self.line.run_at(after) is False:
                    return Said((at, end), source, clip(self.line, after, len(self.tokens) - 1))
                if self.line.stands(after, ",") and at <= 1:
                    return Said((at, end), source, clip(self.line, after + 1, len(self.tokens) - 1))
                return Said((at, end), source, before(self.line, at))
        return None

    def _behind(self, at: int) -> Said | None:
        """``X zufolge ...`` and ``demnach ...``: the rest of the sentence is theirs."""
        low = self.tokens[at].low
        alone = self.told.among("alone", low) and at <= 1
        if not self.line.free(at) or not (alone or self.told.among("after", low)):
            return None
        source = None if alone else self.line.noun_left(at - 1)
        content = clip(self.line, at + 1, len(self.tokens) - 1)
        if not content or (source is None and not alone):
            return None
        return Said((at, at), source, content if at <= 8 else before(self.line, at))

    def _tail(self, at: int) -> Said | None:
        """``..., so X`` and ``..., wie X mitteilte``: the sentence before is theirs."""
        low = self.tokens[at].low
        comma = (
            at > 1
            and self.line.free(at)
            and (self.line.stands(at - 1, ",") or self.line.ends_run(at - 1))
        )
        if not comma:
            return None
        if self.told.among("tail", low):
            source = self.line.noun_right(at + 1)
            if source is None or len(self.tokens) - source[1] > _ENOUGH:
                return None
            return Said((at, at), source, before(self.line, at))
        if not self.told.among("tail_verb", low):
            return None
        source = self.line.noun_right(at + 1)
        for verb in range(at + 2, min(at + 14, len(self.tokens))):
            if source and self.tokens[verb].low in self.told.verbs and verb > source[1]:
                return Said((verb, verb), source, before(self.line, at))
        return None

    def _nobody(self, first: int, last: int) -> Said | None:
        """``hieß es, ...``, ``es heißt, dass ...``: somebody says, nobody is named."""
        after = last + 1
        if self.told.among("nobody", self.line.low(after, 1)[0] if self.line.low(after, 1) else ""):
            after += 1
        elif not (first and self.told.among("nobody", self.tokens[first - 1].low)):
            return None
        comma = next(
            (n for n in range(after, min(after + 6, len(self.tokens))) if self.line.stands(n, ",")),
            -1,
        )
        if comma < 0:
            return None
        return Said((first, last), None, clip(self.line, comma + 1, len(self.tokens) - 1))

    def _verb(self, at: int) -> Said | None:
        token = self.tokens[at]
        kind = self.told.verbs.get(token.low)
        last = self._particle(at)
        bound = kind == "with" and last == at
        if kind is None or bound or not self.line.free(at) or self._is_noun(at):
            return None
        first = self._auxiliaries(at)
        found = self._nobody(first, last) if self.told.capitals else None
        found = found or self._verb_first(kind, first, last) or self._passive(first, last)
        found = found or self._subject_first(kind, first, last)
        if found is None and self.told.verb_first:
            found = self._verb_leads(first, last)
        return found

    def _verb_first(self, kind: str, first: int, last: int) -> Said | None:
        """``..., said X``."""
        participle = first == last and self.tokens[last].low.endswith("ing")
        if (
            kind == "hold"
            or participle
            or not self._inverted(first, self.line.noun_left(first - 1))
        ):
            return None
        right = self.line.named_right(last + 1)
        if right is None:
            return None
        return Said((first, last), right, before(self.line, first) + more(self.line, right[1] + 1))

    def _verb_leads(self, first: int, last: int) -> Said | None:
        """``قال X إن ...``, ``сообщил X, что ...``: verb, source, content."""
        right = self.line.noun_right(last + 1)
        after = right[1] + 1 if right else last + 1
        told = content_after(self.line, after)
        if (
            first <= 1
            and self.told.among("as", self.tokens[0].low)
            and self.line.stands(after, ",")
        ):
            told = clip(self.line, after + 1, len(self.tokens) - 1)
        return Said((first, last), right or self.subject, told) if told else None

    def _subject_first(self, kind: str, first: int, last: int) -> Said | None:
        """``X says``, and a second verb of the same subject."""
        source = self.line.noun_left(first - 1)
        if source is None and not (self.subject and self._joined(first)):
            return None
        if self.tokens[last].low in self.told.bare and not self._as_verb(first, last):
            return None
        self.subject = source or self.subject
        told = content(self.line, kind, first, last, source)
        return Said((first, last), self.subject, told) if told else None

    def _inverted(self, first: int, source: Span | None) -> bool:
        """``..., said X``: the verb follows a comma or closing mark."""
        last = first - 1
        while last > 0 and self.line.free(last) and self.tokens[last].low == "—":
            last -= 1
        if last < 0:
            return False
        token = self.tokens[last]
        comma = self.line.free(last) and token.low == ","
        if self.line.ends_run(last) or (comma and last and self.line.ends_run(last - 1)):
            return True
        return source is None and comma and last >= 3

    def _passive(self, first: int, last: int) -> Said | None:
        """``are supported by X``: the source follows, the content is the subject."""
        helped = {token.low for token in self.tokens[first:last]}
        by = last + 1 < len(self.tokens) and self.tokens[last + 1].low == "by"
        if not by or not helped & {"is", "are", "was", "were", "be", "been", "being"}:
            return None
        right = self.line.noun_right(last + 2)
        subject = self.line.noun_left(first - 1)
        if right is None or subject is None:
            return None
        return Said((first, last), right, (subject,))

    def _joined(self, first: int) -> bool:
        """A second verb of the same subject: ``and blamed``, ``, adding``."""
        before = first - 1
        if before < 0:
            return False
        low = self.tokens[before].low
        return low in ("and", "but", "or", "then") or (
            low == "," and self.tokens[first].low.endswith("ing")
        )

    def _is_noun(self, at: int) -> bool:
        """``the report``, ``his plans``, ``to plan``: no statement of anybody."""
        low = self.tokens[at].low
        before = self.tokens[at - 1].low if at else ""
        if before == "to":
            return True
        if before in ("'s", "of", "for", "in", "with", "by", "on") or self.told.among(
            "determiners", before
        ):
            return low in self.told.bare or low.endswith(("ing", "ed"))
        return not at and low in self.told.bare

    def _as_verb(self, first: int, last: int) -> bool:
        """A form that is also a noun: a verb after a pronoun or before an object."""
        if first and self.told.among("pronouns", self.tokens[first - 1].low):
            return True
        if last + 1 >= len(self.tokens):
            return first != last or self.tokens[last].low.endswith("s")
        after = self.tokens[last + 1]
        if after.run >= 0 or self.told.among("clause", after.low):
            return True
        return after.low == "to" or self.told.among("determiners", after.low) or after.low in ".,:"

    def _particle(self, at: int) -> int:
        for rest in self.told.particles.get(self.tokens[at].low, ()):
            if self.line.low(at + 1, len(rest)) == rest:
                return at + len(rest)
        return at

    def _auxiliaries(self, at: int) -> int:
        while at and self.tokens[at - 1].run < 0:
            low = self.tokens[at - 1].low
            adverb = low.endswith("ly") and len(low) > 4 and low not in ("family", "ally")
            if not (self.told.among("aux", low) or adverb):
                break
            at -= 1
        return at


def read(tokens: Sequence[Token], sentence: Sentence, told: Cues) -> list[Said]:
    """The quotations of one sentence."""
    return list(Reader(sentence, told).read()) if tokens else []
