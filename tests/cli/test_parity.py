"""What the Python API can do the command line can, and the reference says so."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.cli import main
from onrecord.cli.main import COMMANDS

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]

# Public members of Desk that no command calls, each with its reason.
NO_COMMAND = {
    "make": "`new` makes the desk when there is none",
    "answered": "`chat --thread` prints what a message answers; a page needs many at once",
    "witnesses": "`chat` lists the chats of every export; a page asks for those of one chat",
    "paired": "`align` sets whole exports side by side; a page needs the stretch it shows",
    "heard_by": "the same desk with another listener, for work beside the pages",
    "unlocked": "whether the key is in memory; a command ends with it",
}


def members() -> list[str]:
    """Public methods and properties of Desk."""
    return [n for n, _ in inspect.getmembers(onrecord.Desk) if not n.startswith("_")]


def called() -> set[str]:
    """Attributes and desk functions that the commands use."""
    found = set()
    for path in (ROOT / "src" / "onrecord" / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("onrecord.desk"):
                found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("name", members())
def test_every_use_case_has_a_command(name: str) -> None:
    own = {"folder", "progress", "keys"}  # what a Desk is, not what it does
    assert (name in called() or name in own) != (name in NO_COMMAND)


def test_the_reasons_are_about_something() -> None:
    assert set(NO_COMMAND) <= set(members())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", name, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"},
    )
    assert f"onrecord {name}" in done.stdout
    assert "--json" in done.stdout


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tools'}"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_overview_says_what_each_command_says_without_loading_it() -> None:
    for name in main.COMMANDS:
        assert main.line(name) == main.command(name).HELP
    shown = " ".join(main.overview().format_help().split())
    for name in main.COMMANDS:
        assert f" {name} {main.line(name)} ".replace("  ", " ") in shown + " ", name


def test_a_word_that_is_no_command_is_told_what_was_meant(capsys: Capture) -> None:
    for word, meant in (("finds", "onrecord find;"), ("--json", "comes before"), ("", "no such")):
        with pytest.raises(SystemExit, match="2"):
            main.main([word, "x"])
        assert meant in capsys.readouterr().err
