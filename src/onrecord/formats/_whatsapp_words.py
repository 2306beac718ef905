"""The words of ``whatsapp.toml``: knowledge, kept as data."""

import tomllib
from importlib.resources import files

_SAID = tomllib.loads(files("onrecord.formats").joinpath("whatsapp.toml").read_text("utf-8"))

AM: frozenset[str] = frozenset(_SAID["clock"]["am"])
PM: frozenset[str] = frozenset(_SAID["clock"]["pm"])
NOON: frozenset[str] = frozenset(_SAID["clock"]["noon"])
NEITHER: frozenset[str] = frozenset(_SAID["clock"]["neither"])
ERAS: dict[str, int] = _SAID["eras"]
NOTICES: tuple[str, ...] = tuple(_SAID["app"]["notices"])
ONCE: tuple[str, ...] = tuple(_SAID["app"]["once"])
DELETED: frozenset[str] = frozenset(_SAID["app"]["deleted"])
EDITED: frozenset[str] = frozenset(_SAID["app"]["edited"])
OMITTED: dict[str, str] = {w: kind for kind, said in _SAID["omitted"].items() for w in said}
SUFFIXES: dict[str, str] = {s: kind for kind, said in _SAID["suffixes"].items() for s in said}
