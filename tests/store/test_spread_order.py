"""What spread most is counted as it is shown: once a chat, whatever exports hold it."""

from dataclasses import replace
from pathlib import Path

from tests.store.corpora import batch

from onrecord.attribute.statements import of_message
from onrecord.attribute.voices import voices
from onrecord.model.claim import Statement
from onrecord.model.schema import rows
from onrecord.model.work import Wanted
from onrecord.store.statement_table import Since, StatementTable, write, write_contents


def _statements(reading: int, text: str, times: int) -> list[Statement]:
    messages = rows(batch([text] * 9), reading)
    one = next(s for m in messages for s in of_message(m, voices(m)))
    refs = [replace(one.citation.ref, n=n, key=f"{reading}-{n}") for n in range(times)]
    return [replace(one, citation=replace(one.citation, ref=ref)) for ref in refs]


def test_two_exports_of_one_chat_count_once(tmp_path: Path) -> None:
    one, two = "We attacked the port yesterday.", "We attacked the harbour yesterday."
    said = [*_statements(1, one, 2), *_statements(2, one, 2), *_statements(3, two, 3)]
    write(tmp_path / "statements-0001.parquet", said, {1: 1, 2: 1, 3: 3})
    write_contents(tmp_path, range(7), [0] * 4 + [4] * 3)
    with StatementTable(tmp_path, Since({}, frozenset())) as table:
        page = table.page(Wanted(order="spread", limit=9))
    assert [(r.statement.citation.words, r.copies) for r in page] == [(two, 3), (one, 2)]
