"""Generated corpora and queries for the contract of engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from onrecord.lang import codes, load
from onrecord.lang.terms import query_terms
from onrecord.model import query as q
from onrecord.model.schema import MESSAGE

ODD = [
    "\u2028", "\u0085", "\u200f", "\u202e", "\u2066", "\u2069", "\u200d", "\u200c", "\ufeff",
    "\u00ad", "ـ", "َ", "ّ", "ٰ", "\u0301", "'", "’", "ʼ", "_", "-", ".", "؟", "،", "«", "»", "\n",
    "🔥", "👨‍👩‍👧", "🇺🇦", "👍🏽", "ﷺ", "ﻻ", "中文", "ไทย", "Ⅷ", "½", "ß", "İ", "ı", "\\x1B", "ﬁ",
    "\x1e", "\uffff", "https://www.a.example.org/ب?x", "b.example/y", "a/b", "وصل. Он пришёл! لا؟",
]  # fmt: skip


def vocabulary() -> list[str]:
    """Words of every language file: examples, common words and lists."""
    found: set[str] = set()
    for code in codes():
        language = load(code)
        found.update(language.common[:1], language.words["negation"][:1])
        for pair in language.examples.get("find", [])[:4]:
            found.update(str(pair["text"]).split(" ")[:3], [str(pair["query"])])
        for pair in language.examples.get("fold", [])[:2]:
            found.update([str(pair["a"]), str(pair["b"])])
    return sorted(
        found
        | {
            "المصلاوي",
            "Al-Mosulawi",
            "Maslawi",
            "Ахмед",
            "Ahmed",
            "أبو",
            "Aly",
            "حبيبي",
            "7abibi",
            "kizb",
            "كذب",
        }
    )


WORDS = vocabulary()
_word = st.sampled_from(WORDS)
_piece = st.one_of(
    _word,
    st.sampled_from(ODD),
    st.builds(lambda a, o, b: a + o + b, _word, st.sampled_from(ODD), _word),
    st.builds(lambda w: w[: len(w) // 2] + "\u200b" + w[len(w) // 2 :], _word),
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.builds(lambda w, n: w * n, _word, st.integers(2, 60)),
)
texts = st.lists(_piece, max_size=8).map(" ".join)
_short = st.lists(_word, min_size=1, max_size=2).map(" ".join)
_rungs = st.sampled_from([q.Rung(r) for r in range(5)])


def _has_letters(part: q.Prefix) -> bool:
    return bool(query_terms(part.text))


_leaf = st.one_of(
    st.builds(q.Words, _word, _rungs),
    st.builds(q.Words, _piece.filter(lambda t: bool(t.strip())), st.just(q.Rung.EXACT)),
    st.builds(lambda t: q.Words(t, q.Rung.LETTERS, phrase=True), _short),
    st.builds(lambda t, s: q.Words(t, q.Rung.LETTERS, True, s), _short, st.integers(1, 4)),
    st.builds(lambda t, n: q.Prefix(t[:n]), _word, st.integers(1, 4)).filter(_has_letters),
    st.builds(q.Fuzzy, _word, st.integers(1, 2)).filter(lambda f: len(query_terms(f.text)) == 1),
    st.builds(q.Name, st.sampled_from(["Almuslawi", "أحمد", "Ahmad", "Ivan", "Иван", "Abu Ali"])),
    st.builds(q.Arabizi, st.sampled_from(["حبيبي", "7abibi", "كذب", "kezb", "Ahmed"])),
    st.builds(lambda w: q.Pattern(w[:2] + ".*"), _word.filter(str.isalpha)),
    st.sampled_from(
        [
            q.Field("from", "ابو علي"),
            q.Field("from", "user1"),
            q.Field("from", "~Abu Aly"),
            q.Field("kind", "service"),
            q.Field("has", "forward"),
            q.Field("voice", "forwarded"),
            q.Field("lang", "ar"),
            q.Field("id", "3"),
            q.Field("chat", "77"),
            q.Field("domain", "example.org"),
            q.Field("domain", "b.example"),
            q.Field("export", "1"),
            q.Not(q.Field("export", "1")),
            q.Field("lang", "tr"),
            q.Field("lang", "ru"),
            q.Field("has", "link"),
            q.Field("id", "a0"),
            q.Field("id", "no such"),
            q.Span("2026-01-01T00:05:00+00:00", None),
            q.Span(None, "2026-01-01T00:10:00+00:00"),
            q.Span("2026-01-01T00:02:00.5+00:00", "2026-01-01T14:03:00+00:00"),
            q.Span("1999-01-01T00:00:00+00:00", "2050-01-01T00:00:00+00:00"),
            q.Everything(),
        ]
    ),
)
queries: st.SearchStrategy[q.Query] = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda p: q.And(tuple(p))),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: q.Or(tuple(p))),
        st.builds(q.Not, inner),
    ),
    max_leaves=4,
)


def message(n: int, text: str, **more: Any) -> dict[str, Any]:
    """One row of the schema; every third has only a wall clock, every seventh no time."""
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
    row: dict[str, Any] = {
        "n": n,
        "member": "result.json",
        "start": n * 100,
        "length": 99,
        "place_kind": "bytes",
        "chat": "77" if n % 4 else "78",
        "id": None if n % 11 == 10 else str(n) if n % 5 else f"a{n}",
        "kind": "service" if n % 9 == 8 else "message",
        "sender": ("أبو علي", "Ivan", None)[n % 3],
        "sender_id": f"user{n % 3}",
        "time_text": "x",
        "time_basis": "utc",
        "time_first": at,
        "time_last": at,
        "text": text,
        "forwarded": n % 6 == 5,
    }
    if n % 3 == 2:
        row |= {"time_basis": "local-unknown", "time_local": at.replace(tzinfo=None)}
        row |= {"time_first": None, "time_last": None}
    if n % 7 == 6:
        row |= {"time_basis": "none", "time_first": None, "time_last": None, "time_local": None}
    return row | more


def batch(found: list[str]) -> pa.RecordBatch:
    """A batch of messages with these texts."""
    rows = [message(n, text) for n, text in enumerate(found)]
    return pa.RecordBatch.from_pylist(rows, schema=MESSAGE)
