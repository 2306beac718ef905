"""Near-copies in parts: no pair is lost, however the parts are cut."""

import random
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from onrecord.attribute.near import Roots
from onrecord.attribute.near_parts import (
    CROWD,
    SHARED,
    THRESHOLD,
    Digests,
    Meetings,
    alike,
    roots_of,
)
from onrecord.attribute.prefixes import first_of, ranked, spread


def invented(many: int) -> list[str]:
    """Folded texts of invented words, two fifths of them another with a word changed."""
    dice = random.Random(3)
    words = [f"w{n}" for n in range(300)]
    found: list[str] = []
    while len(found) < many:
        text = dice.choices(words, k=dice.randint(3, 14))
        if found and dice.random() < 0.4:
            text = dice.choice(found).split()
            text[dice.randrange(len(text))] = dice.choice(words)
        found.append(" ".join(text))
    return list(dict.fromkeys(found))


def met(texts: list[str], machines: int, at_once: int) -> set[tuple[int, int]]:
    """Pairs that meet, their features counted by so many machines, rows by batches."""
    counts = [spread(*Digests().of(texts[n::machines])) for n in range(machines)]
    ranks = ranked(np.sum(counts, axis=0, dtype=np.uint32))
    features, each, sizes = first_of(*Digests().of(texts), ranks, THRESHOLD, SHARED)
    whose = np.repeat(np.arange(len(texts)), each)
    order = np.lexsort((whose, features))
    features, whose = features[order], whose[order]
    meetings, seen = Meetings(), np.zeros(0, np.int64)
    both: Counter[tuple[int, int]] = Counter()
    for at in range(0, len(features), at_once):
        now = whose[at : at + at_once]
        seen = np.concatenate([seen[len(seen) - meetings.kept :], now])
        one, two = meetings.of(features[at : at + at_once], sizes[now])
        both.update(zip(seen[one].tolist(), seen[two].tolist(), strict=True))
    return {pair for pair, times in both.items() if times >= SHARED}


@pytest.mark.parametrize(("machines", "at_once"), [(1, 10_000), (3, 97)])
def test_every_similar_pair_meets(machines: int, at_once: int) -> None:
    texts = invented(500)
    similar = {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if alike(texts[a], texts[b], THRESHOLD)
    }
    assert len(similar) > 50
    found = met(texts, machines, at_once)
    assert similar <= found
    assert len(found) < 20 * len(similar)


def test_in_a_crowd_each_meets_those_just_before() -> None:
    meetings = Meetings()
    size = np.full(100, 5, np.int64)
    pairs = 0
    for _ in range(3):
        one, two = meetings.of(np.ones(100, np.int64), size)
        pairs += len(one)
        assert ((two - one) <= CROWD).all()
    assert pairs == sum(min(n, CROWD) for n in range(300))
    assert meetings.kept == CROWD


def test_one_process_finds_the_families_of_many_machines_in_crowds_too() -> None:
    dice = random.Random(8)
    texts = [" ".join(dice.choices("abcdefghi", k=dice.randint(4, 9))) for _ in range(3000)]
    texts = list(dict.fromkeys(texts))
    apart = Roots(len(texts))
    for one, two in met(texts, machines=3, at_once=211):
        if alike(texts[one], texts[two], THRESHOLD):
            apart.join(one, two)
    here = roots_of(texts)
    families = [apart.find(n) for n in range(len(texts))]
    assert [here.find(n) for n in range(len(texts))] == families
    words = Digests().of(texts)
    features, _, _ = first_of(*words, ranked(spread(*words)), THRESHOLD, SHARED)
    assert max(Counter(features.tolist()).values()) > CROWD
    assert len(set(families)) < len(texts)


def test_more_texts_than_are_taken_together() -> None:
    texts = [" ".join(f"{letter}{n}" for letter in "abcdefgh") for n in range(40_000)]
    texts.append(texts[3].rsplit(" ", 1)[0] + " other")
    roots = roots_of(texts)
    assert roots.find(40_000) == roots.find(3) == 3
    assert roots.find(39_999) == 39_999
