"""The files of this room, read by what is quickest to start.

A search reads thirteen language files before it looks at a message.
``importlib.resources`` costs more to load than to use (zip files, temporary
folders), and ``tomllib`` reads a character at a time in Python. In our files
nearly every line is a table's name, or a key and a value that is JSON as well
as TOML; those lines are read as JSON, and a text with any other line by
``tomllib``. A test holds both equal on every file we ship.
"""

import json
import re
from pathlib import Path
from typing import Any

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_HERE = Path(__file__).parent


def text_of(name: str) -> str:
    """The text of a file of this room."""
    if _HERE.is_dir():
        return (_HERE / name).read_text(encoding="utf-8")
    from importlib.resources import files  # a frozen build has no folder

    return files("onrecord.lang").joinpath(name).read_text(encoding="utf-8")


def names() -> list[str]:
    """The names of the files of this room."""
    if _HERE.is_dir():
        return [path.name for path in _HERE.iterdir()]
    from importlib.resources import files

    return [file.name for file in files("onrecord.lang").iterdir()]


def tables(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` says of a text. Raises what it raises."""
    said = _line_by_line(text)
    if said is not None:
        return said
    import tomllib

    return tomllib.loads(text)


def _line_by_line(text: str) -> dict[str, Any] | None:
    """The tables, or None if a line is neither a plain head nor a plain value."""
    said: dict[str, Any] = {}
    table: dict[str, Any] | None = said
    for line in text.split("\n"):
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            table = _begun(said, line)
            if table is None:
                return None
            continue
        key, _, value = line.partition(" = ")
        try:
            name = json.loads(key) if key[0] == '"' else key
            if table is None or name in table or (name is key and not _KEY.fullmatch(key)):
                return None
            table[name] = json.loads(value)
        except ValueError:
            return None
    return said


def _begun(said: dict[str, Any], line: str) -> dict[str, Any] | None:
    """The table that a head begins; None for one that is not plain."""
    listed = line.startswith("[[") and line.endswith("]]")
    path = (line[2:-2] if listed else line[1:-1]).split(".")
    if not line.endswith("]") or not all(map(_KEY.fullmatch, path)):
        return None
    at = said
    for name in path[:-1]:
        at = at.setdefault(name, {})
        if not isinstance(at, dict):
            return None
    last, new = path[-1], dict[str, Any]()
    if listed:
        rows = at.setdefault(last, [])
        if not isinstance(rows, list):
            return None
        rows.append(new)
        return new
    if last in at:
        return None
    at[last] = new
    return new
