"""Words where a checker could be too kind or too strict, found by mutants that nobody noticed.

Many proofs stand in one page: each row of the answer is compared.
"""

from collections.abc import Iterator, Sequence

from conform.case import Case, no, ok, page_of
from conform.make import Spec, proof

ENDS = ".!?\u2026\u061f\u06d4\u0964\u0965"
WIDE = "\u3002\uff01\uff1f"
CLOSERS = "\"')]}\xbb\u2019\u201d\u203a"
BREAKS = "\n\x0b\x0c\r\x85\u2028\u2029"
SPACES = "\t\n\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
JOINED = (
    "\u0e01\u0ec6\u1000\u108e\u1780\u17d7\u3041\u30ff\u31f0\u31ff\u3400\u4dbf\u4e00\u9fa5"
    "\uf900\ufad9\uff66\uff9d\U00020000\U0002a6d6"
)
MID = ["excerpt", "starts mid-sentence"]
Row = tuple[str, str, Sequence[str]]


def several(name: str, rows: Sequence[Row]) -> Case:
    """A page of proofs, all to be taken as VERBATIM with these remarks: (text, shown, remarks)."""
    opens = ("text", "attr")
    proofs = [
        proof(Spec(text=t, shown=s, story=None, speaker=None, opens=opens, n=i))
        for i, (t, s, _) in enumerate(rows)
    ]
    expect = {"result": "ok", "classes": ["VERBATIM"] * len(rows)}
    return Case(
        name, "page.html", page_of(*proofs), {**expect, "remarks": [list(r[2]) for r in rows]}
    )


def sentences() -> Iterator[Case]:
    """Where a sentence ends: an excerpt that begins elsewhere is remarked upon."""
    part, wide = "We stayed there", "\u6211\u4eec\u8d70\u5427"
    begins = [f"He left{e} {part}." for e in ENDS]
    begins += [f"He left.{c} {part}." for c in CLOSERS]
    begins += [f"He left!{CLOSERS}{s}{part}." for s in SPACES]
    begins += [f"He left{b}{part}." for b in BREAKS]
    begins += [f"He left{b} \t{part}." for b in BREAKS]
    yield several("page-of-words-after-a-sentence", [(t, part, ["excerpt"]) for t in begins])
    begins = [f"\u4ed6\u8d70\u4e86{e}{wide}" for e in WIDE]
    begins += [f"\u4ed6\u8d70\u4e86\u3002{c}{wide}" for c in CLOSERS]
    begins += [f"\u4ed6\u8d70\u4e86\uff01{s}{wide}" for s in SPACES]
    yield several("page-of-words-after-a-wide-sentence", [(t, wide, ["excerpt"]) for t in begins])
    inside = [f"He left{x} {part}." for x in (",", ";", ":", "~", ".~", "!*", ".-", "\u3001")]
    inside += [f"He left.{x}{part}." for x in ("~", "-", "*")]
    inside += [f"He left\n~{part}.", f"He left.)~ {part}.", f"He left. ~{part}."]
    yield several("page-of-words-inside-a-sentence", [(t, part, MID) for t in inside])
    inside = [f"\u4ed6\u8d70\u4e86{x}{wide}" for x in ("~", "\u3002~", "\u3002)~", "\u3001")]
    yield several("page-of-words-inside-a-wide-sentence", [(t, wide, MID) for t in inside])


def borders() -> Iterator[Case]:
    """Where a word begins and ends."""
    s = "wording"
    rows: list[Row] = [(f"{c}abc, no", "abc", MID) for c in JOINED]
    rows += [(f"no, abc{c}", "abc", MID) for c in JOINED]
    rows += [("we-left it", "left", MID), ("x~left~y", "left", MID)]
    yield several("page-of-words-beside-joined-letters", rows)
    for name, text, shown in (
        ("low-line-before", "we_left here", "left here"),
        ("low-line-after", "we left_here", "we left"),
        ("number-before", "we 7left here", "left here"),
        ("mark-after-hyphen", "we-\u0301 left", "we-"),
        ("mark-before", "we \u0301left it", "left it"),
        ("tilde-before", "We left. Now", "~We left."),
        ("tilde-after", "We left. Now", "We left. ~"),
        ("georgian-beside", "\u10d0abc", "abc"),
        ("lao-neighbour", "\u0dc6abc", "abc"),
        ("tibetan-neighbour", "\u0f40abc", "abc"),
        ("georgian-neighbour", "\u10a0abc", "abc"),
        ("bopomofo", "\u3105abc", "abc"),
        ("yi", "\ua000abc", "abc"),
        ("hangul", "\uac00abc", "abc"),
        ("wide-letter", "\uff41abc", "abc"),
        ("hangul-half", "\uffa1abc", "abc"),
    ):
        yield no(f"wording-{name}", s, text=text, shown=shown)


def folds() -> Iterator[Case]:
    """What is folded, and what is not."""
    hidden = "\xad\u061c\u200b\u200e\u200f\u202a\u202c\u2060\u2064\u2066\u206f\ufeff\U000e0001"
    hidden += "\U000e007f"
    rows: list[Row] = [(f"We{c} left. Now", "We left.", ["excerpt"]) for c in hidden]
    doubles, singles = "\xab\xbb\u201c\u201d\u201e\u201f\u301d\u301f", "\u2018\u201b\u2039\u203a"
    rows += [(f"say {c}go now", 'say "go', ["excerpt"]) for c in doubles]
    rows += [(f"say {c}go now", "say 'go", ["excerpt"]) for c in singles]
    rows += [(f"We{c}left. Now", "We left.", ["excerpt"]) for c in SPACES]
    rows += [("so\u2026 on", "so...", ["excerpt"]), ("e\u0301t now", "\xe9t", ["excerpt"])]
    yield several("page-of-words-folded", rows)
    for name, text, shown in (
        ("soft-1", "We\u202d left. Now", "We left."),
        ("soft-2", "We\u2065 left. Now", "We left."),
        ("quote-mark-low", "say \u301cgo now", 'say "go'),
        ("prime", "say \u2032go now", "say 'go"),
        ("two-dots", "so\u2025 on", "so... on"),
    ):
        yield no(f"wording-not-folded-{name}", "wording", text=text, shown=shown)


def marks() -> Iterator[Case]:
    """Marks for what was left out."""
    text = "We crossed the river at dawn. Nobody was there! Then we went home."
    for name, shown in {
        "gap-then-brackets": "We crossed [it] [\u2026] went home.",
        "brackets-twice-at-end": "Then we went [back] [home]",
        "gap-at-begin": "[\u2026] the river at dawn.",
        "gap-at-end": "We crossed [\u2026]",
        "brackets-at-begin-closed": "[They] crossed the river",
        "three-gaps": "We [\u2026] river [\u2026] there! [\u2026] home.",
    }.items():
        cls = "BRACKETED" if "brackets" in name else "ELIDED"
        yield ok(f"marks-{name}", cls, text=text, shown=shown)
    four = "One is it. Two is it. Three is it. Four is it."
    for name, shown, segments in (
        ("one-closed", "One is it. [\u2026] Three is it.", [0, 2]),
        ("two-closed", "One is it. [\u2026] Four is it.", [0, 3]),
        ("closed-at-begin", "[\u2026] Three is it.", [2, 3]),
        ("closed-at-end", "One [\u2026]", [0]),
        ("closed-and-open", "One [\u2026] it. [\u2026] is it.", [0, 2]),
    ):
        yield ok(f"marks-{name}", "ELIDED", text=four, shown=shown, segments=segments)
    for name, shown in {
        "nothing-between": "[\u2026] [\u2026]",
        "no-word": "[\u2026] ! [\u2026]",
        "overlapping": "the river at [\u2026] river at dawn.",
        "nested": "We crossed [the [\u2026] river]",
        "open-bracket": "We crossed [the river",
        "empty-brackets": "We crossed [] the river",
    }.items():
        yield no(f"wording-marks-{name}", "wording", text=text, shown=shown)


def every() -> Iterator[Case]:
    """All of them."""
    for part in (sentences, borders, folds, marks):
        yield from part()
