"""Whom an article cites: the group, another outlet, or somebody who was there."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from onrecord.model.press import Article
from onrecord.press._glossary import glossary
from onrecord.press._words import Word, sentences, words

_PASSING = {
    "latn": ("reported", "according", "told", "citing", "quoted", "quoting", "via", "said"),
    "arab": ("نقلا", "نقلت", "ذكرت", "ذكر", "أفادت", "بحسب", "وفق", "وفقا", "أوردت"),
    "cyrl": ("сообщил", "сообщила", "сообщает", "ссылкой", "данным", "передаёт", "передает"),
}
_PASSING_KEYS = frozenset(key for row in _PASSING.values() for w in row for key in words(w)[0].keys)
NEAR = 8


def names_in(said: Sequence[Word], names: Sequence[str]) -> str:
    """The first of the names that stands in the words, as written; empty if none."""
    keys = [word.keys for word in said]
    for name in names:
        wanted = [word.keys[-1] for word in words(name)]
        for at in range(len(keys) - len(wanted) + 1):
            if wanted and all(wanted[i] in keys[at + i] for i in range(len(wanted))):
                return name
    return ""


def written_out(
    names: Sequence[str], passages: Iterable[Sequence[Word]], articles: Iterable[Article]
) -> tuple[str, ...]:
    """The names of which every word stands in the passages or the articles' sentences:
    in those, ``names_in`` can find no other."""
    sentenced = (said for article in articles for said in _said(article.text))
    known = {key for said in chain(passages, sentenced) for word in said for key in word.keys}
    parts = [(name, words(name)) for name in names]
    return tuple(n for n, said in parts if said and all(w.keys[-1] in known for w in said))


def attributed(said: Sequence[Word], group: Sequence[str]) -> str:
    """Why a passage only says that the group says so; empty if it does not.

    It names the group (or its fighters) beside a word of claiming, and no other
    source in the same passage.
    """
    told = glossary()
    claims = [word.written for word in said if told.cue("claim", word)]
    if not claims:
        return ""
    own = names_in(said, group) or next(
        (word.written for word in said if "fighters" in told.of(word)), ""
    )
    if not own or _other_source(said, own):
        return ""
    return f"{own} ... {claims[0]}"


def _other_source(said: Sequence[Word], own: str) -> str:
    told = glossary()
    mine = {word.keys[0] for word in words(own)}
    for word in said:
        if told.cue("source", word) and word.keys[0] not in mine:
            return word.written
    return ""


@lru_cache(maxsize=1024)
def _said(text: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each sentence of a text."""
    return tuple(tuple(words(text[start:end], start)) for start, end in sentences(text))


def cites_group_only(article: Article, group: Sequence[str]) -> str:
    """Why an article goes back to the group alone; empty if it does not.

    Some sentence attributes to the group, and no sentence names a witness, an
    official, a reporter or a hospital as its own source.
    """
    why = ""
    for said in _said(article.text):
        here = attributed(said, group)
        if here:
            why = why or here
        elif _witnessed(said):
            return ""
    return why


def _witnessed(said: Sequence[Word]) -> bool:
    """True if the sentence has a source of its own that is said to have said so.

    ``could not be reached``, ``could not verify`` are not a source.
    """
    told = glossary()
    negated = any(told.cue("not", word) for word in said)
    return any(told.cue("source", word) for word in said) and not negated


def cited_outlet(article: Article, outlet: str) -> str:
    """The words with which an article passes on an outlet's report; empty if none."""
    first = next(iter(words(outlet)), None)
    if first is None:
        return ""
    for said in _said(article.text):
        named = any(first.keys[-1] in word.keys for word in said)
        if named and names_in(said, [outlet]):
            for word in said:
                if any(key in _PASSING_KEYS for key in word.keys):
                    return f"{outlet} ... {word.written}"
    return ""
