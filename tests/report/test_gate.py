"""The gate over a whole draft: what passes, and each reason to refuse."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.report.harbour import DRAFT, MESSAGES, Shelf

from onrecord.errors import AmbiguousReference, BadDraft, DraftCitesNothing, QuotationRefused
from onrecord.model.draft import Cite
from onrecord.model.story import Said
from onrecord.report._faults import side_by_side
from onrecord.report.check import Checked, check, require
from onrecord.report.draft import parse


def gate(text: str) -> Checked:
    """The draft judged against the sample's messages."""
    return check(parse(text, "harbour.md"), Shelf())


def swapped(old: str, new: str) -> str:
    """The sample draft with one passage changed."""
    assert old in DRAFT
    return DRAFT.replace(old, new, 1)


def test_the_sample_passes_with_its_classes() -> None:
    """Every quotation of the sample story has the class the page prints."""
    checked = gate(DRAFT)
    assert checked.refusals == ()
    classes = [q.cls for q in checked.quoted if q.said]
    assert classes == ["EXACT", "TRANSLATED", "ELIDED", "EXACT", "BRACKETED", "VERBATIM", "EXACT"]
    require(checked)


CHANGES: dict[str, tuple[str, str, str]] = {
    "one letter": ("سقط الميناء مرّتين", "سقط الميناء مرّتان", "wording"),
    "a vowel mark": ("سقط الميناء مرّتين", "سقط الميناء مرتين", "respelled"),
    "an unmarked gap": ("الفجر. […] المخزن", "الفجر. المخزن", "wording"),
    "an ellipsis without brackets": ("الفجر. […] المخزن", "الفجر. … المخزن", "wording"),
    "a word without brackets": ("[البيان] كُتب", "البيان كُتب", "wording"),
    "a lead in no message": (
        "lead: In public the Tide Brigade",
        "lead: “We lost it all and more” [[m:c3c3c3c3c3c3]]. The Tide Brigade",
        "wording",
    ),
    "words in the headline": (
        "headline: The harbour that had fallen twice",
        "headline: “The harbour never fell at all”",
        "uncited",
    ),
    "quotation marks nobody answers for": (
        "seldom wrote at length.",
        "wrote “the whole town knew of it”.",
        "uncited",
    ),
    "a caption": (
        "posted in the group on 24 March.",
        "posted as “the pier is ours again tonight” on 24 March.",
        "uncited",
    ),
    "an alt text": (
        "![Drawing: a long pier",
        "![A sign that reads “the pier is ours again” on a long pier",
        "uncited",
    ),
    "no name under the translation": (
        "and once tonight. — translated by Lamia Kessouri, 2026-04-14",
        "and once tonight.",
        "translation",
    ),
    "a machine's translation": (
        "and once tonight. — translated by Lamia Kessouri, 2026-04-14",
        "and once tonight. — machine draft by engine 1.2",
        "translation",
    ),
    "translated words that the translation lacks": (
        "fell “once tonight”",
        "fell “once this night”",
        "wording",
    ),
    "the wrong member": ("Member C wrote that it fell", "Member B wrote that it fell", "speaker"),
    "two messages in one quotation": (
        "ومرّة الليلة. [[m:c3c3c3c3c3c3]]",
        "ومرّة الليلة. [[m:c3c3c3c3c3c3]] [[m:b2b2b2b2b2b2]]",
        "across",
    ),
    "a forward as own words": (
        "The account, called Member C here",
        "Member A wrote: “The quarter stands unbroken.” [[m:f6f6f6f6f6f6]] The account, called "
        "Member C here",
        "voice",
    ),
    "a gap with a negation and no reason": ("> why: The sentence left out", "%% gone", "flag"),
    "a cut that drops a negation": (
        "> لم يسقط الميناء، ومن يقول غير ذلك لم يقف على رصيفه يومًا. [[m:b2b2b2b2b2b2]]",
        "> يسقط الميناء [[m:b2b2b2b2b2b2]]",
        "flag",
    ),
    "a report misquoted": (
        "had begun to post a denial.",
        "had begun to deny what one outlet called “The army holds the whole quarter” "
        "[[a:222222222222]].",
        "wording",
    ),
    "a pull quotation nobody said": (
        "Four members reacted",
        "\n\n> The town was lost before it fell\n\nFour members reacted",
        "uncited",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_refused_for_its_reason(name: str) -> None:
    """One change at a time; the refusal says where and what to do."""
    old, new, kind = CHANGES[name]
    text = swapped(old, new)
    checked = gate(text)
    assert kind in {r.kind for r in checked.refusals}, checked.refusals
    first = checked.refusals[0]
    line = int(first.where.rsplit(" ", 1)[1])
    assert first.where.startswith("harbour.md, line ")
    assert 1 <= line <= text.count("\n") + 1
    assert first.advice
    with pytest.raises(QuotationRefused) as caught:
        require(checked)
    assert caught.value.where == first.where


def test_the_refusal_shows_both_texts_with_the_difference() -> None:
    """Sealed above printed, the differing letters marked, right-to-left isolated."""
    checked = gate(swapped("سقط الميناء مرّتين", "سقط الميناء مرّتان"))
    with pytest.raises(QuotationRefused) as caught:
        require(checked)
    said = caught.value.what
    assert "⟦ي⟧" in said
    assert "⟦ا⟧" in said
    assert "\u2067" in said
    assert "\u2069" in said
    difference = checked.refusals[0].quoted.wording.difference
    assert difference is not None
    assert side_by_side(difference).count("\n") == 1


ALLOWED: dict[str, Callable[[str], str]] = {
    "a forward called one": lambda d: d.replace(
        "The account, called",
        "In a text that Member A passed on: “The quarter stands unbroken.” "
        "[[m:f6f6f6f6f6f6|forwarded]] The account, called",
    ),
    "a few words without a citation": lambda d: d.replace("seldom wrote", "“hardly ever” wrote"),
    "words said elsewhere": lambda d: d.replace(
        "It had not answered", "“We know of no such thing,” a speaker said [[x:by telephone]]. It"
    ),
    "smart quotes and no-break spaces": lambda d: d.replace(" that it", "\u00a0that\u00a0it"),
    "Windows line ends": lambda d: d.replace("\n", "\r\n"),
    "a byte order mark": lambda d: "\ufeff" + d,
    "an em dash for the fence": lambda d: "—" + d[3:],
    "spaces in a citation": lambda d: d.replace("[[m:c3", "[[ M :\u00a0c3"),
    "a note": lambda d: d.replace(
        "## Before", "%% “not a word of this is printed here”\n\n## Before"
    ),
    "a quotation from a report": lambda d: d.replace(
        "It had not answered", "“The army holds the quarter” [[a:222222222222]]. It"
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_newsrooms_write_passes(name: str) -> None:
    """What an editor or a word processor does to a draft is no misquotation."""
    text = ALLOWED[name](DRAFT)
    assert text != DRAFT
    assert gate(text).refusals == ()


def test_marks_of_one_copy_are_never_printed_and_the_reporter_is_told() -> None:
    """Zero-width marks in the sealed words: printed without, named to the reporter."""
    sealed = "The pi\u200ber is\u2063 lost, they are gone."
    plain = "The pier is lost, they are gone."
    message = replace(MESSAGES["f6f6f6f6f6f6"], text=sealed, voices=())

    class Marked(Shelf):
        def said(self, cite: Cite) -> Said:
            """The marked message for every citation."""
            return message

    for printed in (sealed, plain):
        draft = parse(f"---\nheadline: x\n---\n\nHe wrote “{printed}” [[m:f6]].\n")
        checked = check(draft, Marked())
        assert checked.refusals == ()
        assert [q.printed for q in checked.quoted] == [plain]
        assert "one copy from another" in checked.warnings[0][1]
    message = replace(message, text="go \u202etfel\u202c now")
    turned = parse("---\nheadline: x\n---\n\nHe wrote “go \u202etfel now” [[m:f6]].\n")
    assert "override" in {r.kind for r in check(turned, Marked()).refusals}


def test_a_citation_to_nothing_names_its_line() -> None:
    """No such message, and a prefix of several, each with the line."""
    with pytest.raises(DraftCitesNothing, match="leads nowhere") as caught:
        gate(swapped("[[m:c3c3c3c3c3c3]]", "[[m:999999999999]]"))
    assert caught.value.where == "harbour.md, line 20"
    with pytest.raises(AmbiguousReference) as several:
        gate(swapped("[[m:e5e5e5e5e5e5]], he", "[[m:e5]], he"))
    assert several.value.where == "harbour.md, line 54"
    with pytest.raises(BadDraft, match="not a citation"):
        gate(swapped("[[m:c3c3c3c3c3c3]]", "[[c3c3c3c3c3c3]]"))
