"""Agreement beyond chance: worked examples from the literature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute.agreement import cohen, krippendorff

N = None
# Krippendorff 2011, the example of four observers and twelve units.
READERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
THINGS = [[a for a in column if a is not None] for column in zip(*READERS, strict=True)]


def test_krippendorff_s_own_example() -> None:
    assert krippendorff(THINGS) == pytest.approx(0.743, abs=0.0005)
    assert krippendorff(THINGS, "ordinal", [1, 2, 3, 4, 5]) == pytest.approx(0.815, abs=0.0005)
    assert krippendorff(THINGS, "interval") == pytest.approx(0.849, abs=0.0005)


def test_cohen_worked_by_hand() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = cohen(pairs)
    assert (found.things, found.observed, found.expected) == (50, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.differ == (("no", "yes", 10), ("yes", "no", 5))


def test_one_answer_throughout_says_nothing() -> None:
    assert cohen([("yes", "yes")] * 4).kappa is None
    assert krippendorff([["yes", "yes"]] * 4) is None
    assert krippendorff([["yes"], []]) is None


def test_nothing_judged_twice() -> None:
    with pytest.raises(ValueError, match="no thing"):
        cohen([])


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=1))
def test_full_agreement_is_one_and_order_of_readers_does_not_matter(
    pairs: list[tuple[str, str]],
) -> None:
    found, turned = cohen(pairs), cohen([(b, a) for a, b in pairs])
    assert found.kappa == pytest.approx(turned.kappa) or found.kappa is turned.kappa
    assert cohen([(a, a) for a, _ in pairs]).kappa in (None, pytest.approx(1.0))
