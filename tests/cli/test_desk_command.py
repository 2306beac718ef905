"""``onrecord desk`` and ``onrecord persons``: the address, the seats, the list of views."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json, plain

ROOT = Path(__file__).parents[2]


def test_the_desk_prints_its_address_and_answers_there(own: Told) -> None:
    words = [sys.executable, "-m", "onrecord", "desk", str(own.case), "--json", *own.options()]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "src")}
    ) as running:
        assert running.stdout is not None
        address = json.loads(running.stdout.readline())["address"]
        assert address.startswith("http://127.0.0.1:")
        came = httpx.get(address)
        assert came.status_code == 303
        running.send_signal(signal.SIGTERM)
        assert json.loads(running.stdout.read()) == {"summary": {"closed": True}}
        assert running.wait(10) == 0


def test_a_taken_port_is_an_error_with_advice(
    own: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = plain(capsys, "desk", own.case, "--port", port, *own.options())
    assert run.code == 87
    assert "--port" in run.err


def test_persons_come_and_go(own: Told, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    secret = tmp_path / "own.txt"
    secret.write_text("four words that differ\n", "utf-8")
    assert "Nobody yet" in plain(capsys, "persons", *own.options()).out
    no_words = plain(capsys, "persons", "--add", "Ada Quill", *own.options())
    assert no_words.code == 16
    added = plain(capsys, "persons", "--add", "Ada  Quill", "--person-file", secret, *own.options())
    assert "Ada Quill  reporter" in added.out
    secret.write_text("short", "utf-8")
    short = plain(capsys, "persons", "--add", "B", "--person-file", secret, *own.options())
    assert short.code == 16
    assert "Ada Quill" in plain(capsys, "persons", *own.options()).out
    assert plain(capsys, "persons", "--remove", "B", *own.options()).code == 53
    assert "Nobody yet" in plain(capsys, "persons", "--remove", "Ada Quill", *own.options()).out


def test_the_list_of_views_shows_when_a_line_was_taken_out(
    own: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        own.desk.note_look(
            own.case, who="Ada Quill", what="view", which=f"photo {number}", why="to judge it"
        )
    whole = as_json(capsys, "persons", "--looks", own.case, *own.options())
    assert whole.last == {"looks": 3, "broken": 0}
    file = own.case / "looks" / "views.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])
    broken = as_json(capsys, "persons", "--looks", own.case, *own.options())
    assert broken.last == {"looks": 2, "broken": 1}


def test_the_desk_knows_its_cases(
    own: Told, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = tmp_path / "another"
    plain(capsys, "new", made, *own.options())
    listed = plain(capsys, "desk", "--cases", *own.options())
    assert str(made) in listed.out
