"""The words of Telegram's rich messages (articles of blocks), in reading order.

Their layout stays in the payload; the text column holds the words alone, a line a block.
"""

from typing import Any

_DEEPEST = 200
_INLINE = ("text", "source", "formula", "shown")
_BLOCKS = ("title", "text", "author", "formula", "cells", "items", "rows", "blocks", "block",
           "articles", "caption", "credit", "buttons")  # fmt: skip


def words(message: Any) -> str:
    """The text of a ``rich_message`` object; empty for anything else."""
    if not isinstance(message, dict):
        return ""
    lines: list[str] = []
    _block({"blocks": message.get("blocks")}, lines, 0)
    return "\n".join(lines)


def _block(value: Any, lines: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            _block(part, lines, depth + 1)
        return
    if not isinstance(value, dict):
        return
    for key in _BLOCKS:
        part = value.get(key)
        if key in ("text", "title", "author", "formula", "credit") and part is not None:
            line = _inline(part, depth)
            if line:
                lines.append(line)
        elif part is not None:
            _block(part, lines, depth + 1)


def _inline(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value
    if depth > _DEEPEST:
        return ""
    if isinstance(value, list):
        return "".join(_inline(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return "".join(_inline(value[key], depth + 1) for key in _INLINE if key in value)
    return ""
