"""Languages sentence by sentence: in messages, in the index, honestly undetermined."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.corpora import message, texts

from onrecord.lang.sentences import sentences
from onrecord.lang.terms import Cutter, terms
from onrecord.model import query as q
from onrecord.model.schema import MESSAGE
from onrecord.store.tantivy_index import ENGINE

MIXED = "Die Brücke ist gesperrt und wir fahren nicht. Köprü kapalı, gitmiyoruz çünkü yağmur var."


@given(st.one_of(texts, st.text(max_size=60)))
def test_sentences_join_to_the_text(text: str) -> None:
    found = sentences(text)
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)


def test_each_sentence_has_its_language() -> None:
    assert [s.language for s in sentences(MIXED)] == ["de", "tr"]
    assert [s.language for s in sentences("Он не пришёл домой. ok! 👍")] == ["ru", "und", "und"]
    assert sentences("") == []


def test_words_are_stemmed_in_the_language_of_their_sentence() -> None:
    assert {t.language for t in terms(MIXED)} == {"de", "tr"}
    assert Cutter().fields(MIXED)[2] == "de tr"


@pytest.mark.parametrize("code", ["de", "tr"])
def test_a_message_is_found_by_each_of_its_languages(tmp_path: Path, code: str) -> None:
    rows = [message(0, MIXED), message(1, "nothing to see here, the bridge is closed")]
    ENGINE.build(tmp_path / "i", [(1, pa.RecordBatch.from_pylist(rows, schema=MESSAGE))])
    found = ENGINE.search(tmp_path / "i", q.Field("lang", code), limit=5, offset=0, order="oldest")
    assert [h.n for h in found.hits] == [0]
    assert found.hits[0].row is not None
    assert found.hits[0].row.languages == ("de", "tr")
