"""Lists of queries as files, and their results: CSV, XLSX, Parquet, JSON lines.

The form is told by the file's ending. Every form holds the same columns; "0
found" is a row like any other.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadOption
from onrecord.search.batch import Line, as_csv, hit_line, queries

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# What XML 1.0 cannot hold; spreadsheets write it so (ECMA-376 part 1, 22.4.2.4).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMNS = ("row", "query", "understood_as", "found", "searched", "error", "first_hits")
_LONGEST_CELL = 32_767


def read(path: Path) -> list[tuple[int, str]]:
    """(row from 1, query) of a list. Raises BadOption for one that is none.

    XLSX: the first column of the first sheet. Parquet: the column ``query``, or
    the first one of texts. JSON lines: ``query`` of each object, or texts. Any
    other file: CSV in UTF-8, or one query a line.
    """
    reader = _READERS.get(path.suffix.lower(), _read_csv)
    return reader(path)


def write(lines: Sequence[Line], path: Path) -> None:
    """The results in the form of the file's ending. Raises BadOption for others."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise BadOption(
            f"Results are not written as {path.suffix or 'a file without an ending'}",
            where=str(path),
            advice="one of " + ", ".join(_WRITERS),
        )
    writer(lines, path)


def _read_csv(path: Path) -> list[tuple[int, str]]:
    try:
        return queries(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as bad:
        raise BadOption(
            "This list is not UTF-8 text",
            where=f"{path}, byte {bad.start}",
            advice="save it as CSV in UTF-8, or as .xlsx",
        ) from bad


def _read_xlsx(path: Path) -> list[tuple[int, str]]:
    import zipfile
    from contextlib import closing

    try:
        # A book read in pieces keeps its file open until it is told.
        with closing(_openpyxl().load_workbook(path, read_only=True, data_only=True)) as book:
            rows = book.worksheets[0].iter_rows(max_col=1, values_only=True)
            cells = [row[0] if row else None for row in rows]
    except (KeyError, ValueError, OSError, IndexError, zipfile.BadZipFile) as bad:
        raise BadOption("This is no XLSX file that can be read", where=str(path)) from bad
    return _rows(path, ["" if c is None else str(c) for c in cells])


def _read_parquet(path: Path) -> list[tuple[int, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as bad:
        raise BadOption("This is no Parquet file that can be read", where=str(path)) from bad
    texts = [f.name for f in table.schema if pa.types.is_string(f.type)]
    name = "query" if "query" in texts else next(iter(texts), None)
    if name is None:
        raise BadOption("No column of this file holds texts", where=str(path))
    return _rows(path, [c or "" for c in table.column(name).to_pylist()])


def _read_jsonl(path: Path) -> list[tuple[int, str]]:
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            said: Any = json.loads(line) if line.strip() else ""
            found.append(str(said["query"] if isinstance(said, dict) else said))
        except (ValueError, KeyError) as bad:
            raise BadOption(
                "This line is no JSON object with query", where=f"{path}, line {number}"
            ) from bad
    return _rows(path, found)


def _rows(path: Path, cells: Sequence[str]) -> list[tuple[int, str]]:
    stripped = [(number, cell.strip()) for number, cell in enumerate(cells, 1)]
    found = [
        (number, cell)
        for number, cell in stripped
        if cell and not (number == 1 and cell.lower() in ("query", "queries"))
    ]
    if not found:
        raise BadOption("the list holds no query", where=str(path), advice="one query a row")
    return found


def _objects(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {
            "row": line.row,
            "query": line.query,
            "understood_as": None if line.answer is None else line.answer.in_words,
            "found": None if line.answer is None else line.answer.total,
            "searched": None if line.answer is None else line.answer.searched,
            "error": line.error or None,
            "first_hits": []
            if line.answer is None
            else [h.row.text for h in line.answer.hits if h.row is not None],
        }
        for line in lines
    ]


def _write_csv(lines: Sequence[Line], path: Path) -> None:
    path.write_text(as_csv(lines), "utf-8", newline="")


def _write_jsonl(lines: Sequence[Line], path: Path) -> None:
    said = (json.dumps(o, ensure_ascii=False) + "\n" for o in _objects(lines))
    path.write_bytes("".join(said).encode("utf-8", "surrogatepass"))


def _write_parquet(lines: Sequence[Line], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = (pa.int64(), pa.string(), pa.string(), pa.int64(), pa.int64(), pa.string())
    schema = pa.schema([*zip(_COLUMNS, kinds, strict=False), ("first_hits", pa.list_(pa.string()))])
    rows = [
        {k: _utf8(v) if isinstance(v, str) else v for k, v in o.items()} for o in _objects(lines)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def _utf8(text: str) -> str:
    """Lone surrogates as escapes: the form has no place for them."""
    return text.encode("utf-8", "backslashreplace").decode()


def _write_xlsx(lines: Sequence[Line], path: Path) -> None:
    book = _openpyxl().Workbook()
    sheet = book.active
    _row(sheet, 1, _COLUMNS)
    for number, said in enumerate(_objects(lines), 2):
        said["first_hits"] = " | ".join(map(hit_line, said["first_hits"]))
        _row(sheet, number, [said[c] for c in _COLUMNS])
    sheet.freeze_panes = "A2"
    book.save(path)


def _row(sheet: "Worksheet", number: int, cells: Sequence[Any]) -> None:
    """One row; texts stay texts, so that no cell runs as a formula."""
    for column, value in enumerate(cells, 1):
        cell = sheet.cell(number, column)
        if isinstance(value, str):
            cell.value = _NO_XML.sub(lambda m: f"_x{ord(m[0]):04X}_", value)[:_LONGEST_CELL]
            cell.data_type = "s"
        else:
            cell.value = value


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as missing:
        raise BadOption(
            "XLSX needs the package openpyxl",
            advice="pip install 'onrecord[sheets]', or use .csv or .parquet",
        ) from missing
    return openpyxl


_READERS: dict[str, Callable[[Path], list[tuple[int, str]]]] = {
    ".xlsx": _read_xlsx,
    ".parquet": _read_parquet,
    ".jsonl": _read_jsonl,
}
_WRITERS: dict[str, Callable[[Sequence[Line], Path], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
    ".jsonl": _write_jsonl,
}
