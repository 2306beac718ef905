"""First drafts: composed, parsed, judged, merged."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.report.harbour import MESSAGES, Shelf

from onrecord.model.cite import Citation
from onrecord.model.claim import Reason, Statement, Voice
from onrecord.model.draft import Cite
from onrecord.model.judgement import Judgement
from onrecord.model.place import Place
from onrecord.model.press import Article, Lead, Match, Passage
from onrecord.model.story import Report, Said
from onrecord.model.when import When
from onrecord.report._say import lead_words
from onrecord.report.check import check
from onrecord.report.compose import Material, compose
from onrecord.report.draft import parse
from onrecord.report.merge import COMPOSED, NOTE, merge
from onrecord.report.redact import hidden
from onrecord.report.select import Bundle, Candidate, select


def article(outlet: str, time: str) -> Article:
    """A report on the pier."""
    at = datetime.fromisoformat(time).replace(tzinfo=UTC)
    text = f"Grain pier hit\n\n{outlet} reports that the grain pier was hit."
    return Article(
        Place(outlet, 0, 10),
        "b" * 64,
        outlet,
        "Grain pier hit",
        text,
        published=When(time, "utc", at, at),
    )


ARTICLES = (
    article("Qadria Press Agency", "2026-03-24T05:48:00"),
    article("The Coast Ledger", "2026-03-24T06:10:00"),
    article("The Bay Messenger", "2026-03-24T10:20:00"),
)


def candidate(key: str, words: str = "", *, judged: bool = False, match: bool = False) -> Candidate:
    """A statement of one of the sample's messages."""
    said = MESSAGES[key]
    words = words or said.text
    start = said.text.index(words)
    statement = Statement(
        citation=Citation(said.ref, start, start + len(words), words),
        kind="denial",
        voice=Voice("own", 0, len(said.text)),
        speaker="x",
        speaker_id="1",
        time=said.time,
        language=said.language,
        reasons=(Reason("denies", "ar", "لم"),),
    )
    found = Match(
        statement=statement.id,
        outcome="supported",
        passages=tuple(Passage(a.id, 16, 60, a.text[16:60]) for a in ARTICLES),
        rests_on=((), (), ()),
        lead=Lead(11_100, 11_220),
        independent=1,
        sources=("one agency text",),
        reasons=("the same pier",),
        scope="16 items of 5 outlets",
    )
    return Candidate(
        statement,
        said,
        Judgement("j", statement.id, "yes", "R", "", "") if judged else None,
        hidden(said.text, (), ["سالم"]),
        found if match else None,
        None,
        ARTICLES,
        (Bundle((ARTICLES[0].id, ARTICLES[1].id)), Bundle((ARTICLES[2].id,), True)),
    )


def material(*candidates: Candidate) -> Material:
    """A draft's material with these statements."""
    return Material(
        "harbour",
        candidates,
        by="Ines Halloway",
        messages=1200,
        statements=64,
        articles=16,
        outlets=5,
        days=("2026-03-15", "2026-04-05"),
        contact="desk@x.example",
    )


class Shelf2(Shelf):
    """The sample's messages, by statement id and article id too."""

    def said(self, cite: Cite) -> Said:
        """The denial for any statement."""
        if cite.kind == "s":
            return MESSAGES["b2b2b2b2b2b2"]
        return super().said(cite)

    def report(self, cite: Cite) -> Report:
        """Any article."""
        return Report(f"a:{cite.id}", "text", "outlet")


def test_a_composed_draft_parses_and_passes_the_gate() -> None:
    """Before anybody wrote a word: quotations are sealed words, slots are empty."""
    chosen = select([candidate("b2b2b2b2b2b2", match=True), candidate("e5e5e5e5e5e5")])
    made = compose(material(*chosen))
    assert (made.quotations, made.untranslated) == (2, 2)
    draft = parse(made.text)
    checked = check(draft, Shelf2())
    assert checked.refusals == ()
    assert [q.cls for q in checked.quoted if q.said] == ["EXACT", "EXACT"]
    assert "**Proposed by rules, not judged by a person.**" in made.text
    assert "Supported by" not in made.text
    rows = [line for line in made.text.split("\n") if line.startswith("- 24 March")]
    assert any(chosen[0].statement.id[2:] in r for r in rows)
    assert any(r.endswith("| same text") for r in rows)
    assert any(r.endswith("| not counted") for r in rows)
    assert not [line for line in made.text.split("\n") if line.endswith(" \t")]


def test_only_a_persons_judgement_becomes_an_outcome() -> None:
    """The same match, judged: outcome, count and who was first are in words."""
    one = candidate("b2b2b2b2b2b2", match=True)
    yes = Judgement("j", one.statement.id, "yes", "Ines Halloway", "", "")
    text = compose(material(replace(one, match_judged=yes))).text
    assert "**Supported by 1 independent source** 3 reports." in text
    assert "The group was first, by 3 hours 6 minutes, give or take 1 minute." in text
    no = replace(one, match_judged=replace(yes, answer="no"))
    assert "Supported by" not in compose(material(no)).text


def test_judged_statements_go_before_proposals() -> None:
    """If a person said yes to any, only those are quoted; a no is never quoted."""
    yes = candidate("b2b2b2b2b2b2", judged=True)
    assert select([candidate("e5e5e5e5e5e5"), yes]) == (yes,)


def test_words_beside_a_hidden_name_are_not_proposed() -> None:
    """The sentence with the bystander cannot be opened, so it is left out."""
    text = "حارس الرصيف سالم لم يصب."
    assert select([candidate("a1a1a1a1a1a1", text)]) == ()
    kept = candidate("a1a1a1a1a1a1", "المخزن الشمالي احترق كلّه.")
    assert select([kept]) == (kept,)


def test_composing_again_keeps_the_writers_text() -> None:
    """What the writer changed stands; what is new comes in; clashes show both."""
    base = "one\ntwo\nthree\nfour\n"
    assert merge(base, base, "one\ntwo\nTHREE\nfour\n").text == "one\ntwo\nTHREE\nfour\n"
    mine = "one\nmy two\nthree\nfour\n"
    assert merge(base, mine, "one\ntwo\nthree\nfour\nfive\n").text == mine + "five\n"
    both = merge(base, mine, "one\nits two\nthree\nfour\n")
    assert both.conflicts == 1
    assert both.text.split("\n")[1] == "my two"
    assert "%% its two" in both.text.split("\n")


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8).map("\n".join)


@given(LINES, LINES, LINES)
def test_no_line_of_the_writer_is_ever_lost(base: str, writer: str, composed: str) -> None:
    """Without what was taken in anew, the writer's lines stand in their order."""
    made = merge(base, writer, composed)
    out = iter(made.text.split("\n"))
    lost = [line for line in writer.split("\n") if line not in base.split("\n")]
    assert all(any(line == other for other in out) for line in lost)
    assert merge(base, writer, base).text == writer
    assert merge(base, base, composed).text == composed


@given(LINES, LINES, LINES)
def test_nothing_composed_is_lost_and_nothing_struck_out_comes_back(
    base: str, writer: str, composed: str
) -> None:
    """A composed line stands as a line or as a note; a line the writer struck out is
    at most a note. Without the notes, what is left is in the writer's order."""
    made = merge(base, writer, composed)
    out = made.text.split("\n")
    plain = [line for line in out if not line.startswith(NOTE)]
    b, w, c = (Counter(t.split("\n")) for t in (base, writer, composed))
    noted = Counter(line[len(NOTE) + 1 :] for line in out if line.startswith(NOTE))
    for line, times in (c - b).items():
        assert Counter(plain)[line] + noted[line] >= min(times, 1), line
    # No more of a line than the writer kept of it and the composition added to it.
    for line, times in Counter(plain).items():
        assert times <= w[line] + (c - b)[line] or c[line] >= times, line
    assert (made.conflicts == 0) == (COMPOSED not in made.text)
    assert merge(composed, made.text, composed).text == made.text  # composed again: as it is


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9), st.integers(0, 2**10))
def test_changes_apart_are_both_taken(words: list[int], seed: int) -> None:
    """The writer's and the machine's, in lines that others stand between."""
    base = [f"line {i} {w}" for i, w in enumerate(words)]
    mine, new, both = list(base), list(base), list(base)
    for at in range(0, 9, 2):
        if seed >> at & 1:
            target = mine if seed >> (at + 1) & 1 else new
            target[at] = both[at] = f"changed {at}"
    made = merge("\n".join(base), "\n".join(mine), "\n".join(new))
    assert (made.text, made.conflicts) == ("\n".join(both), 0)


def test_who_was_first_is_said_with_its_doubt() -> None:
    """Seconds as an interval, in words."""
    assert lead_words(-60, 60) == "Who was first cannot be said from these times."
    assert lead_words(-7200, -7200) == "The reporting was first, by 2 hours."
    assert lead_words(86400, 86520).startswith("The group was first, by 1 day 1 minute")
