"""From a line to marked originals."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.corpora import batch

from onrecord.errors import BadOption, BadQuery, NothingYet
from onrecord.model.query import Mark, Rung
from onrecord.search.find import find
from onrecord.search.snippet import marked, snippet
from onrecord.store.tantivy_index import ENGINE

TEXTS = [
    "وصل أَحْمَدُ الى الميناء",
    "والمدرسةُ مغلقة",
    "мы были в порту",
    "don't go \u2028 there",
    "",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("find") / "index"
    ENGINE.build(folder, [(1, batch(TEXTS))])
    return folder


def test_a_hit_shows_the_original_and_says_why(index: Path) -> None:
    answer = find(ENGINE, index, "مدرسة")
    (hit,) = answer.hits
    assert hit.row is not None
    assert hit.row.text == TEXTS[1]
    assert marked(snippet(hit.row.text, hit.marks), "[", "]") == "[والمدرسةُ] مغلقة"
    assert [(m.rung, m.why) for m in hit.marks] == [(Rung.CLITICS, "attached وال+")]
    assert answer.scope == "1 of all 5 messages searched"


def test_nothing_found_is_a_result_with_its_scope(index: Path) -> None:
    answer = find(ENGINE, index, "حريق")
    assert answer.hits == ()
    assert answer.scope == "0 of all 5 messages searched"
    ((word, forms),) = answer.spellings
    assert word == "حريق"
    assert {"حريق", "والحريق", "حريقهم"} <= set(forms)


def test_the_ladder_can_be_narrowed(index: Path) -> None:
    assert find(ENGINE, index, "احمد", ladder=Rung.MARKS).total == 0
    assert find(ENGINE, index, "احمد", ladder=Rung.LETTERS).total == 1
    assert find(ENGINE, index, "порт", ladder=Rung.LETTERS).total == 0
    assert find(ENGINE, index, "порт").total == 1


def test_errors_are_told_apart(index: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingYet):
        find(ENGINE, tmp_path / "none", "a")
    with pytest.raises(BadOption):
        find(ENGINE, index, "a", order="sideways")
    with pytest.raises(BadQuery):
        find(ENGINE, index, "(a")


def test_a_snippet_is_a_slice_of_the_original() -> None:
    text = "word " * 100 + "needle" + " word" * 100
    cut = snippet(text, (Mark(500, 506, Rung.EXACT, ""),), 60)
    assert text[cut.start : cut.end] == cut.text
    assert cut.text[cut.marks[0].start : cut.marks[0].end] == "needle"
    assert cut.before
    assert cut.after
    assert marked(cut, "<", ">").count("<needle>") == 1


@given(
    st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=5)
)
def test_snippets_never_change_the_text(text: str, places: list[tuple[int, int]]) -> None:
    marks = tuple(Mark(a, a + n, Rung.EXACT, "") for a, n in sorted(places) if a + n <= len(text))
    cut = snippet(text, marks, 50)
    assert text[cut.start : cut.end] == cut.text
    for mark in cut.marks:
        assert 0 <= mark.start < mark.end <= len(cut.text)
    assert marked(cut, "", "").strip("…") == cut.text.strip("…")
    if marks:
        assert cut.marks
