"""Our own readers, on the sample: count in = count out, and the two witnesses agree."""

import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from onrecord.formats import read_export
from onrecord.model import schema
from onrecord.model.chat import Message
from onrecord.model.trouble import Trouble
from sample import build, whatsapp

Json = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build.write(folder)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> Json:
    return tomllib.loads((made / "truth.toml").read_text(encoding="utf-8"))


def _read(folder: Path) -> tuple[list[Message], list[Trouble]]:
    rows: list[Message] = []
    troubles: list[Trouble] = []
    for part in read_export(folder):
        if isinstance(part, pa.RecordBatch):
            rows.extend(schema.rows(part))
        elif isinstance(part, Trouble):
            troubles.append(part)
    return rows, troubles


@pytest.mark.parametrize(
    ("folder", "name"),
    [("witness-a", "witness_a"), ("witness-b", "witness_b"), ("side-chat", "side_chat")],
)
def test_every_record_of_every_input_is_read(
    made: Path, truth: Json, folder: str, name: str
) -> None:
    rows, troubles = _read(made / folder)
    told = truth["counts"][name]
    assert len(rows) == told["records"]
    assert sum(row.kind == "service" for row in rows) == told["service"]
    assert [t.kind for t in troubles] == (["ambiguous-dates"] if folder == "side-chat" else [])


def test_what_both_witnesses_hold_reads_the_same(made: Path, truth: Json) -> None:
    a = {row.id: row for row in _read(made / "witness-a")[0] if row.kind == "message"}
    b = {row.id: row for row in _read(made / "witness-b")[0] if row.kind == "message"}
    changed = {str(number) for number in truth["witness_b"]["changed"]}
    names = {row["a"]: row["b"] for row in truth["witness_b_name"]}
    both = a.keys() & b.keys()
    assert len(both) == len(a) - 9
    for number in both:
        one, other = a[number], b[number]
        assert (one.text != other.text) == (number in changed)
        assert names.get(one.sender or "", one.sender) == other.sender
        assert one.time.rfc3339() == other.time.rfc3339()
        assert (one.reply_to, one.via_bot, one.reactions) == (
            other.reply_to,
            other.via_bot,
            other.reactions,
        )
        assert (one.forward is None) == (other.forward is None)


def test_the_side_chat_keeps_its_lines(made: Path) -> None:
    rows, _ = _read(made / "side-chat")
    text = (made / "side-chat" / whatsapp.NAME).read_text(encoding="utf-8")
    assert [row.text for row in rows if row.text.startswith("اتفقنا:")][0].count("\n") == 3
    assert all(line in text for row in rows for line in row.text.split("\n"))
