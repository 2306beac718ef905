"""What a person sees: progress, units, nothing a terminal would obey."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.face import Face, harmless, progress_line
from onrecord.cli.main import main
from onrecord.errors import BadQuery
from onrecord.model.quantity import amount, duration

OURS = ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[7m", "\x1b[33m")


@given(st.text())
def test_a_hostile_message_cannot_drive_the_terminal(text: str) -> None:
    shown = harmless(text)
    for style in OURS:
        shown = shown.replace(style, "")
    assert not any(c < " " and c != "\n" for c in shown)
    assert not any("\x7f" <= c <= "\x9f" or c in "\u202d\u202e" for c in shown)


def test_what_a_terminal_would_obey_is_named() -> None:
    assert harmless("a\x1b]0;owned\x07b\u202ec\td") == "a[U+001B]]0;owned[U+0007]b[U+202E]c    d"
    assert harmless("أحمد 👩\u200d🚀\n«x»") == "أحمد 👩\u200d🚀\n«x»"


def test_progress_says_rate_and_time_left() -> None:
    line = progress_line("sealing", 1_000_000_000, 4_000_000_000, "bytes", 10.0)
    assert "25%" in line
    assert "1.0 GB of 4.0 GB" in line
    assert "100.0 MB/s" in line
    assert line.endswith("30 s left")
    assert progress_line("reading", 500, None, "messages", 5.0) == (
        "reading  500 messages  100 messages/s"
    )


def test_units() -> None:
    assert amount(999, "bytes") == "999 B"
    assert amount(1500, "bytes") == "1.5 kB"
    assert amount(12_345, "messages") == "12,345 messages"
    assert duration(89.4) == "89 s"
    assert duration(125) == "2 min 05 s"
    assert duration(7400) == "123 min 20 s" or duration(7400) == "2 h 03 min"


def test_an_error_says_what_where_and_what_to_do() -> None:
    out, err = io.StringIO(), io.StringIO()
    Face(as_json=True, out=out, err=err).failed(
        BadQuery("A quote is not closed", where='"abc^', advice="close it")
    )
    assert err.getvalue() == (
        'onrecord: A quote is not closed\n  where: "abc^\n  do:    close it\n'
    )
    assert json.loads(out.getvalue())["error"]["exit_code"] == 52


def test_json_keeps_words_for_people_off_stdout() -> None:
    out, err = io.StringIO(), io.StringIO()
    face = Face(as_json=True, out=out, err=err)
    face.say("for a person")
    face.emit({"text": "مرحبا"})
    assert out.getvalue() == '{"text": "مرحبا"}\n'


def test_the_bare_command_says_how_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "onrecord new CASE" in capsys.readouterr().err


def test_formats_lists_readers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--json"]) == 0
    names = {json.loads(line).get("name") for line in capsys.readouterr().out.split("\n")[:-1]}
    assert {"telegram-json", "telegram-html", "whatsapp", "ninjs"} <= names
