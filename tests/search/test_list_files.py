"""Lists of queries and their results, in every form, say the same."""

import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.store.corpora import batch

from onrecord.errors import BadOption
from onrecord.search import lists
from onrecord.search.batch import Line, run
from onrecord.store.tantivy_index import ENGINE

ASKED = ["وصل", "nothing here", "=SUM(A1)", "from:", "port*"]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    folder = tmp_path_factory.mktemp("lists") / "index"
    ENGINE.build(folder, [(1, batch(["وصل إلى port", "+port \x07\x1b", "=1+1 port"]))])
    return list(run(ENGINE, folder, list(enumerate(ASKED, 1))))


def _xlsx(path: Path, cells: list[object]) -> None:
    book = openpyxl.Workbook()
    for n, cell in enumerate(cells, 1):
        book.active.cell(n, 1).value = cell
    book.save(path)


def test_every_form_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("query\nوصل\n\n2017\n", "utf-8-sig")
    (tmp_path / "a.txt").write_text("query\nوصل\n\n2017\n", "utf-8")
    _xlsx(tmp_path / "a.xlsx", ["query", "وصل", None, 2017])
    pq.write_table(pa.table({"n": [1, 2], "query": ["وصل", "2017"]}), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_text('{"query": "وصل"}\n"2017"\n', "utf-8")
    for path in sorted(tmp_path.glob("a.*")):
        assert [q for _, q in lists.read(path)] == ["وصل", "2017"], path
    assert lists.read(tmp_path / "a.xlsx") == [(2, "وصل"), (4, "2017")]


def test_every_form_holds_the_same_results(answered: list[Line], tmp_path: Path) -> None:
    for ending in (".csv", ".xlsx", ".parquet", ".jsonl"):
        lists.write(answered, tmp_path / f"out{ending}")
    said = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [o["found"] for o in said] == [1, 0, 0, None, 3]
    assert "value" in said[3]["error"]
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == said
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [r[3] for r in rows] == [1, 0, 0, None, 3]
    assert sheet.cell(4, 2).data_type == "s"
    assert rows[2][1] == "=SUM(A1)"
    assert "_x0007_" in str(rows[4][6])


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".jsonl", ".csv"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"x{ending}").write_bytes(b"\xff\xfe\x00nonsense")
    with pytest.raises(BadOption):
        lists.read(tmp_path / f"x{ending}")


def test_an_empty_list_and_an_unknown_form_are_refused(
    answered: list[Line], tmp_path: Path
) -> None:
    _xlsx(tmp_path / "x.xlsx", ["query", None])
    with pytest.raises(BadOption, match="no query"):
        lists.read(tmp_path / "x.xlsx")
    with pytest.raises(BadOption, match="not written"):
        lists.write(answered, tmp_path / "x.doc")
