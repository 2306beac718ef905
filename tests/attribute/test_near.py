"""Near-copies: all found, no pair unverified, sayings that differ kept apart."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attribute.chatter import TEXTS

from onrecord.attribute.fresh import negations
from onrecord.attribute.near import near
from onrecord.attribute.plain import plain

WORDS = ["gate", "pier", "boat", "noon", "captain", "harbour", "guard", "bread", "flour", "mill"]


def jaccard(one: str, other: str) -> float:
    a, b = ({*p, *zip(p, p[1:], strict=False)} for p in (plain(t).split() for t in (one, other)))
    return len(a & b) / len(a | b) if a | b else 0.0


def connected(texts: list[str], threshold: float) -> set[frozenset[int]]:
    """Groups by looking at every pair."""
    group = list(range(len(texts)))
    for i in range(len(texts)):
        for j in range(i):
            same = plain(texts[i]) == plain(texts[j]) != ""
            if same or jaccard(texts[i], texts[j]) >= threshold:
                a, b = group[i], group[j]
                group = [min(a, b) if g in (a, b) else g for g in group]
    sets = {frozenset(i for i, g in enumerate(group) if g == k) for k in group}
    return {s for s in sets if len(s) > 1}


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=25))
def test_as_brute_force(texts: list[str]) -> None:
    found = near([(str(i), t) for i, t in enumerate(texts)])
    assert {frozenset(map(int, g.ids)) for g in found} == connected(texts, 0.7)


def test_as_brute_force_on_longer_edited_texts() -> None:
    dice = random.Random(5)
    texts = [" ".join(dice.choices(WORDS, k=dice.randint(4, 30))) for _ in range(60)]
    for text in list(texts):
        words = text.split()
        words[dice.randrange(len(words))] = "other"
        texts.append(" ".join(words))
    found = near([(str(i), t) for i, t in enumerate(texts)])
    assert {frozenset(map(int, g.ids)) for g in found} == connected(texts, 0.7)


@given(st.lists(TEXTS, max_size=12))
def test_each_id_at_most_once_and_in_order(texts: list[str]) -> None:
    found = near([(str(i), t) for i, t in enumerate(texts)])
    ids = [int(i) for g in found for i in g.ids]
    assert len(ids) == len(set(ids))
    for g in found:
        assert list(map(int, g.ids)) == sorted(map(int, g.ids))
        assert len(g.ids) > 1
    assert [int(g.ids[0]) for g in found] == sorted(int(g.ids[0]) for g in found)


def test_elongation_marks_emoji_and_small_edits() -> None:
    texts = [
        ("1", "لن نغادر الميناء أبدا وهذا وعد منا لأهل المدينة"),
        ("2", "لن نغااااادر الميناءَ أبدًا، وهذا وعدٌ منا لأهل المدينة!! 🔥"),
        ("3", "والله لن نغادر الميناء أبدا وهذا وعد منا لأهل المدينة"),
        ("4", "وصل الخبز اليوم إلى السوق القديم"),
    ]
    (group,) = near(texts)
    assert (group.ids, group.exact) == (("1", "2", "3"), False)


def test_a_negation_or_a_number_tells_contents_apart() -> None:
    texts = [
        ("1", "we will leave the northern pier before noon on friday with every boat"),
        ("2", "we will not leave the northern pier before noon on friday with every boat"),
        ("3", "we will leave the northern pier before noon on friday with 5 every boat"),
    ]
    assert near(texts, apart=negations()) == []
    assert near(texts) != []


def test_nothing_but_signs_is_no_copy() -> None:
    assert near([("1", "🔥🔥"), ("2", "🔥"), ("3", ""), ("4", "")]) == []
