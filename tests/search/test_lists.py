"""Lists of queries in, tables out."""

import csv
import io
from pathlib import Path

import pytest
from tests.store.corpora import batch

from onrecord.errors import BadOption
from onrecord.search.batch import as_csv, queries, run
from onrecord.store.tantivy_index import ENGINE


def test_a_list_in_a_table_out(tmp_path: Path) -> None:
    ENGINE.build(tmp_path / "i", [(1, batch(["=2+3 the harbour", "harbour", "else"]))])
    asked = queries('\ufeffQuery,note\r\nharbour,x\r\n\r\nnothing here,\r\n"(a",\r\n=else\r\n')
    assert asked == [(2, "harbour"), (4, "nothing here"), (5, "(a"), (6, "=else")]
    text = as_csv(list(run(ENGINE, tmp_path / "i", asked)))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [r["found"] for r in rows] == ["2", "0", "", "1"]
    assert [r["searched"] for r in rows] == ["3", "3", "", "3"]
    assert "not closed" in rows[2]["error"]
    assert rows[3]["query"] == "'=else"
    assert all(not cell.startswith("=") for row in rows for cell in row.values())


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(BadOption, match="no query"):
        queries("query\n\n")
