"""Two exports of one group: deletions and edits are findings, nothing is merged."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.desk.aligning import align
from onrecord.errors import BadOption
from onrecord.model.witness import Alignment
from onrecord.ports import Ask
from sample import build


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case's inputs."""
    folder = tmp_path_factory.mktemp("witnesses") / "sample"
    build.write(folder)
    return folder


def of(a: Path, b: Path) -> Alignment:
    """The alignment of two exports."""
    return next(iter(align([str(a), str(b)], Ask()))).result


def test_the_planted_differences_are_named_and_nothing_else(sample: Path) -> None:
    truth: dict[str, Any] = tomllib.loads((sample / "truth.toml").read_text("utf-8"))
    found = of(sample / "witness-a", sample / "witness-b")
    planted = truth["witness_b"]
    assert found.by == "id"
    assert found.count("only-a") == planted["gone"] if isinstance(planted["gone"], int) else 9
    assert found.count("different-text") == len(truth["witness_b_changed"])
    assert found.count("only-b") == 40
    assert found.count("same") + found.count("same-words") == 1200 - 9 - 3
    assert found.outside == (0, 40)


def test_an_export_beside_itself_differs_nowhere(sample: Path) -> None:
    found = of(sample / "witness-a", sample / "witness-a")
    assert dict(found.counts) == {"same": 1200}
    assert found.differing == ()


def whatsapp(folder: Path, name: str, lines: list[str]) -> Path:
    """A small text export."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_without_ids_identity_rests_on_content_and_a_shifted_clock_is_found(
    tmp_path: Path,
) -> None:
    said = [f"the tide table of day {i} hangs on the door" for i in range(13, 29)]
    a = [f"{i}/03/2026, 10:{i} - Samir: {text}" for i, text in enumerate(said, 13)]
    b = [f"{i}/03/2026, 12:{i} - My uncle: {text}" for i, text in enumerate(said, 13) if i != 20]
    b[3] = b[3].replace("door", "wall")
    found = of(whatsapp(tmp_path, "a.txt", a), whatsapp(tmp_path, "b.txt", b))
    assert found.by == "content"
    assert found.shift == 7200
    # Without ids an edit looks like one that is lacking and one that is new.
    assert found.count("same") == 14
    assert found.count("only-a") == 2
    assert found.count("only-b") == 1


def test_spacing_alone_is_the_same_words(sample: Path, tmp_path: Path) -> None:
    export = json.loads((sample / "witness-a" / "result.json").read_text("utf-8"))
    row = next(m for m in export["messages"] if isinstance(m["text"], str) and " " in m["text"])
    row["text"] = row["text"].replace(" ", "\u00a0", 1)
    row["text_entities"] = [{"type": "plain", "text": row["text"]}]
    path = tmp_path / "result.json"
    path.write_text(json.dumps(export, ensure_ascii=False, indent=1), "utf-8")
    found = of(sample / "witness-a" / "result.json", path)
    assert found.count("same-words") == 1
    assert found.count("different-text") == 0


def test_one_export_is_not_two(sample: Path) -> None:
    with pytest.raises(BadOption):
        list(align([str(sample / "witness-a")], Ask()))
