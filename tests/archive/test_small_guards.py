"""Words and bounds of the checkers that no proof file tries by itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.archive.archivecase import Sample, make_key, sample

from onrecord.archive import b64, note, openings, policy, proof, sentences, tree, verify
from onrecord.errors import ProofRefused
from onrecord.model.proof import Stamp


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("desk"))


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    wanted = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.EMPTY.hex() == wanted and tree.root([]).hex() == wanted


def test_every_step_is_named_in_its_refusal() -> None:
    names = ("form", "openings", "leaf", "entry", "head", "time", "wording")
    assert names == verify.STEPS
    for number, name in enumerate(names):
        with pytest.raises(ProofRefused) as refused, verify.step(number):
            raise ValueError("the reason")
        assert refused.value.what == f"Refused at step {number} ({name}): the reason."
        assert refused.value.where == f"step {number}"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_763_463_960, "2025-11-18T11:06:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "second 253402300800 since 1970"),
        (1 << 62, f"second {1 << 62} since 1970"),
    ],
)
def test_a_witnesses_seconds_as_people_write_them(seconds: int, said: str) -> None:
    assert verify.posix(seconds) == said


def test_what_else_is_open_is_listed_apart_from_the_words(desk: Sample) -> None:
    text = "".join(w for _, w in desk.opening(2).text)
    choice = proof.Choice(shown=text, more=("seq", "sender", "media", "reply"))
    found = verify.verify(desk.proof(2, choice), policy.trusting(make_key().public))
    names = {name for name, _ in found.other}
    assert {"seq", "sender", "media", "reply"} <= names
    assert not names & {"text", "plain", "attr", "time", "day"}


def test_a_segment_that_is_no_text_is_refused() -> None:
    for value in ('["AAAAAAAAAAAAAAAAAAAAAA",""]', '["AAAAAAAAAAAAAAAAAAAAAA",["x"]]'):
        with pytest.raises(ValueError, match="a segment is not text"):
            openings.read((), (b64.url(value.encode()),))


def test_each_kind_of_stamp_has_its_own_words(desk: Sample) -> None:
    text = "".join(w for _, w in desk.opening(2).text)
    found = verify.verify(
        desk.proof(2, proof.Choice(shown=text)), policy.trusting(make_key().public)
    )
    kinds = ("qualified", "plain", "witness", "test", "unknown")
    at = [f"2026-01-0{i + 1}T00:00:00Z" for i in range(5)]
    stamps = tuple(Stamp(f"S{i}", at[i], kind) for i, kind in enumerate(kinds))
    said = sentences.of(replace(found, stamps=stamps))
    assert said[0].startswith(f"No later than {at[0]} (time stamp S0), ")
    assert said[-6:] == (
        f"Qualified time stamp S0: {at[0]}.",
        f"Time stamp S1: {at[1]}.",
        f"Witness S2: {at[2]}.",
        f"Time stamp of a {sentences.TEST_AUTHORITY}: {at[3]}.",
        f"A time stamp of S4 says {at[4]}; it counts for nothing here.",
        verify.NOT_SHOWN,
    )
    later = sentences.of(replace(found, stamps=stamps[2:]))
    assert later[0].startswith(f"No later than {at[2]} (witness S2), ")
    assert sentences.of(replace(found, stamps=stamps[3:]))[0].startswith("At a time only")


def test_the_sentence_says_what_is_known_of_the_date_and_no_more(desk: Sample) -> None:
    text = "".join(w for _, w in desk.opening(2).text)
    found = verify.verify(
        desk.proof(2, proof.Choice(shown=text)), policy.trusting(make_key().public)
    )
    attr = replace(found.attr, edited=True, quoted_reply=True, via_bot=True, forwarded=True)
    for change, words in (
        ({"time": "T", "day": "D"}, " a message, dated T in the export, that reads, word for word"),
        ({"time": None, "day": "D"}, " a message, dated D in the export, that reads"),
        ({"time": None, "day": None}, " a message whose date is not shown, that reads"),
        ({"undated": True}, " a message to which the export gives no date, that reads"),
        ({"wording": "RESPELLED"}, ", that reads, in another spelling: «"),
        ({"wording": "RAW"}, "that holds bytes that are not valid text, here in base64: «"),
        ({"attr": attr}, "that carries forwarded words that read, word for word: «"),
    ):
        assert words in sentences.of(replace(found, **change))[0]
    said = sentences.of(replace(found, attr=attr, alias="a", speaker="Member A"))
    assert said[1:5] == (
        "It is attributed there to the same member as the other quotations marked Member A "
        "in this story.",
        "It was edited; its earlier wording is unknown.",
        "It answers a message and carries words of it besides its own.",
        "It was sent through a bot.",
    )
    assert sentences.shown(replace(found, runs=("a\u202db\u202e",))) == "a[U+202D]b[U+202E]"
    part = replace(found, segments_shown=1, segments_total=3)
    assert "1 of 3 sealed segments are shown." in sentences.of(part)
    assert "All 3 sealed segments are shown." in sentences.of(replace(part, segments_shown=3))


def test_a_note_with_too_many_lines_or_a_control_character_is_none(tmp_path: Path) -> None:
    key = make_key()
    text = "a\nb\n"
    line = str(note.sign(text, key.name, key.signing))
    many = "".join(line.replace(key.name, f"n{i}") for i in range(note.MAX_SIGNATURES))
    assert len(note.parse(f"{text}\n{many}").lines) == note.MAX_SIGNATURES
    with pytest.raises(ValueError, match="too many"):
        note.parse(f"{text}\n{many}{line}")
    for bad in ("\x00", "\t", "\x1f"):
        with pytest.raises(ValueError, match="control"):
            note.parse(f"a{bad}\nb\n\n{line}")
