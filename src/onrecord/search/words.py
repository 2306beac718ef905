"""A parsed query, said back in words, so that nobody searches for something else."""

from functools import singledispatch

from onrecord.model import query as q

_WIDE = {
    q.Rung.EXACT: "exactly as typed",
    q.Rung.MARKS: "in any case, with or without marks",
    q.Rung.LETTERS: "in any spelling of its letters",
    q.Rung.CLITICS: "also with attached particles and endings",
    q.Rung.STEM: "also other words of the same stem",
}
_FIELDS = {
    "from": "sent by",
    "chat": "in the chat",
    "kind": "of the kind",
    "has": "with",
    "id": "with the id",
    "voice": "in the voice",
    "lang": "in the language",
    "domain": "with a link to",
    "export": "of the export",
}


@singledispatch
def in_words(query: q.Query) -> str:
    """The query as a sentence part, each widening named."""
    raise TypeError(f"no words for {query!r}")


@in_words.register
def _(query: q.Words) -> str:
    if query.slop:
        return f"the words of ⟦{query.text}⟧ within {query.slop} words of each other"
    what = "the phrase" if query.phrase else "the word"
    return f"{what} ⟦{query.text}⟧ ({_WIDE[min(query.rung, q.Rung.STEM)]})"


@in_words.register
def _(query: q.Prefix) -> str:
    return f"words that begin with ⟦{query.text}⟧"


@in_words.register
def _(query: q.Fuzzy) -> str:
    return f"words at most {query.edits} edit{'s' * (query.edits > 1)} from ⟦{query.text}⟧"


@in_words.register
def _(query: q.Pattern) -> str:
    return f"words that match the pattern /{query.text}/"


@in_words.register
def _(query: q.Name) -> str:
    return f"the name ⟦{query.text}⟧ in any script and spelling"


@in_words.register
def _(query: q.Arabizi) -> str:
    return f"⟦{query.text}⟧ as Arabic or as Arabizi writes it"


@in_words.register
def _(query: q.Question) -> str:
    return f"any word of the question ⟦{query.text}⟧, ranked"


@in_words.register
def _(query: q.Field) -> str:
    if query.name == "from" and query.value.startswith("~"):
        return f"sent under a name like ⟦{query.value[1:]}⟧"
    return f"{_FIELDS[query.name]} ⟦{query.value}⟧"


@in_words.register
def _(query: q.Span) -> str:
    first = "" if query.first is None else f"from {query.first}"
    last = "" if query.last is None else f"to {query.last}"
    return " ".join(("sent", *filter(None, (first, last)))) + " (UTC)"


@in_words.register
def _(query: q.Everything) -> str:
    return "every message"


@in_words.register
def _(query: q.And) -> str:
    return " AND ".join(_inner(p) for p in query.parts)


@in_words.register
def _(query: q.Or) -> str:
    return " OR ".join(_inner(p) for p in query.parts)


@in_words.register
def _(query: q.Not) -> str:
    return f"NOT {_inner(query.part)}"


def _inner(part: q.Query) -> str:
    said = in_words(part)
    return f"({said})" if isinstance(part, q.And | q.Or) else said
