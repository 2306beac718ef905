"""A second implementation reproduces an archive's root from its keys and rows."""

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
from tests.checkers import checkerbench

from conform import seal
from onrecord import formats
from onrecord.archive.leaf import Secrets
from onrecord.archive.seal import Sealed, Sealer
from onrecord.model.schema import microseconds
from sample import build


def reproduced(go_checker: str, folder: Path, keys: dict[str, str], rows: list[Any]) -> Any:
    """What the Go program makes of keys and rows."""
    (folder / "keys.json").write_text(json.dumps(keys), "utf-8")
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    (folder / "reading.jsonl").write_text(lines, "utf-8")
    command = [go_checker, "--root", str(folder / "keys.json"), str(folder / "reading.jsonl")]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_go_reproduces_the_root_of_the_vectors(go_checker: str, tmp_path: Path) -> None:
    vectors, rows = checkerbench.vectors()
    made = reproduced(go_checker, tmp_path, vectors["keys"], rows)
    assert made["hex"] == vectors["archive"]["root"]
    assert made["size"] == vectors["archive"]["size"]


def test_the_independent_maker_agrees_with_the_vectors() -> None:
    vectors = json.loads(checkerbench.VECTORS.read_text("utf-8"))
    given = vectors["keys"]
    keys = seal.Keys(bytes.fromhex(given["K_archive"]), bytes.fromhex(given["K_chat"]))
    assert keys.salt.hex() == given["K_salt"]
    assert keys.k("1").hex() == given["k of id 1"]
    assert [seal.fold_a(a) for a, _ in vectors["fold_a"]] == [b for _, b in vectors["fold_a"]]
    for s in vectors["segments"]:
        entities = [(e["type"], e["start"], e["length"]) for e in s.get("entities") or ()]
        assert seal.cut(s["text"], entities) == s["segments"]
        assert seal.plain_of(s["segments"]) == s["plain"]
    for made, known in zip(keys.dummies(7), vectors["dummies"], strict=True):
        assert made[1].decode() == known["payload"]


def as_json(value: Any) -> Any:
    """A cell of a batch as the Go program reads it: times in microseconds, bytes in hex."""
    if isinstance(value, datetime.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return microseconds(aware)
    return value.hex() if isinstance(value, bytes) else value


def sealed_here(export: Path, folder: Path, secrets: Secrets) -> tuple[Sealed, list[Any]]:
    """An export read and sealed by the package, and its rows."""
    sealer = Sealer(folder / "seal", seal.b64url(bytes(16)), secrets)
    rows: list[Any] = []
    for part in formats.read_export(export):
        if isinstance(part, pa.RecordBatch):
            start = len(rows)
            numbers = pa.array(range(start, start + part.num_rows), pa.int64())
            at = part.schema.get_field_index("n")
            batch = part.set_column(at, part.schema.field("n"), numbers)
            sealer.add(batch)
            rows += [{k: as_json(v) for k, v in row.items()} for row in batch.to_pylist()]
    return sealer.finish(), rows


def test_go_reproduces_the_root_of_the_sample(go_checker: str, tmp_path: Path) -> None:
    build.write(tmp_path / "case", only_a=True)
    export = next(p for p in (tmp_path / "case").rglob("result.json"))
    keys = {"K_archive": "11" * 32, "K_chat": "22" * 32}
    chats = dict.fromkeys(chats_of(export.parent), bytes.fromhex(keys["K_chat"]))
    secrets = Secrets(bytes.fromhex(keys["K_archive"]), chats)
    made, rows = sealed_here(export.parent, tmp_path, secrets)
    assert made.records == len(rows) >= 1000
    again = reproduced(go_checker, tmp_path, keys, rows)
    assert again["hex"] == made.root.hex()
    assert again["size"] == made.size


def chats_of(export: Path) -> set[str]:
    """The ids of the chats that rows of the export name."""
    found: set[str] = set()
    for part in formats.read_export(export):
        if isinstance(part, pa.RecordBatch):
            found |= set(part.column("chat").to_pylist())
    return found
