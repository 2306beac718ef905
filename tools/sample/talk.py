"""Everyday talk around the planted messages, so that they stand in a real chat."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sample import clock
from sample.cast import Cast
from sample.said import Part, Reaction, Say
from sample.stock import Line, Stock, Thread

# Those who do not write Arabic in Arabic letters speak only their own lines.
FOREIGN = ("ruslan", "harith", "ilyas", "thabit2")
EMOJI = ("👍", "❤", "😂", "😢", "🔥", "🙏", "👌", "🤔")
BLANKS = 0.4
HOURS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)
WEIGHTS = (4, 6, 6, 5, 4, 5, 4, 3, 3, 4, 6, 7, 8, 9, 8, 6, 3)


def talk(seed: int, cast: Cast, stock: Stock, count: int, quiet: set[int]) -> list[Say]:
    """``count`` says between the sample's first and last hour; none at a second of ``quiet``."""
    rng = random.Random(f"talk {seed}")
    taken = set(quiet)
    made: list[Say] = []
    topics = _topics(rng, stock)
    while len(made) < count:
        lines = next(topics)
        begin = _moment(rng)
        made.extend(_thread(rng, cast, lines, begin, taken, len(made)))
    return sorted(made[:count], key=lambda say: say.unix)


def _topics(rng: random.Random, stock: Stock) -> Iterator[Thread]:
    """Each thread and remark of the stock once; lines with blanks between and after them."""
    told = [*stock.threads, *(_answered(rng, stock, remark) for remark in stock.remarks)]
    rng.shuffle(told)
    seen: set[str] = set()
    while True:
        if told:
            yield told.pop()
        if not told or rng.random() < BLANKS:
            text = stock.filled(rng)
            if text not in seen:
                seen.add(text)
                yield _answered(rng, stock, (Line("a", text, False),))


def _answered(rng: random.Random, stock: Stock, lines: Thread) -> Thread:
    """The lines, often with a short answer or two by others."""
    answers = rng.choices((0, 1, 2), (6, 3, 1))[0] if len(lines) == 1 else 0
    said = (Line(letter, rng.choice(stock.short), rng.random() < 0.5) for letter in "bcd"[:answers])
    return (*lines, *said)


def _thread(
    rng: random.Random,
    cast: Cast,
    lines: Thread,
    begin: int,
    taken: set[int],
    number: int,
) -> Iterator[Say]:
    named = {line.who for line in lines if len(line.who) > 1}
    people = _people(rng, cast, named)
    unix = begin
    before: str | None = None
    for n, line in enumerate(lines):
        while unix in taken:
            unix += 1
        taken.add(unix)
        key = f"_talk{number + n}"
        yield Say(
            key=key,
            unix=unix,
            who=line.who if len(line.who) > 1 else people[line.who],
            parts=(Part("", line.text),),
            reply=before if line.reply else None,
            reactions=_reactions(rng),
        )
        before = key
        unix += rng.randint(9, 260)


def _people(rng: random.Random, cast: Cast, named: set[str]) -> dict[str, str]:
    """A different writer of Arabic for each letter."""
    free = [m for m in cast.members if m.key not in FOREIGN and m.key not in named]
    people = {}
    for letter in "abcd":
        member = rng.choices(free, [m.chatty for m in free])[0]
        free.remove(member)
        people[letter] = member.key
    return people


def _reactions(rng: random.Random) -> tuple[Reaction, ...]:
    if rng.random() > 0.09:
        return ()
    return (Reaction(rng.choice(EMOJI), rng.randint(1, 5)),)


def _moment(rng: random.Random) -> int:
    """A waking second of the six weeks; the last hours of the last day stay quiet."""
    day = clock.START.replace(hour=0) + timedelta(days=rng.randrange(42))
    hour = rng.choices(HOURS, WEIGHTS)[0]
    local: datetime = day + timedelta(hours=hour, seconds=rng.randrange(3600))
    late = clock.END - timedelta(hours=2)
    early = clock.START + timedelta(hours=1, minutes=30)
    return clock.to_unix(min(max(local, early), late))
