"""A parsed query as a tantivy query, and whether that query is the whole truth.

Where the index cannot answer exactly (code points, marks and case, distance
between words), the plan finds a superset and says so; ``lang.match`` then asks
the candidates' texts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

import tantivy

from onrecord.lang.leaves import AnyOf, Begins, Exact, Near, Phrase, Regex, Word
from onrecord.lang.leaves_across import Called, Written
from onrecord.lang.match import domain_is, instant, leaf, sender_is
from onrecord.lang.pattern import Automaton
from onrecord.model import query as q
from onrecord.store._flat import FlatReader, Group
from onrecord.store._words import Words

_OF_GROUP: dict[str, Callable[[Group, str], bool]] = {
    "chat": lambda g, v: g.chat == v,
    "export": lambda g, v: str(g.reading) == v,
    "kind": lambda g, v: g.kind == v,
    "voice": lambda g, v: g.voice == v,
    "has": lambda g, v: v in g.has.split(),
    "lang": lambda g, v: v in g.languages.split(),
}
LIFT = 1000.0
# What the very spelling of a question's word adds to the score of its stem.
_SPELT = 0.3


@dataclass(frozen=True, slots=True)
class Plan:
    """``query`` finds all hits; only hits if ``exact``. ``first`` are queries
    whose matches stand before others when ordered by ``best``; ``words`` are
    the words as typed, to put the same spelling first."""

    query: tantivy.Query
    exact: bool
    first: tuple[tantivy.Query, ...] = ()
    words: tuple[str, ...] = ()


class Planner:
    """Makes plans for one opened index."""

    def __init__(self, index: tantivy.Index, flat: FlatReader, words: Words) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._flat = flat
        self._values = flat.values
        self._words = words
        self._languages = {code for g in flat.values.groups for code in g.languages.split()}

    def ranked(self, plan: Plan) -> tantivy.Query:
        """The plan's query with the narrow spellings lifted above the wide ones."""
        if not plan.first:
            return plan.query
        lifts = [
            (tantivy.Occur.Should, tantivy.Query.const_score_query(one, LIFT)) for one in plan.first
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, plan.query), *lifts])

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)

    def _any(self, field: str, values: Sequence[Any]) -> tantivy.Query:
        if not values:
            return tantivy.Query.empty_query()
        return tantivy.Query.term_set_query(self._schema, field, list(values))

    def _all(self, parts: Sequence[tantivy.Query]) -> tantivy.Query:
        if not parts:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, p) for p in parts])

    def _either(self, parts: Sequence[tantivy.Query]) -> tantivy.Query:
        if not parts:
            return tantivy.Query.empty_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, p) for p in parts])

    @singledispatchmethod
    def plan(self, part: q.Query) -> Plan:
        """The plan of a query. Raises BadQuery as ``lang.match`` does."""
        return self._leaf(leaf(part))

    @plan.register
    def _(self, part: q.Everything) -> Plan:
        return Plan(tantivy.Query.all_query(), True)

    @plan.register
    def _(self, part: q.And) -> Plan:
        plans = [self.plan(p) for p in part.parts]
        return self._joined(plans, self._all([p.query for p in plans]))

    @plan.register
    def _(self, part: q.Or) -> Plan:
        plans = [self.plan(p) for p in part.parts]
        return self._joined(plans, self._either([p.query for p in plans]))

    def _joined(self, plans: list[Plan], query: tantivy.Query) -> Plan:
        first = tuple(f for p in plans for f in p.first)
        words = tuple(w for p in plans for w in p.words)
        return Plan(query, all(p.exact for p in plans), first, words)

    @plan.register
    def _(self, part: q.Not) -> Plan:
        inner = self.plan(part.part)
        if not inner.exact:
            return Plan(tantivy.Query.all_query(), False)
        parts = [
            (tantivy.Occur.Must, tantivy.Query.all_query()),
            (tantivy.Occur.MustNot, inner.query),
        ]
        return Plan(tantivy.Query.boolean_query(parts), True)

    @plan.register
    def _(self, part: q.Field) -> Plan:
        if part.name == "from":
            return Plan(self._any("sender", self._senders(part.value)), True)
        if part.name == "id":
            return Plan(self._id(part.value), True)
        if part.name == "domain":
            there = [n for n, d in enumerate(self._values.domains) if domain_is(part.value, d)]
            return Plan(self._any("domain", there), True)
        asked = _OF_GROUP[part.name]
        return Plan(self._groups(lambda g: asked(g, part.value)), True)

    def _groups(self, wanted: Callable[[Group], bool]) -> tantivy.Query:
        """Messages of the groups that are wanted."""
        every = self._values.groups
        found = [number for number, group in enumerate(every) if wanted(group)]
        if len(found) == len(every):
            return tantivy.Query.all_query()
        return self._any("group", found)

    def _in_language(self, code: str) -> tantivy.Query:
        return self._groups(lambda g: code in g.languages.split())

    def _id(self, value: str) -> tantivy.Query:
        key = self._flat.id_key(value)
        rows = [] if key is None else self._flat.rows_of_id(key)
        kind = tantivy.FieldType.Unsigned
        return self._either(
            [
                tantivy.Query.range_query(self._schema, "row", kind, lower_bound=r, upper_bound=r)
                for r in rows
            ]
        )

    def _senders(self, value: str) -> list[int]:
        return [
            number
            for number, (name, id_) in enumerate(self._values.senders)
            if sender_is(value, name, id_)
        ]

    @plan.register
    def _(self, part: q.Span) -> Plan:
        """A message's instants lie ``early`` to ``late`` from the time it shows."""
        first = None if part.first is None else instant(part.first)
        last = None if part.last is None else instant(part.last)
        parts = []
        for span in {(g.early, g.late) for g in self._values.groups}:
            early, late = span
            if early is not None and late is not None:
                low = None if first is None else first - late
                high = None if last is None else last - early
                parts.append(self._all([self._shown(low, high), self._spanning(span)]))
        return Plan(self._either(parts), True)

    def _spanning(self, span: tuple[int | None, int | None]) -> tantivy.Query:
        return self._groups(lambda g: (g.early, g.late) == span)

    def _shown(self, low: int | None, high: int | None) -> tantivy.Query:
        kind = tantivy.FieldType.Integer
        earliest, latest = self._values.shown
        if (low is None or low <= earliest) and (high is None or high >= latest):
            return tantivy.Query.all_query()
        return tantivy.Query.range_query(
            self._schema, "shown", kind, lower_bound=low, upper_bound=high
        )

    @singledispatchmethod
    def _leaf(self, leaf: object) -> Plan:
        raise TypeError(f"no plan for {leaf!r}")

    @_leaf.register
    def _(self, leaf: Exact) -> Plan:
        return Plan(self._row_of(leaf.terms), False)

    @_leaf.register
    def _(self, leaf: Phrase) -> Plan:
        if leaf.slop:
            return Plan(self._all([self._term("letters", t) for t in leaf.terms]), False)
        return Plan(self._row_of(leaf.terms), True, (), (leaf.raw,))

    def _row_of(self, terms: list[str]) -> tantivy.Query:
        if not terms:
            return tantivy.Query.all_query()
        if len(terms) == 1:
            return self._term("letters", terms[0])
        return tantivy.Query.phrase_query(self._schema, "letters", list(terms))

    @_leaf.register
    def _(self, leaf: Word) -> Plan:
        same = self._term("letters", leaf.term)
        if not leaf.forms and not leaf.stems:
            return Plan(same, True, (), (leaf.raw,))
        parts = [same]
        for forms in leaf.forms:
            if forms.language is not None and forms.language not in self._languages:
                continue
            any_form = self._any("letters", list(forms.why))
            if forms.language is not None:
                any_form = self._all([any_form, self._in_language(forms.language)])
            parts.append(any_form)
        if leaf.stems:
            parts.append(self._any("stems", sorted(leaf.stems)))
        return Plan(self._either(parts), True, (same,), (leaf.raw,))

    @_leaf.register
    def _(self, leaf: Begins) -> Plan:
        *full, last = leaf.terms
        parts = [self._term("letters", t) for t in full]
        parts.append(tantivy.Query.regex_query(self._schema, "letters", _quoted(last) + ".*"))
        return Plan(self._all(parts), not full)

    @_leaf.register
    def _(self, leaf: Near) -> Plan:
        near = tantivy.Query.fuzzy_term_query(self._schema, "letters", leaf.term, leaf.edits)
        return Plan(near, True)

    @_leaf.register
    def _(self, leaf: AnyOf) -> Plan:
        """BM25 of stems, and a part of that of letters on top."""
        letters = [self._term("letters", t) for t in leaf.letters]
        parts = [tantivy.Query.boost_query(part, _SPELT) for part in letters]
        parts += [self._term("stems", s) for s in leaf.stems]
        return Plan(self._either(parts), True)

    @_leaf.register
    def _(self, leaf: Written) -> Plan:
        return Plan(self._any("letters", self._words.written(leaf.term)), True)

    @_leaf.register
    def _(self, leaf: Called) -> Plan:
        parts = [self._any("letters", self._words.like(part)) for part in leaf.parts]
        return Plan(self._all(parts), len(parts) == 1)

    @_leaf.register
    def _(self, leaf: Regex) -> Plan:
        return Plan(self._any("letters", self.matching(leaf.automaton)), True)

    def matching(self, automaton: Automaton) -> list[str]:
        """The terms of the index that match, by asking each distinct one."""
        every = self._searcher.terms_with_prefix("letters", automaton.prefix)
        return [term for term, _ in every if automaton.matches(term)]


def _quoted(term: str) -> str:
    return "".join(c if c.isalnum() else "\\" + c for c in term)
