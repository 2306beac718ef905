"""Questions to the Go checker about small trees: inclusion and consistency, right and wrong."""

from collections.abc import Iterator
from typing import Any

from conform.extensions import leaves, proof, root_of
from conform.seal import b64, path, sha256, tree


def questions() -> Iterator[tuple[dict[str, Any], bool]]:
    """A question and whether it holds."""
    for levels in range(4):
        yield from _records(leaves(2**levels))
    for new in range(1, 9):
        for old in range(1, new + 1):
            yield from _trees(old, leaves(new))


def _records(hashes: list[bytes]) -> Iterator[tuple[dict[str, Any], bool]]:
    for index, leaf in enumerate(hashes):
        asked: dict[str, Any] = {
            "Leaf": b64(leaf),
            "Root": b64(tree(hashes)),
            "Index": index,
            "Size": len(hashes),
        }
        asked["Path"] = [b64(h) for h in path(hashes, index)]
        yield {"Record": asked}, True
        for wrong in ({"Leaf": b64(sha256(leaf))}, {"Root": b64(leaf[::-1])}, {"Size": 0}):
            yield {"Record": {**asked, **wrong}}, False
        yield {"Record": {**asked, "Path": [*asked["Path"], b64(leaf)]}}, False


def _trees(old: int, hashes: list[bytes]) -> Iterator[tuple[dict[str, Any], bool]]:
    asked: dict[str, Any] = {"Old": b64(root_of(hashes[:old])), "New": b64(root_of(hashes))}
    asked.update(From=old, Size=len(hashes), Path=[b64(h) for h in proof(old, hashes)])
    yield {"Tree": asked}, True
    for name in ("Old", "New"):
        yield {"Tree": {**asked, name: b64(sha256(b"other"))}}, False
    yield {"Tree": {**asked, "Path": [*asked["Path"], b64(sha256(b"more"))]}}, False
