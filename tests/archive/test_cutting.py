"""Asking a column for cuts gives what asking each text gives."""

import json
from pathlib import Path

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.archive import b64, cutting

ROOT = Path(__file__).parents[2]
_ODD = (
    " .!?…؟。！\n\r\x85\u2028\"')]»@/:0123٤٥.-°'"
    "www.e\u0301\u064b\u200b\xa0  \0\U0001f642\U000e0041\u1fff"
)
_TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text(st.sampled_from(_ODD), max_size=60),
    min_size=1,
    max_size=8,
)


def both(texts: list[str], spans: list[list[tuple[int, int]]]) -> None:
    none = [None] * len(texts)
    columns = {"text": texts, "text_raw": none, "enc": none}
    found = cutting.words(pa.array(texts, pa.string()), columns, spans)
    alone = [cutting.one(t, None, None, s) for t, s in zip(texts, spans, strict=True)]
    assert found == alone


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
@example(["." * 3000, "a.b. c", "", "x\n", "。", "A. \0 B. "])
@example(["WWW.EXAMPLE.org", "12 34 5", "12.345", "\u0378", "né", "ne\u0301"])
def test_columns_and_texts_agree(texts: list[str]) -> None:
    both(texts, [[]] * len(texts))


def test_entities_and_raw_rows() -> None:
    both(["abc def", "no"], [[(1, 2)], []])
    columns = {"text": ["shown"], "text_raw": [b"\xff"], "enc": ["bad-utf8"]}
    assert cutting.words(pa.array(["shown"]), columns, [[]]) == [([b'"/w=="'], None)]


def test_every_opened_word_of_the_conformance_suite() -> None:
    texts = []
    for path in sorted((ROOT / "conformance").glob("*/proof.json")):
        proof = {} if path.parent.name.endswith("_fail") else json.loads(path.read_text("utf-8"))
        if "sd_jwt" not in proof:
            continue
        texts += _strings(proof["quote"])
        for sent in proof["sd_jwt"].split("~")[1:-1]:
            texts += _strings(json.loads(b64.unurl(sent)))
    assert len(texts) > 1_000
    both(texts, [[]] * len(texts))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [] if any("\ud800" <= c <= "\udfff" for c in value) else [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in _strings(v)]
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    return []
