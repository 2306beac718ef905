"""A case's entries are remembered only while their files stay the same."""

import os
from pathlib import Path

import pytest
from tests.acceptance.told import Told

from onrecord.archive.ledger import Ledger
from onrecord.errors import CaseAltered, NoSuchThing


@pytest.fixture
def ledger(told: Told, tmp_path: Path) -> Ledger:
    own = told.copy(tmp_path)
    return Ledger(own.case / "entries")


def test_an_entry_is_read_once_and_again_when_its_file_changed(ledger: Ledger) -> None:
    first = ledger.held(0)
    assert ledger.held(0) is first
    file = ledger.folder / "000000.json"
    said = file.read_bytes()
    file.write_bytes(said[:-2] + b"\n")
    with pytest.raises(CaseAltered):
        ledger.held(0)
    file.unlink()
    with pytest.raises(NoSuchThing):
        ledger.held(0)


def test_who_verifies_reads_the_bytes_that_stand_there(ledger: Ledger) -> None:
    ledger.held(0)
    file = ledger.folder / "000000.json"
    before, said = file.stat(), file.read_bytes()
    with file.open("r+b") as stream:  # the same file, its times put back
        stream.write(b"[" + said[1:])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(CaseAltered):
        ledger.read(0)
