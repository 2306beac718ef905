"""How far the words of another reach: the content of a quotation (English)."""

from onrecord.press._line import Line, Span


def content(line: Line, kind: str, first: int, last: int, source: Span | None) -> tuple[Span, ...]:
    """What a cue introduces: before its source, after it, or on both sides."""
    after = _skip(line, last + 1)
    participle = line.tokens[last].low.endswith("ing") and first == last
    asked = source is not None and kind == "say" and not participle
    left = _left(line, source) if asked and source is not None else ()
    if left and _closes(line, after, last):
        return left + more(line, after)
    return _right(line, after)


def content_after(line: Line, after: int) -> tuple[Span, ...]:
    """What follows verb and source: from the word that opens the clause, or a run."""
    for at in range(after, min(after + 16, len(line.tokens))):
        token = line.tokens[at]
        if token.run >= 0:
            return clip(line, at, _clause_end(line, at))
        if line.told.among("clause", token.low):
            return clip(line, at, _clause_end(line, at))
        if token.low in (".", ";"):
            break
    return ()


def _left(line: Line, source: Span) -> tuple[Span, ...]:
    """What stands before the source, if a comma or a closing mark parts them."""
    last = source[0] - 1
    if last < 0:
        return ()
    parted = line.tokens[last].low in (",", "—", "-")
    if not parted and not line.ends_run(last):
        return ()
    opening = line.told.among("prepositions", line.tokens[0].low) and last < 9
    if opening and not line.has_run(0, last):
        return ()
    return before(line, source[0])


def before(line: Line, at: int) -> tuple[Span, ...]:
    """The sentence up to a token, without the marks that part them."""
    end = at - 1
    while end >= 0 and line.tokens[end].run < 0 and not line.tokens[end].word:
        if line.tokens[end].low in (")", "%"):
            break
        end -= 1
    if end < 0 or (end == 0 and line.tokens[0].run < 0):
        return ()
    return ((_run_start(line, end), end),)


def _run_start(line: Line, end: int) -> int:
    """0, or the start of the run that ends here if it is a sentence of its own."""
    first = end
    while (
        first
        and line.tokens[first].run >= 0
        and line.tokens[first - 1].run == line.tokens[first].run
    ):
        first -= 1
    touching = first > 0 and line.tokens[first - 1].run >= 0
    long = end - first >= 5 and line.tokens[first + 1].text[0].isupper()
    return first if touching or long else 0


def _closes(line: Line, after: int, last: int) -> bool:
    """True if nothing of the content can follow the cue."""
    if after >= len(line.tokens):
        return True
    token = line.tokens[after]
    if token.run >= 0 or line.told.among("clause", token.low):
        return line.stands(after - 1, ",") and after - 1 > last
    return not token.word or line.told.among("prepositions", token.low)


def more(line: Line, after: int) -> tuple[Span, ...]:
    """The second part of a quotation that the cue interrupts."""
    at = after
    while at < len(line.tokens) and not line.tokens[at].word and line.tokens[at].run < 0:
        at += 1
    if at < len(line.tokens) and line.tokens[at].run >= 0:
        return clip(line, at, line.run_end(at))
    return ()


def _skip(line: Line, at: int) -> int:
    """Past who was told and when: ``told reporters on Monday``."""
    begin = at
    if begin and line.tokens[begin - 1].low in ("told", "tells", "tell", "telling"):
        heard = line.noun_right(at)
        at = heard[1] + 1 if heard else at
    while at < len(line.tokens):
        low = line.tokens[at].low
        if line.told.among("times", low):
            at += 1
        elif low in (
            "on",
            "in",
            "at",
            "during",
            "to",
            "of",
            "via",
            "through",
            "by",
            "from",
        ) and _circumstance(line, at):
            at = _circumstance(line, at)
        else:
            break
    if at < len(line.tokens) and line.tokens[at].low in (",", ":") and line.run_at(at + 1):
        return at + 1
    return at


def _circumstance(line: Line, at: int) -> int:
    """The end of a phrase of time or place that a clause, a mark or a run follows."""
    end = at + 1
    while end < len(line.tokens) and end - at < 14 and line.tokens[end].run < 0:
        token = line.tokens[end]
        if token.low in (",", ":", ".") or line.told.among("clause", token.low):
            return end
        end += 1
    return end if end < len(line.tokens) and line.tokens[end].run >= 0 else 0


def _right(line: Line, after: int) -> tuple[Span, ...]:
    while after < len(line.tokens) and line.tokens[after].low in (",", ":"):
        after += 1
    if after >= len(line.tokens):
        return ()
    after = _parted(line, _announced(line, after))
    return clip(line, after, _clause_end(line, after))


def _parted(line: Line, after: int) -> int:
    """Where a comma must open the clause (German), after particle and adverbs:
    ``gab an, dass``, ``erklärte auch, sie habe``."""
    if not line.told.capitals:
        return after
    for at in range(after, min(after + 5, len(line.tokens) - 1)):
        if line.tokens[at].run >= 0 or line.tokens[at].text[0].isupper():
            break
        if line.tokens[at].low in (",", ":"):
            return at + 1
    return after


def _announced(line: Line, after: int) -> int:
    """The quoted run that a colon announces within a few words, else ``after``."""
    for at in range(after, min(after + 8, len(line.tokens) - 1)):
        if line.tokens[at].run >= 0:
            break
        if line.tokens[at].low == ":" and line.run_at(at + 1):
            return at + 1
    return after


def _clause_end(line: Line, start: int) -> int:
    for at in range(start + 1, len(line.tokens)):
        token = line.tokens[at]
        if token.run >= 0:
            continue
        if token.low in (";", "—"):
            return at - 1
        if token.low == "," and _new_clause(line, at + 1):
            return at - 1
        if token.low == "and" and at + 1 < len(line.tokens) and _verb_next(line, at + 1):
            return at - 1
    return len(line.tokens) - 1


def _new_clause(line: Line, at: int) -> bool:
    if at >= len(line.tokens):
        return False
    low = line.tokens[at].low
    if low in ("but", "while", "which", "though", "although", "who", "according"):
        return True
    kind = line.told.verbs.get(low)
    return kind is not None and low.endswith("ing")


def _verb_next(line: Line, at: int) -> bool:
    low = line.tokens[at].low
    return low in line.told.verbs and low not in line.told.bare and not low.endswith("ing")


def clip(line: Line, first: int, last: int) -> tuple[Span, ...]:
    """Without the mark that ends the sentence, unless it is quoted."""
    while last >= first and line.tokens[last].run < 0 and not line.tokens[last].word:
        if line.tokens[last].low in (")", "%", "'s"):
            break
        last -= 1
    return ((first, last),) if last >= first else ()
