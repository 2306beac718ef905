"""The sentences people say when nothing happens: threads, single lines, short answers."""

from dataclasses import dataclass

from sample.cast import HERE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a thread: a letter or a member's key, and whether it replies."""

    who: str
    text: str
    reply: bool


@dataclass(frozen=True, slots=True)
class Stock:
    """All sentences, in the order of the files."""

    threads: tuple[tuple[Line, ...], ...]
    singles: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every full sentence of the stock, once."""
        lines = [line.text for thread in self.threads for line in thread]
        return tuple(dict.fromkeys((*lines, *self.singles)))


def load_stock() -> Stock:
    """The files of ``stock/``: one sentence a line, split on newlines only."""
    threads = [t for name in _names("threads*.txt") for t in _threads(_read(name))]
    return Stock(
        tuple(threads),
        tuple(line for name in _names("singles*.txt") for line in _lines(_read(name))),
        tuple(_lines(_read("short.txt"))),
    )


def _names(pattern: str) -> list[str]:
    return sorted(path.name for path in (HERE / "stock").glob(pattern))


def _read(name: str) -> str:
    return (HERE / "stock" / name).read_text(encoding="utf-8")


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _threads(text: str) -> list[tuple[Line, ...]]:
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
