"""A second implementation reproduces an archive's root from its keys and rows."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.checkers import checkerbench

from conform import seal

VECTORS = checkerbench.ROOT / "tests" / "golden" / "archive" / "vectors.json"


def reproduced(go_checker: str, folder: Path, keys: dict[str, str], rows: list[Any]) -> Any:
    """What the Go program makes of keys and rows."""
    (folder / "keys.json").write_text(json.dumps(keys), "utf-8")
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    (folder / "reading.jsonl").write_text(lines, "utf-8")
    command = [go_checker, "--root", str(folder / "keys.json"), str(folder / "reading.jsonl")]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_go_reproduces_the_root_of_the_vectors(go_checker: str, tmp_path: Path) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    rows = []
    for record in vectors["records"]:
        row = record["row"]
        sealed = {f[1]: f[2] for f in map(json.loads, record["fields"])}
        for media, known in zip(row.get("media") or (), sealed["media"] or (), strict=True):
            media["sha256"] = known["sha256"]
        rows.append(row)
    made = reproduced(go_checker, tmp_path, vectors["keys"], rows)
    assert made["hex"] == vectors["archive"]["root"]
    assert made["size"] == vectors["archive"]["size"]


def test_the_independent_maker_agrees_with_the_vectors() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
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
