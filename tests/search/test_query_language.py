"""The query language: what is understood, what is refused, and how both are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadQuery
from onrecord.model import query as q
from onrecord.model.query import Rung
from onrecord.search.query import LONGEST, parse
from onrecord.search.words import in_words


def w(text: str, rung: Rung = Rung.CLITICS) -> q.Words:
    return q.Words(text, rung)


def phrase(text: str, slop: int = 0) -> q.Words:
    return q.Words(text, Rung.LETTERS, phrase=True, slop=slop)


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("a", w("a")),
        ("a b", q.And((w("a"), w("b")))),
        ("a AND b", q.And((w("a"), w("b")))),
        ("a OR b c", q.Or((w("a"), q.And((w("b"), w("c")))))),
        ("(a OR b) c", q.And((q.Or((w("a"), w("b"))), w("c")))),
        ("a NOT b", q.And((w("a"), q.Not(w("b"))))),
        ("a -b +c", q.And((w("a"), q.Not(w("b")), w("c")))),
        ("-b", q.Not(w("b"))),
        ('"a b"', phrase("a b")),
        ("“a b”", phrase("a b")),
        ("«a b»", phrase("a b")),
        ("»a b«", phrase("a b")),
        ("”a b“", phrase("a b")),
        ('"a b"~10', phrase("a b", 10)),
        ("word~1", q.Fuzzy("word", 1)),
        ("word~", q.Fuzzy("word", 1)),
        ("حر*", q.Prefix("حر")),
        ("*", q.Everything()),
        ("/حر.*/", q.Pattern("حر.*")),
        (r"/a\/b/", q.Pattern("a/b")),
        ("=word", q.Words("word", Rung.EXACT, phrase=True)),
        ('="A b"', q.Words("A b", Rung.EXACT, phrase=True)),
        ("~Almuslawi", q.Or((q.Name("Almuslawi"), q.Field("from", "~Almuslawi")))),
        ('~"Abu Ali"', q.Or((q.Name("Abu Ali"), q.Field("from", "~Abu Ali")))),
        ("from:ali", q.Field("from", "ali")),
        ('from:"Abu Ali"', q.Field("from", "Abu Ali")),
        ("FROM:ali", q.Field("from", "ali")),
        ("has:photo", q.Field("has", "photo")),
        ("has:links", q.Field("has", "link")),
        ("kind:service", q.Field("kind", "service")),
        ("id:12", q.Field("id", "12")),
        ("lang:ar", q.Field("lang", "ar")),
        ("after:2017", q.Span("2017-01-01T00:00:00+00:00", None)),
        ("before:2017-02", q.Span(None, "2017-02-28T23:59:59.999999+00:00")),
        ("after:٢٠١٧", q.Span("2017-01-01T00:00:00+00:00", None)),
        (
            "date:[2017-01-01 TO 2017-02-01]",
            q.Span("2017-01-01T00:00:00+00:00", "2017-02-01T23:59:59.999999+00:00"),
        ),
        ("date:[* TO 2017]", q.Span(None, "2017-12-31T23:59:59.999999+00:00")),
        (
            "date:2017-01-31",
            q.Span("2017-01-31T00:00:00+00:00", "2017-01-31T23:59:59.999999+00:00"),
        ),
        ("\u200fأحمد\u200f OR \u200eAli", q.Or((w("أحمد\u200f"), w("Ali")))),
        ("🔥", q.Words("🔥", Rung.EXACT, phrase=True)),
        ("12:30", w("12:30")),
        ("AK-47", w("AK-47")),
    ],
)
def test_lines_and_their_trees(line: str, tree: q.Query) -> None:
    assert parse(line) == tree


@pytest.mark.parametrize(
    ("line", "says", "place"),
    [
        ("", "empty", ""),
        ("   ", "empty", ""),
        ("\u200f", "empty", ""),
        ('say "a b', "not closed", 'character 5: say ⟦"a b⟧'),
        ("say «a b", "not closed", "character 5"),
        ("(a OR b", "not closed", "character 1"),
        ("a)", "closes nothing", "character 2"),
        ("a OR", "missing", "at the end"),
        ("OR a", "missing", "character 1"),
        ("AND a", "between two", "character 1"),
        ("a AND", "between two", "character 3"),
        ("a NOT", "before something", "character 3"),
        ("()", "missing", "character 2"),
        ('""', "nothing between", "character 1"),
        ("colour:red", "no field colour:", "character 1"),
        ("https://x", "no field https:", "character 1"),
        ("has:nothing", "no value", "character 1"),
        ("lang:xx", "no value", "character 1"),
        ("from:", "needs a value", "character 1"),
        ("after:soon", "not a date", "character 1"),
        ("date:2017-13-01", "not a date", "character 1"),
        ("date:[2017 TO 2016]", "ends before", "character 1"),
        ("date:[2017 2018]", "needs TO", "character 6"),
        ("date:[2017 TO 2018", "not closed", "character 1"),
        ("/a", "not closed", "character 1"),
        ("/(/", "is not one", "character 1"),
        ("/(?=a)b/", "not offered", "character 1"),
        (r"/(a)\1/", "not offered", "character 1"),
        ("/(a{500}){500}/", "too large", "character 1"),
        ("word~3", "1 or 2 edits", "character 1"),
        ('"a b"~99999', "too large", "character 6"),
        ("ـ", "invisible", "character 1"),
        ("x" * (LONGEST + 1), "at most", ""),
        ("(" * 200 + "a" + ")" * 200, "deep", "character 51"),
    ],
)
def test_slips_are_refused_at_their_place(line: str, says: str, place: str) -> None:
    with pytest.raises(BadQuery) as refused:
        parse(line)
    assert says in refused.value.what
    assert refused.value.where.startswith(place.split("⟦")[0].split(":")[0])


def test_a_megabyte_is_refused_quickly() -> None:
    with pytest.raises(BadQuery, match="1,000,000"):
        parse("a " * 500_000)


def test_a_pattern_cannot_explode() -> None:
    from onrecord.lang.pattern import Automaton

    hard = Automaton("(a*)*(a|aa)+(.*a){8}b")
    assert not hard.matches("a" * 200)
    assert hard.matches("a" * 30 + "b")


@pytest.mark.parametrize(
    ("pattern", "word", "matches"),
    [
        ("أحم.", "احمد", True),
        ("ab?c", "ac", True),
        ("ab?c", "abbc", False),
        ("[a-c]{2,3}", "abc", True),
        ("[a-c]{2,3}", "abcc", False),
        ("[^x]+", "abc", True),
        (r"\d+", "123", True),
        (r"\D", "1", False),
        ("a|bc", "bc", True),
        ("(?:ab)+", "abab", True),
        ("A", "a", True),
        ("", "", True),
        ("strasse", "strasse", True),
        ("Straße", "strasse", True),
    ],
)
def test_patterns_match_whole_words(pattern: str, word: str, matches: bool) -> None:
    from onrecord.lang.pattern import Automaton

    assert Automaton(pattern).matches(word) is matches


@given(st.text(max_size=30))
def test_any_line_is_a_tree_or_a_refusal(line: str) -> None:
    try:
        tree = parse(line)
    except BadQuery as refused:
        assert refused.what
        return
    assert in_words(tree)


SIGNS = ['"', "(", ")", "a", "OR", "AND", "-", "~", ":", "*", "/", "=", " ", "«", "\u200f", "["]


@given(st.lists(st.sampled_from([*SIGNS, "date:", "from:", "\\"]), max_size=10))
def test_any_line_of_signs_is_a_tree_or_a_refusal(pieces: list[str]) -> None:
    test = "".join(pieces)
    try:
        assert in_words(parse(test))
    except BadQuery as refused:
        assert refused.what


def test_a_query_is_said_back() -> None:
    said = in_words(parse('(حصار OR "a b"~3) NOT from:ali after:2017-05'))
    assert said == (
        "(the word ⟦حصار⟧ (also with attached particles and endings) OR the words of ⟦a b⟧ "
        "within 3 words of each other) AND NOT sent by ⟦ali⟧ AND sent from "
        "2017-05-01T00:00:00+00:00 (UTC)"
    )
