"""The checkers' own arithmetic against vectors other people published (ONRECORD_DATA)."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from tests.checkers import checkerbench
from tests.checkers.checkerbench import b64

import verify_alone

# What of the vectors' edge cases the format demands: nothing about small orders, RFC 8032 points.
MALFORMED = {"non_canonical_A", "non_canonical_R"}


def inclusions(data: Path) -> list[dict[str, Any]]:
    folder = data / "vectors" / "merkle" / "testdata" / "inclusion"
    found: list[dict[str, Any]] = [
        json.loads(p.read_text()) for p in sorted(folder.rglob("*.json"))
    ]
    assert len(found) >= 90
    return found


def test_inclusion_in_python_and_node(data: Path, node: list[str]) -> None:
    questions = []
    vectors = inclusions(data)
    for v in vectors:
        path = [b64decode(p) for p in v["proof"] or ()]
        leaf, root = b64decode(v["leafHash"] or ""), b64decode(v["root"] or "")
        found = verify_alone.rooted(leaf, v["leafIdx"], v["treeSize"], path)
        whole = len(leaf) == 32 and all(len(p) == 32 for p in path)
        assert (found == root and whole) != v["wantErr"], v["desc"]
        questions.append({"rooted": [b64(leaf), v["leafIdx"], v["treeSize"], v["proof"] or []]})
    for v, answer in zip(vectors, checkerbench.batch(node, questions), strict=True):
        lengths = {len(b64decode(p)) for p in [v["leafHash"] or "", *(v["proof"] or ())]}
        assert (answer["root"] == v["root"] and lengths == {32}) != v["wantErr"], v["desc"]


def test_consistency_in_go(data: Path, go_checker: str) -> None:
    folder = data / "vectors" / "merkle" / "testdata" / "consistency"
    vectors = [json.loads(p.read_text()) for p in sorted(folder.rglob("*.json"))]
    tried, questions = [], []
    for v in vectors:
        if v["size1"] and all(len(b64decode(p)) == 32 for p in v["proof"] or ()):
            tree = {"Old": v["root1"] or "", "New": v["root2"] or "", "From": v["size1"]}
            questions.append({"Tree": {**tree, "Size": v["size2"], "Path": v["proof"] or []}})
            tried.append(v)
    assert len(tried) >= 60
    for v, answer in zip(
        tried, checkerbench.batch([go_checker, "--batch"], questions), strict=True
    ):
        assert answer["holds"] != v["wantErr"], v["desc"]


def test_ed25519(data: Path, node: list[str], go_checker: str) -> None:
    vectors = json.loads((data / "vectors/ed25519/ed25519vectors.json").read_text())
    rows = [(bytes.fromhex(v["key"]), v["msg"].encode(), bytes.fromhex(v["sig"])) for v in vectors]
    alone = [verify_alone.ed25519(*row) for row in rows]
    questions = [{"ed25519": [b64(x) for x in row]} for row in rows]
    by_hand = checkerbench.batch(node, [{**q, "byHand": True} for q in questions])
    assert [a["holds"] for a in by_hand] == alone
    go = checkerbench.batch([go_checker, "--batch"], questions)
    assert [a["holds"] for a in go] == alone
    for v, holds in zip(vectors, alone, strict=True):
        flags = set(v["flags"] or ())
        if flags & MALFORMED or "low_order_residue" in flags:
            assert not holds, v["number"]  # a cofactorless check refuses a residue
        else:
            assert holds, v["number"]
