"""Whose words a mocking line repeats: with marks, without, in front of who said them.

What no rule can know is said by the last test: an echo that nothing marks.
"""

import pytest
from tests.attribute.chatter import message

from onrecord.attribute.reported import reported
from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import Around, own_spans, voices


def found(text: str, **around: dict[str, str]) -> list[tuple[str, str]]:
    m = message(text, reply_to="1" if around else None)
    spans = voices(m, Around(speech=reported, **around))  # type: ignore[arg-type]
    return [(s.kind, s.voice.kind) for s in of_message(m, spans, hedged=True)]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("we will burn your boats they said. still waiting.", False),
        ("we will burn your boats, the captain said while hiding", False),
        ("we will burn your boats and we said so", True),
        ("We will burn your boats when the captain says", True),
        ("سنحرق قواربكم قال وهو تحت السرير", False),
        ("سنحرق قواربكم كما قال القائد", True),
        ("«سنحرق قواربكم» وين صرتوا", False),
        ("سنحرق قوارب «الأمل»", True),
        ("Мы сожжём ваши лодки, говорил он из подвала", False),
        ("Мы сожжём ваши лодки, как и говорили", True),
        ('"We will burn your boats" by spring. It is autumn.', False),
        ('We will burn the "Hope" barracks', True),
    ],
)
def test_a_threat_before_its_speaker_is_the_speaker_s(text: str, own: bool) -> None:
    threats = [voice for kind, voice in found(text) if kind == "threat"]
    assert threats
    assert (set(threats) == {"own"}) is own


@pytest.mark.parametrize("answer", ["we will burn your boats", "WE WILL BURN YOUR BOATS, hm"])
def test_the_words_of_what_is_answered_are_not_own_in_any_case(answer: str) -> None:
    said = {"1": "We will burn your boats!"}
    m = message(answer, reply_to="1")
    assert ("threat", "quoted-reply") in found(answer, replied=said)
    own = own_spans(m, Around(replied=said))
    assert all("burn" not in answer[a:b].lower() for a, b in own)


def test_a_reply_with_other_words_is_own() -> None:
    assert found("we will burn your barns", replied={"1": "We will burn your boats"}) == [
        ("threat", "own")
    ]


def test_who_asks_what_was_said_states_nothing() -> None:
    assert of_message(message("وماذا تقول الجريدة؟")) == []
    assert of_message(message("And what does the ministry say?")) == []
    (s,) = of_message(message("The ministry says the gate is shut"))
    assert s.voice.kind == "reported"


@pytest.mark.parametrize(
    "text",
    [
        "Oh yes, we will burn your boats, of course",
        "we will burn your boats, sure you will",
        "Мы сожжём ваши лодки, ну да, конечно",
        "اي اكيد سنحرق قواربكم طبعا",
    ],
)
def test_a_sneer_is_named_as_a_hedge(text: str) -> None:
    statements = of_message(message(text), hedged=True)
    assert {h.rule for s in statements for h in s.hedges} >= {"mockery"}


def test_an_echo_that_nothing_marks_reads_as_own() -> None:
    """Not possible without knowing what others said elsewhere: it stays a proposal."""
    assert found("we WiLL bUrN yOuR bOaTs") == [("threat", "own")]
