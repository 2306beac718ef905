"""The compiled look-up of chunks, where ``onrecord-native`` is installed.

It joins the same letters, stems and signs as ``terms`` does without it
(docs/decisions/0151). Asked for known answers before it is trusted.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType

from onrecord import compiled

LAYOUT = 1
_NAME = "onrecord_words"
_REMEMBERED = 100_000
"""Chunks of a generation; two are held."""

Made = Callable[[str], tuple[str, str, str]]
_WHITE = "".join(
    map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))
)
_WHITE += "\u2028\u2029\u202f\u205f\u3000"
_KNOWN = [
    *(f"x{white}ميناء{white}{white}y" for white in _WHITE),
    "", " ", "one", "x\u200by\u180ez", "a" * 150 + " a", *"abcdabcd", "\U0001f600 é é",
]  # fmt: skip


@lru_cache(maxsize=1)
def helper() -> ModuleType | None:
    """The compiled module, or None where there is none; see ``compiled.load``."""
    return compiled.load(_NAME, "cutting words", _is_right)


def _is_right(module: ModuleType) -> bool:
    return module.LAYOUT == LAYOUT and _answers(module) == [_plainly(t) for t in _KNOWN]


def _answers(module: ModuleType) -> list[tuple[str, str, str]]:
    found = module.look(module.table(2, bytes(16)), _KNOWN, _turned)
    return list(zip(*found, strict=True))


def _turned(chunk: str) -> tuple[str, str, str]:
    return chunk[::-1] if chunk != "y" else "", chunk.upper(), chunk[:1] + chunk


def _plainly(text: str) -> tuple[str, str, str]:
    made = [_turned(chunk) for chunk in text.split()]
    letters, stems = (" ".join(m[i] for m in made if m[i]) for i in (0, 1))
    return letters, stems, "".join(sorted({sign for m in made for sign in m[2]}))


class Remembered:
    """What chunks become, as ``made`` says it, remembered by the helper."""

    def __init__(self, module: ModuleType, made: Made, most: int | None = None) -> None:
        self._module, self._made = module, made
        self._table = module.table(most or _REMEMBERED, os.urandom(16))

    def look(self, texts: list[str]) -> tuple[list[str], list[str], list[str]] | None:
        """Letters and stems of each text, joined, and its signs, each once, ascending;
        None if a text is none that UTF-8 can hold."""
        try:
            found: tuple[list[str], list[str], list[str]] = self._module.look(
                self._table, texts, self._made
            )
        except UnicodeEncodeError:
            return None
        return found
