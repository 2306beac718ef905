"""The whole case before it is written: who says what, when, under which number."""

import random
from dataclasses import dataclass

from sample import planted, talk
from sample.cast import Cast, load_cast
from sample.said import Say
from sample.stock import Stock, load_stock

MESSAGES = 1200


@dataclass(frozen=True, slots=True)
class Case:
    """Says in order of time; ``ids`` gives each key its message number."""

    seed: int
    cast: Cast
    stock: Stock
    says: tuple[Say, ...]
    ids: dict[str, int]

    @property
    def planted(self) -> tuple[Say, ...]:
        """The says that are there for a reason."""
        return tuple(say for say in self.says if not say.key.startswith("_"))


def build(seed: int) -> Case:
    """The case of that seed. The planted messages are the same for every seed."""
    cast, stock = load_cast(), load_stock()
    fixed = planted.load(cast)
    quiet = {say.unix for say in fixed}
    says = [*fixed, *talk.talk(seed, cast, stock, MESSAGES - len(fixed), quiet)]
    says.sort(key=lambda say: say.unix)
    return Case(seed, cast, stock, tuple(says), number(seed, [say.key for say in says]))


def number(seed: int, keys: list[str]) -> dict[str, int]:
    """Message numbers from 1, with the gaps that deleted messages leave."""
    rng = random.Random(f"ids {seed}")
    ids: dict[str, int] = {}
    last = 0
    for key in keys:
        last += 1 if last < 4 or rng.random() > 0.04 else rng.randint(2, 4)
        ids[key] = last
    return ids
