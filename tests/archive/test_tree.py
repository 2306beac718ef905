"""RFC 6962 against other people's vectors, and against itself for every small size."""

import base64
import json
import os
from pathlib import Path

import pytest

from onrecord.archive import tree


def _leaves(n: int) -> list[bytes]:
    return [tree.leaf_hash(i.to_bytes(4, "big")) for i in range(n)]


def test_root_is_the_recursive_definition() -> None:
    def mth(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        k = 1
        while k * 2 < len(leaves):
            k *= 2
        return tree.node_hash(mth(leaves[:k]), mth(leaves[k:]))

    assert tree.root([]) == tree.EMPTY
    for n in range(1, 70):
        assert tree.root(_leaves(n)) == mth(_leaves(n))


def test_every_inclusion_proof_leads_to_the_root_and_only_from_its_leaf() -> None:
    for n in range(1, 34):
        leaves = _leaves(n)
        root = tree.root(leaves)
        for i in range(n):
            path = tree.inclusion(leaves, i)
            assert tree.root_from_path(leaves[i], i, n, path) == root
            for j in range(n):
                if j != i and len(tree.inclusion(leaves, j)) == len(path):
                    assert tree.root_from_path(leaves[i], j, n, path) != root
            with pytest.raises(ValueError, match="path too long"):
                tree.root_from_path(leaves[i], i, n, [*path, root])
            if path:
                with pytest.raises(ValueError, match="path too short"):
                    tree.root_from_path(leaves[i], i, n, path[:-1])


def test_every_consistency_proof_holds_and_no_other_pair_does() -> None:
    leaves = _leaves(33)
    for n in range(34):
        for m in range(n + 1):
            proof = tree.consistency(leaves[:n], m)
            if m == 0:
                assert proof == []
                continue
            old, new = tree.root(leaves[:m]), tree.root(leaves[:n])
            tree.check_consistency(m, old, n, new, proof)
            if m < n:
                with pytest.raises(ValueError, match="not consistent"):
                    tree.check_consistency(m, bytes(32), n, new, proof)
                with pytest.raises(ValueError, match="not consistent"):
                    tree.check_consistency(m, old, n, bytes(32), proof)
                with pytest.raises(ValueError, match="too"):
                    tree.check_consistency(m, old, n, new, proof[:-1])


def test_outside_the_tree() -> None:
    with pytest.raises(ValueError, match="outside"):
        tree.root_from_path(bytes(32), 4, 4, [])
    with pytest.raises(IndexError):
        tree.inclusion(_leaves(3), 3)
    with pytest.raises(IndexError):
        tree.consistency(_leaves(3), 4)
    with pytest.raises(ValueError, match="larger"):
        tree.check_consistency(3, bytes(32), 2, bytes(32), [])
    with pytest.raises(ValueError, match="empty"):
        tree.check_consistency(0, tree.EMPTY, 2, bytes(32), [])
    with pytest.raises(ValueError, match="two roots"):
        tree.check_consistency(2, bytes(32), 2, bytes(31) + b"\1", [])


def _vectors(kind: str) -> list[Path]:
    folder = os.environ.get("ONRECORD_DATA")
    if not folder:
        return []
    return sorted((Path(folder) / "vectors/merkle/testdata" / kind).rglob("*.json"))


def _hash(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.skipif(not _vectors("inclusion"), reason="ONRECORD_DATA names no vectors")
def test_inclusion_vectors_of_transparency_dev() -> None:
    for path in _vectors("inclusion"):
        case = json.loads(path.read_text())
        proof = [_hash(h) for h in case["proof"] or []]
        try:
            root = tree.root_from_path(
                _hash(case["leafHash"]), case["leafIdx"], case["treeSize"], proof
            )
            good = root == _hash(case["root"]) and len(_hash(case["leafHash"])) == 32
        except ValueError:
            good = False
        assert good != case["wantErr"], path


@pytest.mark.skipif(not _vectors("consistency"), reason="ONRECORD_DATA names no vectors")
def test_consistency_vectors_of_transparency_dev() -> None:
    for path in _vectors("consistency"):
        case = json.loads(path.read_text())
        proof = [_hash(h) for h in case["proof"] or []]
        try:
            tree.check_consistency(
                case["size1"], _hash(case["root1"]), case["size2"], _hash(case["root2"]), proof
            )
            good = True
        except ValueError:
            good = False
        assert good != case["wantErr"], path
