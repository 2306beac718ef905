"""The compiled inner loop of sealing, where the package ``onrecord-native`` is installed.

It makes the same leaves as ``leaf`` does without it, some times faster
(docs/decisions/0101). It is asked for known answers before it is trusted with
anything; one that gives others is refused, not passed over.
"""

import hashlib
from functools import lru_cache
from types import ModuleType

from onrecord import compiled

LAYOUT = 1
_NAME = "onrecord_native"

KNOWN = "0ec4ba75a0b2de3a3733bca512967fdaefe93185772d05760e6afadb3f76e06f"
"""SHA-256 over the answers of :func:`answers`; a test makes them without the helper."""


@lru_cache(maxsize=1)
def helper() -> ModuleType | None:
    """The compiled module, or None where there is none; see ``compiled.load``."""
    return compiled.load(_NAME, "sealing", _is_right)


def _is_right(module: ModuleType) -> bool:
    return module.LAYOUT == LAYOUT and hashlib.sha256(answers(module)).hexdigest() == KNOWN


def answers(module: ModuleType) -> bytes:
    """What a helper makes of a fixed input: all four functions, every branch."""
    key, tail = bytes(range(32)), b"LCJ4IiwxXQ"
    rows = [([b'"a"', b'"\xd9\x85"'], None), ([], 0), ([b'"x"'] * 40, 39), ([b'"' * 200], 1)]
    count = len(rows)
    places = (
        [b'"result.json"'] * count,
        [0, 9, 1 << 40, 7],
        [1, 22, 333, 0],
        ["bytes", "row", "bytes", "bytes"],
        [None, "ab" * 32, None, None],
        [b"[1]", b"", b"[" * 300, b"null"],
    )
    ks = bytes(range(16 * count))
    times = [b'","time",null]', b"t", b"", b"time" * 30]
    numbers = [0, 1, 65_536, (1 << 53) + 1]
    made: bytes = module.leaves(key, ks, numbers, rows, ([tail] * count,) * 9, times, places)
    made += module.dummies(key, 5, 3)
    made += module.keyed(key, b"msg:", ["1", "", "x" * 200, "مـ"])
    made += module.nodes(bytes(range(256)))
    return made
