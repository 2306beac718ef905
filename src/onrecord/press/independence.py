"""How many independent sources stand behind some articles, source by source.

Copies of one agency report, its near-copies, its translations, articles that
only pass on what another outlet reported, and articles that only pass on what
the group itself claims are not further sources. Every collapse names its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from onrecord.model.press import Article
from onrecord.press._cites import cited_outlet, cites_group_only
from onrecord.press._features import take_apart
from onrecord.press._words import script_of, words
from onrecord.press.places import Places

Why = Literal["copy", "syndicated", "translation", "derived"]
SHINGLE = 5
COPY = 0.5
CREDITED = 0.12
WINDOW = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles that are one source, and why; ``one`` is the earlier."""

    one: str
    two: str
    why: Why
    note: str


@dataclass(frozen=True, slots=True)
class Source:
    """Articles that count as one source. ``circular`` ones count for nothing."""

    articles: tuple[str, ...]
    circular: bool
    note: str


@dataclass(frozen=True, slots=True)
class _Print:
    """An article as independence sees it."""

    article: Article
    shingles: frozenset[tuple[str, ...]]
    anchors: frozenset[str]
    script: str


def sources(articles: Sequence[Article], group: Sequence[str] = ()) -> tuple[Source, ...]:
    """The sources behind the articles, independent ones first, earliest first.

    ``group`` are names under which an article may cite the group: its title, its
    channel, its movement. The independent count is the number of sources that
    are not ``circular``.
    """
    ordered = sorted(articles, key=lambda a: (str(a.published.earliest or "9"), a.id))
    links = list(_links(ordered))
    root = {article.id: article.id for article in ordered}
    for link in links:
        root[_top(root, link.two)] = _top(root, link.one)
    circular = {a.id: why for a in ordered if (why := cites_group_only(a, group))}
    bundles: dict[str, list[Article]] = {}
    for article in ordered:
        bundles.setdefault(_top(root, article.id), []).append(article)
    found = [_source(bundle, links, circular) for bundle in bundles.values()]
    return tuple(sorted(found, key=lambda source: source.circular))


def links(articles: Sequence[Article]) -> tuple[Link, ...]:
    """Every pair of articles that are one source, with the reason."""
    ordered = sorted(articles, key=lambda a: (str(a.published.earliest or "9"), a.id))
    return tuple(_links(ordered))


def _links(ordered: Sequence[Article]) -> Iterator[Link]:
    prints = [_print(article) for article in ordered]
    for at, two in enumerate(prints):
        for one in prints[:at]:
            found = _near(one, two) or _credited(one, two) or _translated(one, two)
            if found is None:
                found = _passed_on(one, two)
            if found is not None:
                yield Link(one.article.id, two.article.id, *found)


@lru_cache(maxsize=4096)
def _print(article: Article) -> _Print:
    cut = [word.keys[0] for word in words(article.text)]
    shingles = frozenset(
        tuple(cut[at : at + SHINGLE]) for at in range(max(1, len(cut) - SHINGLE + 1))
    )
    parts = take_apart(article.text, article.published, Places())
    anchors = frozenset(
        f.key
        for f in parts.features
        if f.kind in ("name", "place") or (f.kind == "number" and f.key.count(":") == 1)
    )
    letters = [c for c in article.text if c.isalpha()]
    scripts = [script_of(c) for c in letters[:2000:7]]
    script = max(set(scripts), key=scripts.count) if scripts else "other"
    return _Print(article, shingles, anchors, script)


def _near(one: _Print, two: _Print) -> tuple[Why, str] | None:
    shared = len(one.shingles & two.shingles)
    share = shared / max(1, min(len(one.shingles), len(two.shingles)))
    if share < COPY:
        return None
    return "copy", f"{share:.0%} of the shorter text stands in the other, word for word"


def _credited(one: _Print, two: _Print) -> tuple[Why, str] | None:
    """The same agency is credited, at about the same time, with some of the same words."""
    agency = _same_agency(one.article, two.article)
    if agency is None or not _close(one.article, two.article) or one.script != two.script:
        return None
    shared = len(one.shingles & two.shingles)
    share = shared / max(1, min(len(one.shingles), len(two.shingles)))
    if share < CREDITED:
        return None
    return "syndicated", f"both credit {agency} and share {share:.0%} of the shorter text"


def _translated(one: _Print, two: _Print) -> tuple[Why, str] | None:
    """Other script, same days, and most names and numbers of the shorter one."""
    if one.script == two.script or not _close(one.article, two.article):
        return None
    shared = one.anchors & two.anchors
    latin = one if one.script != "arab" else two
    share = len(shared) / max(1, len(latin.anchors))
    agency = _same_agency(one.article, two.article)
    if len(shared) >= 3 and share >= (0.3 if agency else 0.6):
        told = ", ".join(sorted(key.partition(":")[2] for key in shared)[:6])
        credit = f", both credit {agency}" if agency else ""
        return "translation", f"same names and numbers ({told}){credit}"
    return None


def _passed_on(one: _Print, two: _Print) -> tuple[Why, str] | None:
    outlet = one.article.outlet
    if not outlet or outlet == two.article.outlet:
        return None
    cue = cited_outlet(two.article, outlet)
    return ("derived", f"passes on what {outlet} reported: {cue!r}") if cue else None


def _same_agency(one: Article, two: Article) -> str | None:
    ours = {_plain(name) for name in (one.agency, one.outlet) if name}
    theirs = {_plain(name) for name in (two.agency, two.outlet) if name}
    credits = {_plain(name) for name in (one.agency, two.agency) if name}
    shared = ours & theirs & credits
    return sorted(shared)[0] if shared else None


def _plain(name: str) -> str:
    return " ".join(word.keys[0] for word in words(name))


def _close(one: Article, two: Article) -> bool:
    a, b = one.published, two.published
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return a.earliest - b.latest <= WINDOW and b.earliest - a.latest <= WINDOW


def _top(root: Mapping[str, str], one: str) -> str:
    while root[one] != one:
        one = root[one]
    return one


def _source(
    bundle: Sequence[Article], found: Sequence[Link], circular: Mapping[str, str]
) -> Source:
    ids = tuple(article.id for article in bundle)
    told = [_name(bundle[0])]
    names = {article.id: _name(article) for article in bundle}
    for link in found:
        if link.one in names and link.two in names:
            told.append(f"{names[link.two]} is a {_WORD[link.why]} of it: {link.note}")
    # One free article in a bundle of copies would still be the same report.
    round_about = all(one in circular for one in ids)
    if round_about:
        told.append(f"not counted, it goes back to the group: {circular[ids[0]]}")
    return Source(ids, round_about, "; ".join(dict.fromkeys(told)))


_WORD: dict[Why, str] = {
    "copy": "copy",
    "syndicated": "syndicated version",
    "translation": "translation",
    "derived": "retelling",
}


def _name(article: Article) -> str:
    credit = f" ({article.agency})" if article.agency and article.agency != article.outlet else ""
    return f"{article.outlet or article.place.member}{credit}"
