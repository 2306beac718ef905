"""A file that is not UTF-8 where text is asked for is refused by its name."""

from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json

Capture = pytest.CaptureFixture[str]


def test_files_that_are_no_text_are_named(told: Told, tmp_path: Path, capsys: Capture) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(b"caf\xe9 and more\n")
    desk = ("--desk", told.desk.folder)
    for code, words in (
        (62, ("sign", bad, "--by", "A", "--out", tmp_path / "out", *desk)),
        (62, ("check-draft", told.case, bad, *desk)),
        (16, ("quote-check", "--sealed-file", bad, "--printed", "x")),
        (16, ("names", "--queries", bad, "--pool", bad)),
        (16, ("gather", told.case, "find", "--queries", bad, "--out", tmp_path / "made", *desk)),
    ):
        ran = as_json(capsys, *words)
        assert ran.code == code, (words, ran.err)
        assert ran.last["where"] == f"{bad}, byte 3"
    assert not (tmp_path / "made").exists()
