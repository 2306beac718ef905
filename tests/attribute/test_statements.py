"""Kinds of statements with their look-alikes; whose they are; reasons that hold."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from tests.attribute.chatter import TEXTS, entity, message

from onrecord.attribute.rules import rules_of
from onrecord.attribute.statements import main_kind, of_message, statements
from onrecord.attribute.voices import voices
from onrecord.attribute.words import words


def kinds(text: str, **record: object) -> list[tuple[str, str]]:
    return [(s.kind, s.voice.kind) for s in of_message(message(text, **record))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We will burn your boats, captain", "threat"),
        ("we will burn the pancakes again 😂", None),
        ("If you come near the pier we will shoot", "threat"),
        ("we won't harm anyone", None),
        ("We shelled the barracks at dawn", "claim-of-responsibility"),
        ("did we shell the barracks?", None),
        ("we never shelled the barracks", "denial"),
        ("The gate was closed at noon", "assertion"),
        ("Share this everywhere", "call-to-action"),
        ("Registration opens on Sunday", "announcement"),
        ("Rest in peace, brother", "praise-or-mourning"),
        ("Press the red button, then wait", "instruction"),
        ("ok", None),
        ("سنحرق قواربكم يا قبطان", "threat"),
        ("لن نؤذي أحدا", None),
        ("قصفنا الثكنة فجرا", "claim-of-responsibility"),
        ("هذا الخبر كذب ولا صحة له", "denial"),
        ("انشروا الخبر في كل مكان", "call-to-action"),
        ("إنا لله وإنا إليه راجعون", "praise-or-mourning"),
        ("صباح الخير", None),
        ("Мы сожжём ваши лодки, капитан", "threat"),
        ("никого мы не тронем", None),
        ("Ночью мы обстреляли казармы", "claim-of-responsibility"),
        ("это фейк", "denial"),
        ("Распространите везде", "call-to-action"),
        ("Земля ему пухом", "praise-or-mourning"),
        ("доброе утро", None),
    ],
)
def test_kinds_and_look_alikes(text: str, kind: str | None) -> None:
    assert main_kind(message(text))[0] == kind


def test_a_forward_s_threat_is_not_the_forwarder_s() -> None:
    (s,) = of_message(message("We will burn your boats", forward=("Tide Channel", "channel9")))
    assert (s.kind, s.voice.kind) == ("threat", "forwarded")
    assert (s.speaker, s.speaker_id) == ("Tide Channel", "channel9")


def test_a_quoted_threat_is_not_the_quoter_s() -> None:
    text = 'He wrote "we will burn your boats", brave from behind a wall'
    found = [s for s in of_message(message(text)) if s.kind == "threat"]
    assert [s.voice.kind for s in found] == ["quoted"]
    assert found[0].speaker is None


def test_a_name_in_marks_is_a_name() -> None:
    assert kinds('We will burn the "Hope" barracks') == [("threat", "own")]


def test_a_blockquote_is_not_own() -> None:
    text = "We will burn your boats\nlook what he wrote"
    assert ("threat", "quoted") in kinds(text, entities=(entity("blockquote", 0, 23),))


def test_reported_words_name_the_speaker() -> None:
    (s,) = of_message(message("The ministry denied shelling the school"))
    assert (s.voice.kind, s.speaker) == ("reported", "The ministry")


def test_the_group_speaks_as_itself() -> None:
    (s,) = of_message(message("We shelled the barracks", sender="Lantern", sender_id="channel77"))
    assert (s.voice.kind, s.speaker) == ("group", "Lantern")


def test_one_statement_a_sentence() -> None:
    text = "The gate was closed at noon. Share this everywhere!"
    assert [k for k, _ in kinds(text)] == ["assertion", "call-to-action"]


def test_hedged_ones_only_when_asked_for() -> None:
    m = message("we will burn your boats ⚽😂")
    assert of_message(m) == []
    (s,) = of_message(m, hedged=True)
    assert "joke" in {h.rule for h in s.hedges}


@given(TEXTS)
def test_nothing_breaks_and_citations_hold(text: str) -> None:
    m = message(text + " we will burn your boats, لا صحة لهذا الخبر")
    for s in statements([m]):
        assert s.citation.holds(m.text)
        assert s.reasons
        for r in (*s.reasons, *s.hedges):
            assert m.text[r.start : r.end] == r.words


@given(TEXTS)
def test_words_stand_where_they_say(text: str) -> None:
    at = 0
    for w in words(text):
        assert at <= w.start < w.end <= len(text)
        at = w.end


@given(TEXTS)
def test_no_statement_of_a_forward_is_own(text: str) -> None:
    m = message("We will burn your boats. " + text, forward=(None, None))
    assert voices(m)
    assert all(s.voice.kind == "forwarded" and s.speaker is None for s in of_message(m))


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_every_word_of_the_rules_can_stand_in_a_text(language: str) -> None:
    rules = rules_of(language)
    assert rules is not None
    said = files("onrecord.lang").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(said)["statements"]["words"]
    known = {"@any", "@quoted", "@first"} | {"@" + name for name in lists}
    atoms = {a for p in rules.patterns() for s in p.steps for a in s.atoms}
    atoms |= {w if w[0] == "@" else w for entries in rules.lists.values() for w in entries}
    for atom in atoms - {"#"}:
        if atom[0] == "@":
            assert atom in known
        else:
            bare = atom.replace("*", "")
            assert [w.text for w in words(bare)] == [bare], atom


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_examples_in_the_language_file(language: str) -> None:
    said = files("onrecord.lang").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    examples = tomllib.loads(said)["statements"]["examples"]
    assert len(examples) >= 10
    for example in examples:
        kind = main_kind(message(example["text"]))[0]
        assert (kind or "none") == example["kind"], example["text"]


def test_a_language_without_rules_says_nothing() -> None:
    assert rules_of("tr") is None
    assert rules_of("xx") is None


@pytest.mark.parametrize(
    ("text", "details", "intensity"),
    [
        (
            "We will burn the captain in the old harbour on Friday",
            [("who", "captain"), ("where", "the old harbour"), ("when", "Friday")],
            "destruction",
        ),
        ("We will hang every traitor", [("who", "traitor")], "death"),
        ("You will regret this", [], None),
        (
            "سنحرق حامية الميناء يوم الجمعة",
            [("who", "حامية الميناء"), ("where", "الميناء"), ("when", "يوم الجمعة")],
            "destruction",
        ),
        (
            "Мы сожжём офицеров в порту завтра",
            [("who", "офицеров"), ("where", "порту"), ("when", "завтра")],
            "destruction",
        ),
    ],
)
def test_who_where_when_and_how_hard(
    text: str, details: list[tuple[str, str]], intensity: str | None
) -> None:
    (s,) = of_message(message(text))
    assert [(d.role, d.words) for d in s.details] == details
    assert s.intensity == intensity
    assert s.targets == tuple(w for role, w in details if role == "who")
    assert all(text[d.start : d.end] == d.words for d in s.details)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Our divers sank the patrol boat at the old pier on Monday", "the patrol boat"),
        ("سريتنا دمرت المدرعة عند الجسر فجر اليوم", "المدرعة"),
        ("Наши ребята сожгли два грузовика у моста", "два грузовика"),
    ],
)
def test_a_claim_names_what_was_struck(text: str, what: str) -> None:
    (found,) = of_message(message(text))
    assert found.kind == "claim-of-responsibility"
    assert what in [d.words for d in found.details if d.role == "what"]
    assert [text[d.start : d.end] for d in found.details] == [d.words for d in found.details]


def test_what_was_struck_is_asked_of_claims_alone() -> None:
    (found,) = of_message(message("We will burn the barracks tonight"))
    assert found.kind == "threat"
    assert [d for d in found.details if d.role == "what"] == []


def test_behind_an_article_stands_no_verb_and_an_order_is_not_in_the_first_person() -> None:
    assert main_kind(message("رجع السلّم."))[0] is None
    assert main_kind(message("أقف في الشباك وأكتب لكم من هناك"))[0] != "instruction"
    assert main_kind(message("اكتبوا الاسم على الظرف ثم سلموه"))[0] == "instruction"
