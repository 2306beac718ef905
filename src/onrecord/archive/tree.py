"""RFC 6962 trees: root, inclusion and consistency proofs, and their checks.

Hashes are 32 bytes. Provers work on a list of leaf hashes (the desk log, some
thousand entries); the archive tree of a seal has its own file, see ``sealed``.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """``SHA-256(0x00 ‖ data)``."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """``SHA-256(0x01 ‖ left ‖ right)``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (size > 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)] + odd
    return level[0]


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index), root(leaves[k:])]
    return [*inclusion(leaves[k:], index - k), root(leaves[:k])]


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """PROOF(old, D[n]) of RFC 6962 section 2.1.2; empty if old is 0 or n.

    Raises IndexError if ``old`` is larger than the tree.
    """
    if not 0 <= old <= len(leaves):
        raise IndexError(old)
    if old in (0, len(leaves)):
        return []
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*_subproof(leaves[:k], old, whole=whole), root(leaves[k:])]
    return [*_subproof(leaves[k:], old - k, whole=False), root(leaves[:k])]


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root a path leads to (RFC 9162 section 2.1.3.2).

    Raises ValueError if the index is outside the tree or the path has not
    exactly the length that index and size demand.
    """
    if not 0 <= index < size:
        raise ValueError("index outside the tree")
    node = leaf
    for sibling, left in zip(path, _sides(index, size - 1, len(path)), strict=True):
        node = node_hash(sibling, node) if left else node_hash(node, sibling)
    return node


def _sides(at: int, last: int, count: int) -> list[bool]:
    """For each of ``count`` siblings up from node ``at`` of a level whose last node is
    ``last``: True if it stands on the left. Raises ValueError for another count."""
    sides = []
    while last:
        left = bool(at & 1) or at == last
        sides.append(left)
        while left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if len(sides) != count:
        raise ValueError("path too long" if count > len(sides) else "path too short")
    return sides


def check_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Returns if the new tree extends the old one, else raises ValueError.

    RFC 9162 section 2.1.4.2. An empty old tree is refused: everything extends it, so
    there is nothing to prove, and callers must say what they mean by it.
    """
    if not 0 < old_size <= new_size:
        raise ValueError("the old tree is empty, or larger than the new one")
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ValueError("two roots for one size, or a proof where none is needed")
        return
    nodes = list(proof)
    if old_size & (old_size - 1) == 0:
        nodes.insert(0, old_root)
    if not nodes:
        raise ValueError("proof too short")
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = nodes[0]
    for node, left in zip(nodes[1:], _sides(at, last, len(nodes) - 1), strict=True):
        was = node_hash(node, was) if left else was
        now = node_hash(node, now) if left else node_hash(now, node)
    if was != old_root or now != new_root:
        raise ValueError("the heads are not consistent")
