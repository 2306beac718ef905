"""What a proof opens of a message, at the edges of each choice."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.archive.archivecase import K_ARCHIVE, SECRETS, Sample, batch, row, sample

from onrecord.archive import b64, leaf, proof, record, salt
from onrecord.errors import BadOption

KEYS = salt.Subkeys.of(K_ARCHIVE)
SAID = "One came. Two\u200b came. Three\u200b came."


def _opening(text: str = SAID, **more: Any) -> leaf.Opening:
    return leaf.open_row(batch([row(0, text, **more)]), KEYS, SECRETS, record.Sources())


def _choice(**more: Any) -> proof.Choice:
    return proof.Choice(shown="x", **more)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("desk"))


def test_a_field_is_the_plain_one_where_there_is_one_unless_the_text_is_asked_for() -> None:
    said = _opening()
    assert said.plain is not None and len(said.plain) == len(said.text) == 3
    assert proof.segments_for(said, _choice()) == ("plain", [0, 1, 2])
    assert proof.segments_for(said, _choice(field="text")) == ("text", [0, 1, 2])
    first = len(said.text[0][1])
    assert proof.segments_for(said, _choice(spans=((first, len(SAID)),))) == ("plain", [1, 2])


def test_a_translation_is_bound_to_the_opened_segments_of_that_field(desk: Sample) -> None:
    said = _opening()
    assert said.plain is not None
    for field, wanted in (("auto", said.plain), ("text", said.text)):
        signed = proof.translate(said, _choice(field=field), "en", "A B", "t", desk.key)
        assert signed.of == proof.words_digest([d for d, _ in wanted])


def test_a_span_opens_what_it_touches_and_nothing_beside_it() -> None:
    said = _opening("One came. Two came. Three came.")
    first, second, _ = (len(w) for _, w in said.text)
    for span, wanted in (
        ((0, first), [0]),
        ((first, first + second), [1]),
        ((first - 1, first + 1), [0, 1]),
        ((0, 31), [0, 1, 2]),
    ):
        assert proof.segments_for(said, _choice(spans=(span,))) == ("text", wanted)


@pytest.mark.parametrize("span", [(3, 3), (4, 3), (-1, 2), (0, 32)])
def test_words_outside_of_the_message_are_refused(span: tuple[int, int]) -> None:
    said = _opening("One came. Two came. Three came.")
    with pytest.raises(BadOption, match="outside the message"):
        proof.segments_for(said, _choice(spans=(span,)))


def test_names_and_slots_that_there_are_not_are_refused() -> None:
    said = _opening()
    with pytest.raises(BadOption, match="No such disclosure") as refused:
        proof.disclosures(said, _choice(more=("seq", "nonsense")))
    assert refused.value.where == "nonsense"
    for slot in (-1, salt.SLOTS):
        with pytest.raises(BadOption, match="0 to 3"):
            proof.disclosures(said, _choice(slot=slot))


def test_an_alias_is_shown_where_the_message_has_a_sender() -> None:
    for slot in range(salt.SLOTS):
        for more, count in (({}, 1), ({"sender": None, "sender_id": None}, 0)):
            said = _opening("Word.", **more)
            alias = said.fields[len(leaf.NAMES) + slot]
            found = proof.disclosures(said, _choice(slot=slot))
            assert found.count(alias) == count
            assert b64.unurl(alias).endswith(b",null]") is not bool(count)


def test_a_proof_is_as_long_as_a_checker_reads_and_no_longer(desk: Sample) -> None:
    bare = len(desk.proof(2, _choice()))
    most = proof.Choice(shown="x" * (proof.PROOF_LIMIT - bare + 1))
    assert len(desk.proof(2, most)) == proof.PROOF_LIMIT
    with pytest.raises(BadOption, match="larger than a checker accepts") as refused:
        desk.proof(2, replace(most, shown=most.shown + "x"))
    assert refused.value.where == f"{proof.PROOF_LIMIT + 1:,} bytes"


def test_one_row_is_opened_at_a_time() -> None:
    two: pa.RecordBatch = batch([row(0, "a"), row(1, "b")])
    for rows in (two, two.slice(0, 0)):
        with pytest.raises(ValueError, match="one row"):
            leaf.open_row(rows, KEYS, SECRETS, record.Sources())


def test_json_that_is_no_unicode_text_is_refused(tmp_path: Path) -> None:
    assert b64.loads('["\u0645","\U0001f468"]') == ["\u0645", "\U0001f468"]
    for bad in ('"\ud800"', '["a","\udfff"]', '"\\ud800"'):
        with pytest.raises(ValueError, match="canonical"):
            b64.loads(bad)
