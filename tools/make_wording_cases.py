"""Writes the case table of the quotation gate: tests/golden/report/wording_cases.jsonl.

Every sentence is invented. Each language has three sentences; the second holds a
negation, and its ``first`` words end with that negation; they and the cases
written by hand are in wording_source.json. Each case is made by a
named change whose class is known from the rule, never by running the gate.

    python tools/make_wording_cases.py

Writes docs/reference/wording.md as well: which change gives which class.
"""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parent.parent / "docs/reference/wording.md"
OUT = Path(__file__).parent.parent / "tests/golden/report/wording_cases.jsonl"
Case = dict[str, object]

_SOURCE = json.loads((OUT.parent / "wording_source.json").read_text(encoding="utf-8"))
# code: (three sentences, words up to and with the negation in the second, a word to put in)
LANGUAGES: dict[str, tuple[tuple[str, str, str], str, str]] = {
    code: (tuple(said["sentences"]), said["negated"], said["word"])
    for code, said in _SOURCE["languages"].items()
}
UNSPACED = frozenset(("zh", "ja", "th"))
CASED = frozenset(("ru", "uk", "el", "en", "de", "fr", "hy"))


def whole(code: str) -> str:
    """The message of a language: its three sentences."""
    gap = "" if code in ("zh", "ja") else " "
    return gap.join(LANGUAGES[code][0])


def plain(code: str) -> Iterator[tuple[str, str, str, str, dict[str, object]]]:
    """(name, sealed, printed, class, more) for what may be printed as it is."""
    (one, two, three), first, _ = LANGUAGES[code]
    sealed = whole(code)
    rest = two[len(first) :].strip()
    yield "equal", sealed, sealed, "EXACT", {"whole": True}
    yield "first sentence", sealed, one, "VERBATIM", {"flags": 0}
    yield "last sentence", sealed, three, "VERBATIM", {"flags": 0, "mid": False}
    yield "two sentences", sealed, sealed[: sealed.index(three)].strip(), "VERBATIM", {"flags": 0}
    yield "cut behind the negation", sealed, rest, "VERBATIM", {"flags": 1, "mid": True}
    yield (
        "direction mark",
        f"{sealed[:3]}\u200f{sealed[3:]}",
        sealed,
        "VERBATIM",
        {"folds": ["direction marks"]},
    )
    hidden = one[:2] + "\u200b" + one[2:]
    yield "watermark", hidden, one, "VERBATIM", {"folds": ["invisible characters"]}
    decomposed = unicodedata.normalize("NFD", sealed)
    if decomposed != sealed:
        more: dict[str, object] = {"folds": ["composition"], "whole": True}
        yield "decomposed", sealed, decomposed, "VERBATIM", more
    if code not in UNSPACED:
        spaced = sealed.replace(" ", "\u00a0\n")
        yield "other spaces", sealed, spaced, "VERBATIM", {"folds": ["spacing"], "whole": True}


def marked(code: str) -> Iterator[tuple[str, str, str, str, dict[str, object]]]:
    """What may be printed with its marks."""
    (one, two, three), first, word = LANGUAGES[code]
    sealed = whole(code)
    words = one.split(" ") if code not in UNSPACED else [one[:2], one[2:]]
    glue = "" if code in UNSPACED else " "
    yield "gap", sealed, f"{one} […] {three}", "ELIDED", {"flags": 1}
    yield "gap in dots", sealed, f"{one} [...] {three}", "ELIDED", {"flags": 1}
    yield "gap at the end", sealed, f"{one} […]", "ELIDED", {"flags": 0}
    yield "gap at the start", sealed, f"[…] {three}", "ELIDED", {"flags": 0}
    replaced = f"[{word}]" + glue + glue.join(words[1:])
    yield "leading word replaced", sealed, replaced, "BRACKETED", {"replaces": words[0]}
    added = words[0] + f" [{word}] " + glue.join(words[1:])
    yield "word added in brackets", sealed, added, "BRACKETED", {"replaces": ""}
    both = f"[{word}]" + glue + glue.join(words[1:]) + f" […] {three}"
    yield "bracket and gap", sealed, both, "BRACKETED", {"gaps": 1}


def refused(code: str) -> Iterator[tuple[str, str, str, str, dict[str, object]]]:
    """What is not in the message."""
    (one, two, three), first, word = LANGUAGES[code]
    sealed = whole(code)
    glue = "" if code in UNSPACED else " "
    words = one.split(" ") if code not in UNSPACED else [one[:2], one[2:4], one[4:]]
    mixed = glue.join([words[0], word, *words[2:]])
    yield "word changed", sealed, mixed, "NOT_FOUND", {}
    yield "word put in", sealed, glue.join([words[0], word, *words[1:]]), "NOT_FOUND", {}
    dropped = glue.join([words[0], *words[2:]])
    yield "word left out", sealed, dropped, "NOT_FOUND", {}
    yield "sentence left out", sealed, f"{one}{glue}{three}", "NOT_FOUND", {}
    negated = first.rsplit(" ", 1)[0] if glue else first[:-2]
    unsaid = f"{negated}{glue}{two[len(first) :].strip()}"
    yield "negation left out", sealed, unsaid, "NOT_FOUND", {}
    yield "gap without brackets", sealed, f"{one} … {three}", "NOT_FOUND", {"offer": True}
    yield "gap in round brackets", sealed, f"{one} (…) {three}", "NOT_FOUND", {"offer": True}
    gloss = f"{words[0]} ({word}) {glue.join(words[1:])}"
    yield "gloss in round brackets", sealed, gloss, "NOT_FOUND", {"offer": True}
    yield "sentences in another order", sealed, f"{three} […] {one}", "NOT_FOUND", {}
    if glue:
        yield "cut inside a word", sealed, words[0] + " " + words[1][:-1], "NOT_FOUND", {}
    if code in CASED:
        yield "capitals", sealed, one.upper(), "RESPELLED", {}


def cases() -> Iterator[Case]:
    """Every case with its id."""
    for code in LANGUAGES:
        for kind in (plain, marked, refused):
            for name, sealed, printed, cls, more in kind(code):
                yield _case(f"{code}: {name}", sealed, printed, cls, more)
    for hand in _SOURCE["hand"]:
        yield {**hand, "id": f"hand: {hand['id']}"}


def _case(name: str, sealed: str, printed: str, cls: str, more: dict[str, object]) -> Case:
    return {"id": name, "sealed": sealed, "printed": printed, "class": cls, **more}


def table(made: list[Case]) -> str:
    """The case table as Markdown: a line for each kind of change."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for case in made:
        code, _, name = str(case["id"]).partition(": ")
        kinds.setdefault((name, str(case["class"])), []).append(code)
    lines = [
        "# What the quotation gate says of each change",
        "",
        f"{len(made)} cases, {len(LANGUAGES)} languages, made by `tools/make_wording_cases.py`; "
        "every sentence is invented. The test suite runs all of them, and 10,000 random "
        "substitutions, insertions and interior deletions of a word (100,000 in `make sweep`): "
        "none passes.",
        "",
        "| change | class | in |",
        "|---|---|---|",
    ]
    for (name, cls), codes in kinds.items():
        where = "one" if codes == ["hand"] else f"{len(codes)} languages"
        lines.append(f"| {name.replace('|', '/')} | {cls} | {where} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    made = list(cases())
    lines = (json.dumps(c, ensure_ascii=True) for c in made)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    TABLE.write_text(table(made), encoding="utf-8")
    print(f"{len(made)} cases in {OUT}")
