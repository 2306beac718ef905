"""Every language file's own examples hold."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import lang
from onrecord.errors import NoSuchThing
from onrecord.lang import codes, load, words
from onrecord.lang._files import tables
from onrecord.lang.fold import fold
from onrecord.lang.guess import language_of
from onrecord.lang.match import Facts, Matcher
from onrecord.model.query import Rung, Words

FACTS = Facts(
    None, None, "c", None, "message", None, "own", frozenset(), frozenset(), None, None
)  # fmt: skip


def _each(kind: str) -> list[tuple[str, dict[str, object]]]:
    return [(c, e) for c in codes() for e in load(c).examples.get(kind, [])]


@pytest.mark.parametrize(("code", "pair"), _each("fold"))
def test_fold_pairs_meet_on_their_rung_and_not_below(code: str, pair: dict[str, object]) -> None:
    a, b, rung = str(pair["a"]), str(pair["b"]), int(str(pair["rung"]))
    assert fold(a, rung) == fold(b, rung)
    assert fold(a, rung - 1) != fold(b, rung - 1)


@pytest.mark.parametrize(("code", "pair"), _each("find"))
def test_find_pairs_are_found(code: str, pair: dict[str, object]) -> None:
    assert _found(pair), pair


@pytest.mark.parametrize(("code", "pair"), _each("not_find"))
def test_not_find_pairs_are_not_found(code: str, pair: dict[str, object]) -> None:
    assert not _found(pair), pair


def _found(pair: dict[str, object]) -> bool:
    query, rung = str(pair["query"]), Rung(int(str(pair["rung"])))
    asked = Words(query, rung, phrase=" " in query)
    return Matcher(asked).marks(str(pair["text"]), FACTS) is not None


@pytest.mark.parametrize("code", codes())
def test_sentences_are_known_to_be_in_the_language(code: str) -> None:
    for sentence in load(code).examples["language"]["yes"]:
        assert language_of(sentence) == code


@pytest.mark.parametrize("code", codes())
def test_every_file_has_what_other_rooms_read(code: str) -> None:
    language = load(code)
    for kind in ("negation", "condition", "question", "reporting", "they_say", "app", "days"):
        assert language.words[kind], kind
    assert language.quotes
    assert language.head.code == code


def test_short_lines_are_undetermined() -> None:
    assert language_of("ok") == "und"
    assert language_of("👍") == "und"
    assert language_of("سلام") == "und"


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(NoSuchThing, match="'xx'"):
        load("xx")


def test_words_of_a_kind_come_by_language() -> None:
    assert "قال" in words("reporting")["ar"]
    assert words("no-such-kind") == {}


_FILES = sorted(Path(lang.__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("file", _FILES, ids=lambda f: f.name)
def test_files_read_by_lines_say_what_toml_says(file: Path) -> None:
    text = file.read_text("utf-8")
    for part in (text, text.split("\n[statements", 1)[0], text.split("\n[letters]", 1)[0]):
        assert tables(part) == tomllib.loads(part)


_LINES = st.sampled_from(
    [
        "", "# a comment", "[a]", "[a.b]", "[[a.c]]", "[[d]]", "[ a ]", '["a"]', "[d.e]", "[a",
        "x = 1", 'x = "y"', 'x = ["y", "z"]', "x = 'y'", "x=2", "x = 1 # why", "x.y = 1",
        '"q r" = true', "y = 1_000", "y = 2026-01-02", "y = [1,", "2]", "y = {a = 1}",
        'z = """', 'b', '"""', r'z = "\u0041"', r'z = "\U00000041"',
    ]
)  # fmt: skip


@given(st.lists(_LINES, max_size=8))
def test_any_lines_say_what_toml_says_or_are_refused_by_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(tomllib.TOMLDecodeError):
            tables(text)
        return
    assert tables(text) == said
