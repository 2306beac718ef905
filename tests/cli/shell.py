"""The command line as a test calls it: in process, the output taken apart."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from onrecord.cli.main import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command gave: exit code, stdout as objects (``--json``) and as text, stderr."""

    code: int
    objects: list[dict[str, Any]]
    out: str
    err: str

    @property
    def last(self) -> dict[str, Any]:
        """The summary's or the error's own object."""
        value: dict[str, Any] = next(iter(self.objects[-1].values()))
        return value

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Everything but summary and error."""
        return [o for o in self.objects if not set(o) & {"summary", "error"}]


def as_json(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Runs a command with ``--json`` and holds what is true of every such run:
    stdout is JSON objects alone, one a line; the last is a summary (exit code 0) or
    an error (that error's exit code)."""
    ran = plain(capsys, *words, "--json")
    lines = ran.out.split("\n")
    assert lines.pop() == "", "stdout ends with a line end"
    objects = [json.loads(line) for line in lines]
    assert all(isinstance(o, dict) for o in objects)
    assert objects, ran.err
    assert set(objects[-1]) == {"error" if ran.code else "summary"}, ran.err
    if ran.code:
        assert objects[-1]["error"]["exit_code"] == ran.code
    assert "Traceback" not in ran.err
    return Ran(ran.code, objects, ran.out, ran.err)


def plain(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Runs a command as a person does."""
    capsys.readouterr()
    code = main([str(w) for w in words])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return Ran(code, [], out, err)
