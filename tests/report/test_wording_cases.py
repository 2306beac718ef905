"""The gate's case table: every row of the wording rules, in many scripts."""

import json
import time
import unicodedata
from typing import Any

import pytest
from tests.archive.archivecase import figure
from tests.report.harbour import GOLDEN

from onrecord.model.caution import Cautions, joined
from onrecord.model.wording import classify, wire
from onrecord.report import cautions as words

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (GOLDEN / "wording_cases.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]


def everything() -> Cautions:
    """The caution words of all languages at once."""
    return joined(map(words._one, words.known()))


def for_language(code: str) -> Cautions:
    """The caution words of one language and of English; of all, if it is not known."""
    base = code.split("-")[0]
    if base not in words.known():
        return everything()
    return joined(map(words._one, dict.fromkeys((base, "en"))))


def _check(case: dict[str, Any]) -> Any:
    code = case["id"].split(":")[0]
    cautions = everything() if code == "hand" else for_language(code)
    return classify(case["sealed"], case["printed"], cautions=cautions)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_class_of_each_case(case: dict[str, Any]) -> None:
    """The class, and where the case says so, flags, folds, brackets and offer."""
    found = _check(case)
    assert found.cls == case["class"], found
    if "flags" in case:
        assert bool(found.flags) == bool(case["flags"]), found.flags
    if "whole" in case:
        assert found.whole == case["whole"]
    if "mid" in case:
        assert found.starts_mid_sentence == case["mid"]
    for fold in case.get("folds", ()):
        assert fold in found.folds
    if "replaces" in case:
        assert found.inserted[0].replaces == case["replaces"]
    if "gaps" in case:
        assert len(found.gaps) == case["gaps"]
    if case.get("offer"):
        assert found.offer is not None
        assert classify(case["sealed"], found.offer).publishable
    if "note" in case:
        assert any(case["note"] in note for note in found.notes)


def test_the_table_is_as_wide_as_it_says() -> None:
    """300 cases, eight scripts, every class of the gate but TRANSLATED."""
    assert len(CASES) >= 300
    assert len({c["id"] for c in CASES}) == len(CASES)
    scripts = {
        unicodedata.name(ch, "").split(" ")[0] for c in CASES for ch in c["sealed"] if ch.isalpha()
    }
    assert {"ARABIC", "HEBREW", "CYRILLIC", "GREEK", "LATIN", "DEVANAGARI", "BENGALI"} <= scripts
    assert {"HANGUL", "ARMENIAN", "GEORGIAN", "CJK", "HIRAGANA", "THAI"} <= scripts
    classes = {c["class"] for c in CASES}
    assert classes == {"EXACT", "VERBATIM", "ELIDED", "BRACKETED", "RESPELLED", "NOT_FOUND"}


def test_the_whole_table_at_once() -> None:
    """The figure for docs/reference/attacks."""
    began = time.monotonic()
    caught = sum(_check(case).cls == case["class"] for case in CASES)
    what = "cases of the gate's table judged as it says"
    figure("T19", what, len(CASES), caught, time.monotonic() - began)
    assert caught == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_spans_hold_the_quoted_words(case: dict[str, Any]) -> None:
    """Spans are in order and inside the sealed text; left-out words are its slices."""
    found = _check(case)
    at = 0
    for start, end in found.spans:
        assert at <= start < end <= len(case["sealed"])
        at = end
    for left in found.left:
        assert case["sealed"][left.start : left.end] == left.words
    for word in found.inserted:
        assert case["sealed"][word.start : word.end] == word.replaces


def test_plain_opened_is_verbatim_at_best() -> None:
    """The field ``plain`` is folded already, so it is never EXACT."""
    assert classify("the pier fell", "the pier fell", plain=True).cls == "VERBATIM"


def test_text_that_was_not_unicode_is_never_quoted() -> None:
    """``enc`` set: shown, never verbatim."""
    assert classify("the pier fell", "the pier fell", enc="bad-utf8").cls == "NOT_FOUND"


def test_the_measure_is_plain_json() -> None:
    """What the measuring command prints can be printed, and names the difference."""
    said = wire(classify("he paid nobody in cash", "he paid them in cash", cautions=everything()))
    assert json.loads(json.dumps(said)) == said
    assert said["class"] == "NOT_FOUND"
    assert said["publishable"] is False
    assert said["difference"]["changes"] == [{"sealed": "nobody", "printed": "them"}]
    flagged = wire(classify("he did not pay", "pay", cautions=everything()))
    assert flagged["class"] == "VERBATIM"
    assert flagged["needs_reason"] is True
