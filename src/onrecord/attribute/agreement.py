"""How far two or more readers agree, beyond chance.

Cohen's kappa for two readers of the same things (Cohen 1960), Krippendorff's
alpha for any number of readers and missing answers (Krippendorff 2011,
"Computing Krippendorff's Alpha-Reliability").
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

Level = Literal["nominal", "ordinal", "interval"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two readers agree on: shares between 0 and 1, kappa at most 1.

    ``kappa`` is None where chance alone would give full agreement (both gave
    one and the same answer throughout): there is nothing to correct for.
    """

    things: int
    observed: float
    expected: float
    kappa: float | None
    differ: tuple[tuple[str, str, int], ...]


def cohen(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Agreement of two readers over pairs of answers to the same things.

    ``differ`` counts the pairs of answers that differ, most frequent first.
    Raises ValueError if there is no pair.
    """
    counted = Counter(pairs)
    n = sum(counted.values())
    if n == 0:
        raise ValueError("no thing was judged by both readers")
    one, other = Counter[str](), Counter[str]()
    for (a, b), times in counted.items():
        one[a] += times
        other[b] += times
    observed = sum(times for (a, b), times in counted.items() if a == b) / n
    expected = sum(one[answer] * other[answer] for answer in one) / n**2
    kappa = None if expected == 1 else (observed - expected) / (1 - expected)
    apart = sorted(((a, b, t) for (a, b), t in counted.items() if a != b), key=lambda d: (-d[2], d))
    return Agreement(n, observed, expected, kappa, tuple(apart))


def krippendorff(
    things: Iterable[Sequence[Hashable]], level: Level = "nominal", order: Sequence[Hashable] = ()
) -> float | None:
    """Alpha over things, each with the answers it got (missing ones left out).

    ``order`` ranks the answers for ``ordinal``; for ``interval`` answers are
    numbers. None if no two readers answered one thing, or all answers are one.
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for answers in things:
        if len(answers) < 2:
            continue
        for a, b in permutations(answers, 2):
            coincidences[a, b] += 1 / (len(answers) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (a, _), weight in coincidences.items():
        totals[a] += weight
    n = sum(totals.values())
    distance = _distance(level, totals, order)
    expected = sum(totals[a] * totals[b] * distance(a, b) for a in totals for b in totals)
    if n <= 1 or expected == 0:
        return None
    observed = sum(weight * distance(a, b) for (a, b), weight in coincidences.items())
    return 1 - (n - 1) * observed / expected


def _distance(
    level: Level, totals: Mapping[Hashable, float], order: Sequence[Hashable]
) -> Callable[[Hashable, Hashable], float]:
    if level == "nominal":
        return lambda a, b: float(a != b)
    if level == "interval":
        return lambda a, b: float((a - b) ** 2)  # type: ignore[operator]
    ranks = {answer: i for i, answer in enumerate(order)}

    def ordinal(a: Hashable, b: Hashable) -> float:
        low, high = sorted((ranks[a], ranks[b]))
        between = sum(totals.get(order[i], 0) for i in range(low, high + 1))
        return float((between - (totals[a] + totals[b]) / 2) ** 2)

    return ordinal
