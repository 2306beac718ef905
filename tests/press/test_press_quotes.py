"""Quotations: type, spans and speakers in four languages; unclosed marks cost nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadOption
from onrecord.press._quoted import quoted
from onrecord.press.quotes import LANGUAGES, quotations

MARKS = st.text(
    st.sampled_from("“”«»„‟\"'‘’`\u2028\u0085\u200b\u202e.,:;!?؟—\n أبجد said قال says that он "),
    max_size=60,
)


def told(text: str, language: str = "en") -> list[tuple[str, str | None, str | None, str]]:
    """(type, speaker, cue, content) in words."""
    return [
        (q.type, q.speaker, text[slice(*q.cue)] if q.cue else None, text[slice(*q.content)])
        for q in quotations(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We saw two boats,” a fisherman said.",
            [("direct", "a fisherman", "said", "“We saw two boats,”")],
        ),
        (
            "“We saw two boats,” said Ada Myhre, a fisherman from Ostra.",
            [("direct", "Ada Myhre, a fisherman from Ostra", "said", "“We saw two boats,”")],
        ),
        (
            "The mayor has said that the bridge would open on Monday.",
            [("indirect", "The mayor", "has said", "that the bridge would open on Monday")],
        ),
        (
            "The bridge would open on Monday, the mayor said.",
            [("indirect", "the mayor", "said", "The bridge would open on Monday")],
        ),
        (
            'The mayor called the bridge "as sound as ever".',
            [("mixed", "The mayor", "called", 'the bridge "as sound as ever"')],
        ),
        (
            "According to the harbour office, two boats left.",
            [("indirect", "the harbour office", "According to", "two boats left")],
        ),
        (
            "Two boats left, according to the harbour office.",
            [("indirect", "the harbour office", "according to", "Two boats left")],
        ),
        (
            "“We saw two boats,” she said. “They had no lamps.”",
            [
                ("direct", "she", "said", "“We saw two boats,”"),
                ("direct", "she", "said", "“They had no lamps.”"),
            ],
        ),
        (
            "Myhre added:\n\nNobody was hurt and nobody was wet.",
            [("indirect", "Myhre", "added", "Nobody was hurt and nobody was wet")],
        ),
        ("The report of the claims was read in the hall.", []),
        ("The so-called “lamp war” lasted a week.", []),
    ],
)
def test_english(text: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ar",
            "قال المتحدث باسم الميناء سامر حداد إن السفينة غادرت فجرا.",
            [("indirect", "المتحدث باسم الميناء سامر حداد", "قال", "إن السفينة غادرت فجرا")],
        ),
        (
            "ar",
            "وأكدت الوزارة: «لا أضرار في الرصيف».",
            [("direct", "الوزارة", "وأكدت", "«لا أضرار في الرصيف»")],
        ),
        (
            "ar",
            "«لم نر شيئا»، قالت صيادة من القرية.",
            [("direct", "صيادة", "قالت", "«لم نر شيئا»")],
        ),
        (
            "ru",
            "«Мы ничего не видели», — сказала рыбачка Анна Морская.",
            [("direct", "рыбачка Анна Морская", "сказала", "«Мы ничего не видели»")],
        ),
        (
            "ru",
            "Представитель порта заявил, что судно ушло.",
            [("indirect", "Представитель порта", "заявил", "что судно ушло")],
        ),
        (
            "ru",
            "По словам капитана, море было спокойным.",
            [("indirect", "капитана", "По словам", "море было спокойным")],
        ),
        (
            "de",
            "„Wir sahen nichts“, sagte eine Fischerin.",
            [("direct", "eine Fischerin", "sagte", "„Wir sahen nichts“")],
        ),
        (
            "de",
            "Der Sprecher Axel Nord sagte, das Schiff sei weg.",
            [("indirect", "Der Sprecher Axel Nord", "sagte", "das Schiff sei weg")],
        ),
    ],
)
def test_other_languages(
    language: str, text: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    assert told(text, language) == expected


def test_a_mark_that_is_never_closed_loses_nothing() -> None:
    whole = "“We saw two boats,” a fisherman said.\nAccording to the port, two boats left."
    for at in (0, 20, len(whole)):
        broken = whole[:at] + "“" + whole[at:]
        contents = [content for _, _, _, content in told(broken)]
        assert "two boats left" in contents
        assert any("We saw two boats" in content for content in contents), broken


def test_an_unclosed_quotation_is_marked_as_one() -> None:
    (found,) = quotations("The mayor said “nobody crossed the bridge last night")
    assert (found.closed, found.type) == (False, "direct")


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(BadOption, match="no rules"):
        quotations("x", "xx")


@pytest.mark.parametrize(
    "text",
    [
        "قال المتحدث باسم الميناء إن السفينة غادرت فجرا بعد أن هدأ البحر.",
        "Представитель порта заявил, что судно ушло на рассвете и больше не вернётся.",
        "Der Sprecher der Hafenverwaltung sagte, das Schiff sei nicht mehr da.",
        "The spokesman of the harbour office said that the ship had left at dawn.",
    ],
)
def test_the_language_is_guessed(text: str) -> None:
    (found,) = quotations(text)
    assert found.speaker


@given(MARKS, st.sampled_from(LANGUAGES))
def test_no_text_breaks_it_and_every_span_is_inside(text: str, language: str) -> None:
    for found in quotations(text, language):
        for span in (found.content, found.cue, found.source):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert (found.speaker is None) == (found.source is None)
        if found.source:
            assert found.speaker == text[slice(*found.source)]


@given(MARKS)
def test_quoted_runs_do_not_overlap(text: str) -> None:
    runs = quoted(text)
    assert all(one.end <= two.start for one, two in zip(runs, runs[1:], strict=False))
    assert all(0 <= run.start < run.end <= len(text) for run in runs)


@pytest.mark.parametrize("piece", ["“ ", '"', "' a", "‘a, ", "said ", "„x", "a: “b” "])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Ten thousand marks in one paragraph: seconds if linear, minutes if not."""
    begun = time.monotonic()
    quotations(piece * 10_000, "en")
    assert time.monotonic() - begun < 20


def of_german(text: str) -> list[tuple[str | None, str]]:
    """(speaker, content) of every quotation, in order."""
    return [(q.speaker, text[slice(*q.content)]) for q in quotations(text, "de")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Auch viele Händler seien unter den Opfern, so der Sprecher.",
            [("der Sprecher", "Auch viele Händler seien unter den Opfern")],
        ),
        (
            "Die Fähre fährt wieder, wie das Hafenamt gestern mitteilte.",
            [("das Hafenamt", "Die Fähre fährt wieder")],
        ),
        (
            "Nach Angaben von Kritikern fehlen im Hafen noch vierzig Plätze.",
            [("Kritikern", "fehlen im Hafen noch vierzig Plätze")],
        ),
        (
            "Die Werft plant laut Qadria Kurier den Abbau von hundert Stellen.",
            [("Qadria Kurier", "den Abbau von hundert Stellen")],
        ),
        (
            "Der Bürgermeister gab an, dass der Kai gesperrt sei.",
            [("Der Bürgermeister", "dass der Kai gesperrt sei")],
        ),
        (
            "Dort heißt es, die Brücke sei sicher.",
            [(None, "die Brücke sei sicher")],
        ),
        (
            "Der Sprecher sagte, das Tor sei zu. Niemand habe es geöffnet. Das werde so bleiben. "
            "Es regnete.",
            [
                ("Der Sprecher", "das Tor sei zu"),
                ("Der Sprecher", "Niemand habe es geöffnet. Das werde so bleiben."),
            ],
        ),
        (
            "Er sagte: „Das Tor ist zu.“ Die Fähre fuhr ab.",
            [("Er", "„Das Tor ist zu.“")],
        ),
    ],
)
def test_german_reports_speech_in_its_own_ways(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert of_german(text) == expected


def test_a_paragraph_in_another_script_has_its_own_language() -> None:
    text = (
        "Der Minister sagte, die Brücke sei gesperrt.\n\n"
        "وقال المتحدث: «لن نفتح الجسر هذا الأسبوع».\n\n"
        "«Мы не откроем мост на этой неделе», сказал мэр."
    )
    found = quotations(text)
    assert [text[slice(*q.cue)] for q in found if q.cue] == ["sagte", "وقال", "сказал"]
    assert [q.speaker for q in found] == ["Der Minister", "المتحدث", "мэр"]
    assert len(quotations(text, "de")) < 4  # asked for, a language is kept to
