"""A table's columns are proposed, and nobody's words are sealed before a person agrees."""

from pathlib import Path

import pytest

from onrecord.desk import reading
from onrecord.errors import BadOption, ColumnsNotConfirmed
from onrecord.model.chat import Message
from onrecord.ports import Ask

TABLE = "id,author,body,date\n1,Zarkan,hello,2024-06-01T10:00:00Z\n"


def told(path: Path, *columns: tuple[str, str]) -> None:
    """What ``add`` asks before it seals."""
    tree = reading.opened(path, None)
    fmt, _ = reading.picked(tree)
    reading.confirmed(fmt, tree, Ask(columns=columns), path)


def test_the_proposal_is_said_with_the_options_that_confirm_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    with pytest.raises(ColumnsNotConfirmed) as refused:
        told(path)
    assert "'body' as text" in refused.value.what
    for option in ("text=body", "sender=author", "time=date", "id=id"):
        assert f"--column {option}" in str(refused.value.advice)
    assert refused.value.exit_code == 18


def test_one_column_named_confirms_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    told(path, ("text", "body"))


def test_json_lines_ask_too_and_known_formats_do_not(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"text": "one", "author": "Zarkan"}\n')
    with pytest.raises(ColumnsNotConfirmed):
        told(path)
    chat = tmp_path / "chat.txt"
    chat.write_text("[2024-06-01, 10:00] Me: hello\n")
    told(chat)


def test_a_table_without_a_text_lists_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Nummer,Wer,Worte\n1,Zarkan,hello\n")
    with pytest.raises(ColumnsNotConfirmed, match="Nummer, Wer, Worte"):
        list(reading.read(path, Ask()))
    asked = Ask(columns=(("text", "Worte"), ("sender", "Wer")))
    found = [m for m in reading.read(path, asked) if isinstance(m, Message)]
    assert [(m.sender, m.text) for m in found] == [("Zarkan", "hello")]
    with pytest.raises(BadOption):
        list(reading.read(path, Ask(columns=(("text", "Nothing"),))))
