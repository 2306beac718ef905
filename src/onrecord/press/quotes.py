"""Quotations in news: who is said to have said what, with every span.

Direct, indirect and mixed, by rules and word lists alone. A mark that is never
closed costs nothing but itself.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from onrecord.errors import BadOption
from onrecord.lang.guess import language_of
from onrecord.model.press import Quotation, QuotationType
from onrecord.press._clauses import Sentence, paragraphs, sentences
from onrecord.press._cues import Cues, cues
from onrecord.press._quoted import Run
from onrecord.press._said import Said, read
from onrecord.press._words import script_of

LANGUAGES = ("ar", "de", "en", "ru")
_SCRIPTS = {"ar": "arab", "de": "latn", "en": "latn", "ru": "cyrl"}
LONG = 8


def quotations(text: str, language: str | None = None) -> list[Quotation]:
    """The quotations of a text in the order of their content.

    A quotation that its cue interrupts is two with one cue and one source.
    Without a language it is guessed from the text, and anew for a paragraph in
    another script. Raises BadOption for one without rules (see ``LANGUAGES``).
    """
    main = known(text, language)
    found: list[Quotation] = []
    waiting: tuple[Sentence, Said] | None = None
    for span in paragraphs(text):
        before = len(found)
        told = cues(main if language is not None else _of_paragraph(text[slice(*span)], main))
        lines = sentences(text, span, told.sets["abbreviations"])
        if waiting is not None:
            found.extend(_block(text, waiting, lines))
        waiting = None
        last: tuple[Sentence, Said] | None = None
        mood: list[Sentence] = []
        for line in lines:
            said = read(line.tokens, line, told)
            found.extend(q for one in said for q in _made(text, line, one))
            if said:
                found.extend(_in_the_mood(text, last, mood))
                last, mood = (line, said[-1]), []
            elif _subjunctive(line, told):
                mood.append(line)
            else:
                found.extend(_in_the_mood(text, last, mood))
                mood = []
                if last is not None:
                    found.extend(_carried(text, last, line))
        found.extend(_in_the_mood(text, last, mood))
        if lines:
            waiting = _announced(lines[-1], told)
            found.extend(_unsaid(text, lines[0].runs, found[before:]))
    return sorted(found, key=lambda q: (q.content, q.cue or (0, 0)))


def known(text: str, language: str | None) -> str:
    """The language a text is read in: as asked for, else as guessed. Raises BadOption."""
    if language is None:
        guessed = language_of(text[:2000])
        by_script = {"arab": "ar", "cyrl": "ru"}.get(_script(text), "en")
        return guessed if guessed in LANGUAGES else by_script
    if language not in LANGUAGES:
        raise BadOption(
            f"There are no rules for quotations in {language!r}",
            where="--lang",
            advice=f"Choose one of {', '.join(LANGUAGES)}.",
        )
    return language


def _of_paragraph(text: str, main: str) -> str:
    """The language of the text, unless the paragraph is written in another script."""
    script = _script(text)
    if script == _SCRIPTS[main] or not any(c.isalpha() for c in text):
        return main
    return {"arab": "ar", "cyrl": "ru", "latn": known(text, None)}.get(script, main)


def _script(text: str) -> str:
    scripts = [script_of(char) for char in text[:2000] if char.isalpha()]
    return max(sorted(set(scripts)), key=scripts.count) if scripts else "latn"


def _made(text: str, line: Sentence, said: Said) -> Iterator[Quotation]:
    for first, last in said.content:
        yield _quotation(text, line, (first, last), line, said)


def _quotation(
    text: str, line: Sentence, span: tuple[int, int], by: Sentence, said: Said
) -> Quotation:
    tokens = line.tokens[span[0] : span[1] + 1]
    start, end = tokens[0].start, tokens[-1].end
    run = line.run_of(tokens[-1])
    if run is not None and line.run_of(tokens[0]) is run and run.closed:
        start, end = run.start, run.end
    marked = sum(token.run >= 0 for token in tokens)
    kind: QuotationType = "indirect"
    if marked:
        kind = "direct" if marked == len(tokens) else "mixed"
    cue = by.tokens[said.cue[0]].start, by.tokens[said.cue[1]].end
    source = None
    if said.source is not None:
        source = by.tokens[said.source[0]].start, by.tokens[said.source[1]].end
    closed = all(r.closed for token in tokens if (r := line.run_of(token)) is not None)
    speaker = text[source[0] : source[1]] if source else None
    return Quotation(kind, (start, end), cue, source, speaker, closed)


def _carried(text: str, last: tuple[Sentence, Said], line: Sentence) -> Iterator[Quotation]:
    """A sentence that is one quoted run goes on with the speaker before it."""
    runs = {token.run for token in line.tokens}
    if len(runs) == 1 and -1 not in runs:
        yield _quotation(text, line, (0, len(line.tokens) - 1), last[0], last[1])


def _subjunctive(line: Sentence, told: Cues) -> bool:
    """True for a sentence in the mood of reported speech (German *sei*, *habe*, *könne*)."""
    return any(token.run < 0 and told.among("subjunctive", token.low) for token in line.tokens)


def _in_the_mood(
    text: str, last: tuple[Sentence, Said] | None, lines: Sequence[Sentence]
) -> Iterator[Quotation]:
    """Neighbouring sentences in the mood of reported speech: one quotation, whole, of
    the speaker before them if there is one."""
    if not lines:
        return
    start, end = lines[0].tokens[0].start, lines[-1].tokens[-1].end
    marked = any(token.run >= 0 for line in lines for token in line.tokens)
    cue = source = None
    if last is not None:
        by, said = last
        cue = by.tokens[said.cue[0]].start, by.tokens[said.cue[1]].end
        if said.source is not None:
            source = by.tokens[said.source[0]].start, by.tokens[said.source[1]].end
    speaker = text[source[0] : source[1]] if source else None
    yield Quotation("mixed" if marked else "indirect", (start, end), cue, source, speaker)


def _unsaid(text: str, runs: Sequence[Run], found: Sequence[Quotation]) -> list[Quotation]:
    """Quoted runs that are speech and that no cue claimed: who spoke is left open.

    Speech ends with a mark of its own inside the quotation marks, or is long; a
    word or two in quotation marks is a manner of speaking.
    """
    taken = sorted(q.content for q in found if q.type != "indirect")
    reach = list(accumulate((end for _, end in taken), max))
    left: list[Quotation] = []
    for run in runs:
        before = bisect_left(taken, (run.end, 0))
        free = before == 0 or reach[before - 1] <= run.start
        if free and _is_speech(text[run.start : run.end]):
            left.append(Quotation("direct", (run.start, run.end), None, None, None, run.closed))
    return left


def _is_speech(said: str) -> bool:
    inner = said.strip("“”«»„‟\"'`‘’ ")
    return len(inner.split()) >= LONG or inner.endswith((".", ",", "!", "?", "…", "؟", "--", "—"))


def _announced(line: Sentence, told: Cues) -> tuple[Sentence, Said] | None:
    """``X added:`` at the end of a paragraph announces the next one."""
    tokens = line.tokens
    if len(tokens) < 3 or tokens[-1].text != ":":
        return None
    for at in range(len(tokens) - 2, max(-1, len(tokens) - 8), -1):
        if tokens[at].low in told.verbs and tokens[at].run < 0:
            first = at
            while first and told.among("aux", tokens[first - 1].low):
                first -= 1
            source = (0, first - 1) if first else None
            return line, Said((first, at), source, ())
    return None


def _block(text: str, waiting: tuple[Sentence, Said], lines: list[Sentence]) -> Iterator[Quotation]:
    for line in lines:
        last = len(line.tokens) - 1
        while last > 0 and line.tokens[last].run < 0 and not line.tokens[last].word:
            last -= 1
        yield _quotation(text, line, (0, last), waiting[0], waiting[1])
