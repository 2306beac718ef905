"""Questions: ranked by any word, the text that shares most first."""

from pathlib import Path

import pytest
from tests.store.corpora import batch

from onrecord.errors import BadQuery
from onrecord.search.question import ask
from onrecord.store.tantivy_index import ENGINE

TEXTS = [
    "سقطت المدينة في يد الجيش",
    "وصلت السفن إلى الموانئ القديمة مساء أمس",
    "لا خبر اليوم",
    "the harbour was closed by the storm",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask") / "index"
    ENGINE.build(folder, [(1, batch(TEXTS))])
    return folder


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("متى وصلت السفينة إلى الميناء؟", 1),
        ("من أخذ المدينة؟", 0),
        ("why were harbours closed?", 3),
    ],
)
def test_the_text_that_shares_most_is_first(index: Path, question: str, best: int) -> None:
    hits = ask(ENGINE, index, question)
    assert hits[0].n == best
    assert hits[0].marks
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_a_question_that_shares_nothing_finds_nothing(index: Path) -> None:
    assert ask(ENGINE, index, "ничего") == []


def test_a_question_without_letters_is_refused(index: Path) -> None:
    with pytest.raises(BadQuery, match="no letter"):
        ask(ENGINE, index, "???")
