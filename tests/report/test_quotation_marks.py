"""Quotation marks of every newsroom, and what a word processor makes of a draft."""

import pytest
from tests.report.harbour import DRAFT, Shelf

from onrecord.model.draft import Quotation, Run
from onrecord.report._inline import pieces
from onrecord.report.check import check
from onrecord.report.draft import parse

SAID = "the harbour fell twice that night"
PAIRS = ["“”", "„“", "„”", "«»", "»«", "””", '""', "‹›", "›‹", "‘’", "''", "‚‘", "‚’"]
PAIRS += ["「」", "『』"]


def quoted(text: str) -> list[str]:
    return [p.words for p in pieces(text, 1) if isinstance(p, Quotation)]


@pytest.mark.parametrize("pair", PAIRS)
def test_words_in_any_quotation_marks_are_a_quotation(pair: str) -> None:
    """And so cannot be printed without a citation."""
    sentence = f"They wrote {pair[0]}{SAID}{pair[1]}, and left."
    assert quoted(sentence) == [SAID]
    text = DRAFT.replace("## How the material", f"{sentence}\n\n## How the material", 1)
    assert text != DRAFT
    assert [r.kind for r in check(parse(text), Shelf()).refusals] == ["uncited"]


@pytest.mark.parametrize("mark", ["“", "„", "«"])
def test_what_is_opened_and_never_closed_is_quoted_to_the_end(mark: str) -> None:
    """As in a quotation over several paragraphs."""
    assert quoted(f"They wrote: {mark}{SAID}") == [SAID]


def test_single_marks_hold_apostrophes_and_apostrophes_are_no_marks() -> None:
    inner = "Don’t you see it’s the members’ harbour now"
    assert quoted(f"‘{inner}’, he said") == [inner]
    for plain in (
        "the members’ words and John’s boat",
        "it's the members' boat, isn't it",
        "5'10 tall and 6' wide",
        "rock 'n' roll in the '90s and '80s",
        "‘Umar and al-‘Aziz",
    ):
        assert quoted(plain) == []
        assert "".join(p.text for p in pieces(plain, 1) if isinstance(p, Run)) == plain


def test_a_quotation_without_spaces_between_words_is_long_by_its_letters() -> None:
    text = DRAFT.replace(
        "## How the material", "「港は二度落ちたと言った」\n\n## How the material", 1
    )
    assert [r.kind for r in check(parse(text), Shelf()).refusals] == ["uncited"]


def test_a_draft_that_went_through_a_word_processor_is_the_same_draft() -> None:
    """Curly marks, no-break spaces, bullets, dashes for fences, escaped brackets."""
    there = parse(DRAFT)
    text = DRAFT.replace("[[", r"\[\[").replace("]]", r"\]\]").replace(" [[", "\u00a0[[")
    text = text.replace("\n- ", "\n• ").replace("\n---\n", "\n—-\n").replace("\n", "\r\n")
    lines = []
    for line in text.split("\r\n"):
        if line.startswith("![") and line.endswith('")'):
            head, _, title = line[:-2].partition(' "')
            line = f"{head}\u00a0“{title}”)"
        lines.append(line)
    found = parse("\ufeff" + "\r\n".join(lines))
    assert [(b.kind, b.role) for b in found.blocks] == [(b.kind, b.role) for b in there.blocks]
    said, before = ([q.words for q in d.quotations()] for d in (found, there))
    assert said == before
    credits, were = ([b.credit for b in d.blocks if b.kind == "picture"] for d in (found, there))
    assert credits == were != []
    assert check(found, Shelf()).refusals == ()
