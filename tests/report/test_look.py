"""A draft while it is written: every reason at its place, nothing raised."""

from tests.report.harbour import DRAFT, PICTURES, Shelf

from onrecord.model.editing import Look, as_object
from onrecord.report import html
from onrecord.report.assemble import assemble
from onrecord.report.look import look, survey


def looked(text: str) -> Look:
    """The look of a text on the sample's shelf."""
    return look(text, survey(text, "draft.md", Shelf()))


def test_the_sample_passes_and_every_place_holds_its_words() -> None:
    found = looked(DRAFT)
    assert found.passed
    assert found.quotations
    for one in found.quotations:
        there = DRAFT[one.spot.start : one.spot.end].replace(">", " ")
        assert " ".join(there.split()) == " ".join(one.words.split())
        line = DRAFT.split("\n")[one.spot.line - 1]
        assert line[one.spot.column - 1 :].startswith(one.words.split()[0])


def test_notes_are_in_the_language_of_the_page() -> None:
    found = looked(DRAFT.replace("language: en", "language: de", 1))
    notes = {q.note for q in found.quotations if q.note}
    assert notes
    assert all(n.startswith(("Wort für Wort", "Übersetzt")) for n in notes)


def test_all_reasons_come_at_once_each_at_its_line() -> None:
    text = DRAFT.replace("سقط الميناء مرّتين", "سقف الميناء مرّتين", 1)
    text = text.replace("[[m:b2b2", "[[m:000000", 1)
    found = looked(text)
    kinds = {f.kind for f in found.faults}
    assert {"wording", "citation"} <= kinds
    wrong = next(q for q in found.quotations if "سقف" in q.words and q.where == "card")
    assert wrong.verdict == "refused"
    assert wrong.difference is not None
    assert any(not same and "ط" in s for s, _, same in wrong.difference.parts)
    assert all(f.remedy for f in found.faults)


def test_a_text_that_is_no_draft_is_said_to_be_none() -> None:
    for text in ("", "no front matter", "---\nheadline: x\n---\n\nProse.\n", "---\nx\n"):
        found = looked(text)
        assert not found.passed
        assert not found.quotations
        assert found.faults[0].kind == "draft"


def test_unfinished_words_never_raise() -> None:
    """Every beginning of the draft, as it is typed."""
    for end in range(0, len(DRAFT), 61):
        as_object(looked(DRAFT[:end]))


def test_places_survive_what_word_processors_leave() -> None:
    text = DRAFT.replace("\n", "\r\n").replace("> سقط", "> \u200fسقط", 1)
    found = looked("\ufeff" + text)
    card = next(q for q in found.quotations if q.words.startswith("سقط"))
    assert ("\ufeff" + text)[card.spot.start :].startswith("سقط")


def test_a_preview_shows_refusals_and_says_what_it_is() -> None:
    text = DRAFT.replace("سقط الميناء مرّتين", "سقف الميناء مرّتين", 1).replace("(pier.png", "(x.png")
    seen = survey(text, "draft.md", Shelf())
    assert seen.checked is not None
    page = html.WRITER.write(assemble(seen.checked, PICTURES, preview=True)).decode()
    assert "Preview of a draft" in page
    assert "why-refused" in page.split("</style>")[1]
    assert "The picture x.png is missing" in page
    assert (
        "Preview of a draft"
        not in html.WRITER.write(
            assemble(survey(DRAFT, "d", Shelf()).checked, PICTURES)  # type: ignore[arg-type]
        ).decode()
    )
