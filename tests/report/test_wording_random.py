"""Random changes of a word: none may pass as what the member wrote."""

import json
import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.archivecase import figure
from tests.report.harbour import GOLDEN

from onrecord.model.fold import fold_a, trim
from onrecord.model.foldmap import FOLDS, folded
from onrecord.model.spelling import fold_b, respelt
from onrecord.model.wording import PUBLISHABLE, classify

TEXTS = sorted(
    {
        json.loads(line)["sealed"]
        for line in (GOLDEN / "wording_cases.jsonl").read_text(encoding="utf-8").split("\n")
        if line and ": equal" in line
    }
)


def _words(text: str) -> list[str]:
    return text.split(" ") if " " in text else list(text)


def _glue(text: str) -> str:
    return " " if " " in text else ""


def changed(rng: random.Random, text: str, pool: list[str]) -> tuple[str, str]:
    """(printed, what was done): one word substituted, put in, or left out inside."""
    words = _words(text)
    start = rng.randrange(0, max(1, len(words) - 3))
    size = rng.randint(3, max(3, min(12, len(words) - start)))
    run = words[start : start + size]
    kind = rng.choice(("substitute", "insert", "delete"))
    if kind == "substitute":
        at = rng.randrange(len(run))
        run[at] = rng.choice(pool)
    elif kind == "insert":
        run.insert(rng.randrange(1, len(run)), rng.choice(pool))
    else:
        del run[rng.randrange(1, len(run) - 1)]
    return _glue(text).join(run), kind


def lawful(sealed: str, printed: str) -> bool:
    """True if the change happens to give words that do stand there."""
    return trim(fold_a(printed)) in fold_a(sealed)


def _sweep(number: int, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    pool = sorted({w for t in TEXTS for w in _words(t) if len(w) > 1 or " " not in t})
    counts = {"tried": 0, "passed": 0, "lawful": 0}
    while counts["tried"] - counts["lawful"] < number:
        text = rng.choice(TEXTS)
        sealed = " ".join((text, rng.choice(TEXTS)))
        printed, _ = changed(rng, text, pool)
        counts["tried"] += 1
        if lawful(sealed, printed):
            counts["lawful"] += 1
        elif classify(sealed, printed, explain=False).cls in PUBLISHABLE:
            counts["passed"] += 1
    return counts


def test_ten_thousand_changed_quotations() -> None:
    """Substitutions, insertions and interior deletions of a word: none passes."""
    counts = _sweep(10_000, 20260419)
    assert counts["passed"] == 0
    assert counts["lawful"] < counts["tried"] // 20


@pytest.mark.sweep
def test_a_hundred_thousand_changed_quotations() -> None:
    """The same at the size that a release is measured with."""
    began = time.monotonic()
    counts = _sweep(100_000, 7)
    what = "words substituted, put in or left out in quotations of 19 languages"
    tried = counts["tried"] - counts["lawful"]
    figure("T19", what, tried, tried - counts["passed"], time.monotonic() - began)
    assert counts["passed"] == 0


ALPHABET = st.one_of(
    st.sampled_from(
        list("ab AB.,!?[]()…\"'«»-0123\n")
        + ["\u2028", "\u200f", "\u200b", "\u202e", "\u2067", "\u2069", "\u200d", "\u200c", "\ufe0f"]
        + [
            "\u0301",
            "é",
            "ß",
            "İ",
            "ı",
            "ي",
            "ی",
            "ـ",
            "َ",
            "没",
            "有",
            "가",
            "ᄀ",
            "ᅡ",
            "👍",
            "🏽",
            "🇫",
        ]
        + ["\ud800", "\x00", "\x85", "\u00a0", "\U000e0041", "\U0002ebff"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
ANY = st.text(ALPHABET, max_size=40)


@given(ANY)
def test_map_and_fold_agree(text: str) -> None:
    """The fold with a map is the archive's fold, trimmed, and maps inside the text."""
    found = folded(text)
    assert found.text == trim(fold_a(text))
    assert all(0 <= s < e <= len(text) for s, e in zip(found.starts, found.ends, strict=True))
    for fold in FOLDS:
        folded(text, frozenset((fold,)))


@given(ANY)
def test_fold_b_is_wider_than_fold_a(text: str) -> None:
    """Texts equal under fold A are equal under fold B, and B applied twice is B."""
    once = respelt(text)
    assert respelt(trim(fold_a(text))).text == once.text
    assert respelt(once.text).text == once.text
    assert fold_b(text) == once.text


@given(ANY, ANY)
def test_the_gate_never_fails_and_never_invents(sealed: str, printed: str) -> None:
    """Any two texts get a class; what passes unmarked stands in the sealed text."""
    found = classify(sealed, printed)
    if found.cls in ("EXACT", "VERBATIM"):
        assert trim(fold_a(printed)) in fold_a(sealed)
    for start, end in found.spans:
        assert 0 <= start <= end <= len(sealed)


@given(ANY)
def test_a_text_is_its_own_quotation(text: str) -> None:
    """The whole text is EXACT unless it holds no word or is not text at all."""
    found = classify(text, text)
    worded = any(c == "_" or unicodedata.category(c)[0] in "LMN" for c in text)
    bad = not worded or any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)
    assert found.cls == ("NOT_FOUND" if bad else "EXACT")


def test_a_long_message_is_judged_in_time() -> None:
    """The worst texts of a chat's length are refused within seconds."""
    long = "a " * 2000 + "b"
    began = time.monotonic()
    for printed in ("a [x] " * 8, "a a a […] a a […] b", "[a] " * 30 + "z", long[:-2] + "c"):
        classify(long, printed)
    assert time.monotonic() - began < 20
