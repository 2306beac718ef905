"""A list of queries over batches finds what each query finds in each message by itself."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.corpora import WORDS, batch, queries, texts

from onrecord.errors import BadQuery
from onrecord.lang.match import Matcher
from onrecord.lang.terms import Cutter
from onrecord.model import query as q
from onrecord.store import _lexicon
from onrecord.store._facts import records
from onrecord.store.batchwise import Asking, Found

_SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ODD_NAMES = ["Αθήνα", "ნინო", "Ali", "ъ", "ab" * 20, "al" + "ab" * 12, "يا"]


def one_by_one(found: list[str], reading: int, asked: Sequence[q.Query]) -> list[Found]:
    """The measure: every query asked of every message."""
    cutter, made = Cutter(), []
    for record in records(reading, batch(found)):
        languages = tuple(cutter.fields(record.text)[2].split())
        facts = record.facts._replace(languages=frozenset(languages))
        for number, query in enumerate(asked):
            marks = Matcher(query).marks(record.text, facts)
            if marks is not None:
                made.append(Found(number, record, languages, marks))
    return made


@_SETTINGS
@given(
    found=st.lists(st.lists(texts, max_size=20), min_size=1, max_size=3),
    asked=st.lists(queries, max_size=12),
)
def test_a_list_finds_what_each_query_finds(found: list[list[str]], asked: list[q.Query]) -> None:
    together = Asking(asked)
    for reading, some in enumerate(found, start=1):
        mine = list(together.over(batch(some), reading))
        assert mine == one_by_one(some, reading, asked)


@_SETTINGS
@given(
    words=st.lists(st.sampled_from([*WORDS, *ODD_NAMES]), min_size=1, max_size=30),
    names=st.lists(st.sampled_from([*ODD_NAMES, *WORDS]), min_size=1, max_size=8),
    kind=st.sampled_from([q.Name, q.Arabizi]),
)
def test_names_of_any_script(words: list[str], names: list[str], kind: type[q.Name]) -> None:
    asked: list[q.Query] = []
    for name in names:
        try:
            Matcher(kind(name))
        except BadQuery:
            continue
        asked.append(kind(name))
    mine = list(Asking(asked).over(batch(words), 1))
    assert mine == one_by_one(words, 1, asked)


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[q.Query] = [
        q.Name("Almuslawi"),
        q.Words("وصل", q.Rung.STEM),
        q.Prefix("ا"),
        q.Fuzzy("Ahmed", 1),
    ]
    small = Asking(asked)
    small._letters.most = 3
    texts_ = [f"{a} {b}" for a, b in zip(WORDS, reversed(WORDS), strict=True)]
    for start in range(0, len(texts_), 7):
        some = texts_[start : start + 7]
        assert list(small.over(batch(some), 1)) == one_by_one(some, 1, asked)
    assert small._letters.age > 3
    assert _lexicon.MOST > 10_000


def test_no_message_and_no_query_find_nothing() -> None:
    assert list(Asking([q.Everything()]).over(batch([]), 1)) == []
    assert list(Asking([]).over(batch(["a"]), 1)) == []
    assert [f.query for f in Asking([q.Everything()] * 2).over(batch(["a"]), 1)] == [0, 1]
