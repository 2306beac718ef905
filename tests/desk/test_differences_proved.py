"""What one witness has and another lacks or has otherwise can be proved to others."""

from pathlib import Path

import pytest

from onrecord import Desk
from onrecord.errors import NothingYet, ProofRefused
from sample import build

PASSPHRASE = "two witnesses"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """A case with both witnesses, said to be of one chat."""
    folder = tmp_path_factory.mktemp("differences")
    build.write(folder / "sample")
    desk = Desk(folder / "desk", PASSPHRASE)
    desk.new(folder / "case")
    desk.add(folder / "case", folder / "sample" / "witness-a")
    desk.add(folder / "case", folder / "sample" / "witness-b", same_chat=1)
    return desk, folder / "case"


def test_each_change_and_each_gap_has_a_proof_that_holds(
    case: tuple[Desk, Path], tmp_path: Path
) -> None:
    desk, path = case
    files = desk.prove_differences(path, 1, 2, tmp_path / "proofs")
    assert sum(f.name.startswith("changed") for f in files) == 3
    assert sum(f.name.startswith("missing") for f in files) == 9
    for file in files:
        shown = desk.verify(file)
        assert len(shown) == (2 if file.name.startswith("changed") else 1)
        if len(shown) == 2:
            assert shown[0].found.k == shown[1].found.k
            assert shown[0].shown != shown[1].shown


def test_a_gap_cannot_be_claimed_for_another_message(
    case: tuple[Desk, Path], tmp_path: Path
) -> None:
    desk, path = case
    files = desk.prove_differences(path, 1, 2, tmp_path / "proofs")
    one, other = [f for f in files if f.name.startswith("missing")][:2]
    mark = b'"after":'
    mixed = tmp_path / "mixed.json"
    mixed.write_bytes(
        one.read_bytes().partition(mark)[0] + mark + other.read_bytes().partition(mark)[2]
    )
    with pytest.raises(ProofRefused):
        desk.verify(mixed)


def test_exports_not_said_to_be_one_chat_prove_nothing_together(tmp_path: Path) -> None:
    build.write(tmp_path / "sample")
    desk = Desk(tmp_path / "desk", PASSPHRASE)
    desk.new(tmp_path / "case")
    desk.add(tmp_path / "case", tmp_path / "sample" / "witness-a")
    desk.add(tmp_path / "case", tmp_path / "sample" / "witness-b")
    with pytest.raises(NothingYet):
        desk.prove_differences(tmp_path / "case", 1, 2, tmp_path / "proofs")
