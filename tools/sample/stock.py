"""The sentences people say when nothing happens: threads, remarks, short answers."""

import random
import re
import tomllib
from dataclasses import dataclass

from sample.cast import HERE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a thread: a letter or a member's key, and whether it replies."""

    who: str
    text: str
    reply: bool


Thread = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """All sentences, in the order of the files.

    ``threads`` and ``remarks`` are lines that belong together, ``short`` answers
    fit anything, ``blanks`` are lines with ``{names}`` that ``fill`` completes.
    """

    threads: tuple[Thread, ...]
    remarks: tuple[Thread, ...]
    short: tuple[str, ...]
    blanks: tuple[str, ...]
    fill: dict[str, list[str]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every full sentence of the stock, once."""
        lines = (line.text for thread in (*self.threads, *self.remarks) for line in thread)
        return tuple(dict.fromkeys(lines))

    def filled(self, rng: random.Random) -> str:
        """A line with its blanks filled, no word twice."""
        used: set[str] = set()

        def pick(found: re.Match[str]) -> str:
            word = rng.choice([w for w in self.fill[found[1]] if w not in used])
            used.add(word)
            return word

        # "to the": the article joins the preposition in writing
        return re.sub(r"\{(\w+)\}", pick, rng.choice(self.blanks)).replace("لـال", "لل")


def load_stock() -> Stock:
    """The files of ``stock/``: one sentence a line, split on newlines only."""
    with (HERE / "stock" / "slots.toml").open("rb") as file:
        slots = tomllib.load(file)
    return Stock(
        tuple(t for name in _names("threads*.txt") for t in _threads(_read(name))),
        tuple(t for name in _names("singles*.txt") for t in _remarks(_lines(_read(name)))),
        tuple(_lines(_read("short.txt"))),
        tuple(slots["lines"]),
        slots["fill"],
    )


def _names(pattern: str) -> list[str]:
    return sorted(path.name for path in (HERE / "stock").glob(pattern))


def _read(name: str) -> str:
    return (HERE / "stock" / name).read_text(encoding="utf-8")


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _threads(text: str) -> list[Thread]:
    found = []
    for block in text.split("\n\n"):
        thread = []
        for line in _lines(block):
            who, said = line.split(": ", 1)
            reply = said.startswith("> ")
            thread.append(Line(who, said[2:] if reply else said, reply))
        if thread:
            found.append(tuple(thread))
    return found


def _remarks(lines: list[str]) -> list[Thread]:
    found: list[list[Line]] = []
    for line in lines:
        if line.startswith("+ "):
            found[-1].append(Line("abcd"[len(found[-1]) % 4], line[2:], True))
            continue
        named = re.match(r"([a-z]+): ", line)
        who = named[1] if named else "a"
        found.append([Line(who, line[len(named[0]) :] if named else line, False)])
    return [tuple(thread) for thread in found]
