"""What the gate leaves out states nothing: no rule is lost for being quick."""

import json
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from tests.attribute.chatter import TEXTS, entity, message

from onrecord.attribute.gate import by_id, may_state, worth
from onrecord.attribute.possible import Possible, numbers
from onrecord.attribute.rules import examples, rules_of
from onrecord.attribute.scripts import languages
from onrecord.attribute.statements import of_message
from onrecord.attribute.words import words
from onrecord.model.schema import MESSAGE

GOLD = Path(__file__).parents[2] / "bench" / "gold" / "statements"
LANGUAGES = ("ar", "en", "ru")


def states(text: str) -> bool:
    """True if a rule fires in a way that can make a statement, looked for without the gate."""
    said = words(text)
    return any(rules_of(code).deciding(rules_of(code).row(said)) for code in languages(text))  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_labelled_line_with_a_statement_is_left_out(language: str) -> None:
    passed = 0
    files = [GOLD / f"{language}.{half}.jsonl" for half in ("dev", "dev2")]
    said = "".join(f.read_text(encoding="utf-8") for f in files)
    lines = [json.loads(line)["text"] for line in said.split("\n") if line]
    for text in [*lines, *(text for text, _ in examples(language))]:
        passed += may_state(text)
        assert may_state(text) or not states(text), text
    assert passed < len(lines)  # it does leave lines out


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_any_jumble_of_the_rules_own_words(language: str) -> None:
    rules = rules_of(language)
    assert rules is not None
    listed = sorted({e.replace("*", "x") for entries in rules.lists.values() for e in entries})
    dice = random.Random(language)
    stated = 0
    for _ in range(800):
        text = " ".join(dice.choices([*listed, "?", ".", "!", "don't", "🔥", "«", "5"], k=9))
        stated += states(text)
        assert may_state(text) or not states(text), text
    assert stated > 20


@given(TEXTS)
def test_nor_anything_else(text: str) -> None:
    assert may_state(text) or not states(text)


def test_the_numbers_of_the_rules_are_found_by_their_sets() -> None:
    a, b, c = (frozenset(x) for x in "abc")
    possible = Possible([(a,), (a, b), (b, c, a), (c | a,)])
    assert numbers(possible.of_words([a])) == [0, 3]
    assert numbers(possible.of_words([a, b])) == [0, 1, 3]
    assert numbers(possible.of_words([c, b, a])) == [0, 1, 2, 3]
    assert numbers(possible.of_words([])) == []


def row(**said: object) -> dict[str, object]:
    return {"text": "good morning all", **said}


def test_a_text_of_several_voices_is_always_looked_at() -> None:
    assert not may_state("good morning all")
    rows = [
        row(),
        row(quote="good morning all of you", text="Good morning all of you! well"),
        row(reply_to="7"),
        row(reply_to="8"),
        row(entities=[{"type": "blockquote", "start": 0, "length": 4}]),
        row(text="he wrote “good morning”"),
        row(text="> good\nmorning"),
        row(text="morning " * 20),
        row(text=None),
    ]
    full = [{**dict.fromkeys(MESSAGE.names), **r} for r in rows]
    schema = pa.schema([f.with_nullable(True) for f in MESSAGE])
    batch = pa.RecordBatch.from_pylist(full, schema=schema)
    assert worth(batch, by_id({"7": "nothing of it", "8": "good morning all"})) == [
        1,
        3,
        4,
        5,
        6,
        7,
    ]


def test_the_sender_s_words_around_a_quotation_are_still_found() -> None:
    text = "They shouted “good morning” and we burned the depot"
    assert of_message(message(text))
    assert of_message(message(text, entities=(entity("blockquote", 0, 4),))) is not None
