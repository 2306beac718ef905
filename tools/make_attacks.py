"""Writes docs/reference/attacks.md from the figures the attack tests leave.

    ONRECORD_FIGURES=figures.jsonl make sweep
    python tools/make_attacks.py figures.jsonl [...]

Each line of a figures file is {"test", "what", "tried", "caught", "seconds"}. The
last line of a test and what it does counts.
"""

import json
import platform
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "attacks.md"
HEAD = """# Attacks tried

Written by `tools/make_attacks.py` from the figures that the attack tests leave; do not edit.
The numbers T1 to T19 are those of the design's test list. *Caught* counts the cases after which
everything checked, or the change was named, or the proof was refused, as the test demands.

| | what was done | cases tried | cases caught | seconds |
|---|---|---:|---:|---:|
"""
GATE = """
## The quotation gate's case table

{count} cases, {scripts} scripts ({names}); change by change in [wording](wording.md).

| class | cases | scripts | may be printed |
|---|---:|---:|---|
{rows}
"""
_PRINTED = {
    "EXACT": "yes",
    "VERBATIM": "yes",
    "ELIDED": "yes, its gaps marked",
    "BRACKETED": "yes, marked as the desk's words",
    "RESPELLED": "no",
    "NOT_FOUND": "no",
}
LEAKS = """
## The leak scan

Before anything is written, every output of a story (the page where only its print is asked for) and
every proof is searched for each handle, sender name, id, number, contact and title in the case, and
for each value of its completeness certificate: as text under the fold that search uses, in any
case, as a number with other separators or digits; in hex, percent, HTML and JSON escapes, base64
at its three offsets, UTF-16; and inside base64 runs, zip members and percent-encoded parts, four
layers deep. The rows T13 above are by other code than the scan's own, over the files that the
sample case publishes and over random openings; that a planted name is seen in each form is a test.
"""
NOT_HERE = """
## Behind the figures

T1 and T2 over whole commands (`tests/acceptance/test_faults.py`): strace kills or fails one
call that changes what is on disk, one run a call, on the sample case. A publication is printed
once and forked for each fault where it is about to be put out (one of its calls comes before);
the clock and chance are held still, and a disk that a fault leaves which is in every name, mode
and byte one seen before is looked at, and the command done again on it, once. Nothing was
altered and every repetition ended well. What earlier kills found is litter: 9 of 95 kills of a
reseal left a half-written file beside a time stamp for ever, which the next entry now removes
(the thirteen kills of that place, tried again, left none); of a publication cut between two
renames the former page's folder stayed, which the next publication now removes. A derived file
stays for a day by design (another process may be making it). Errors found two more in
publishing: where the second of the two renames failed, the former page was gone until the next
publication (it is put back now), and where the former page could not be removed, the error named
a file without its folder; the 17 calls of that place were tried again under both errors.
Run to their end: kills, EIO and ENOSPC at every call of an intake, a reseal and a publication,
EIO of lock (189 calls), kills of reading again. ENOSPC of lock got as far as its row says. Not
begun in this form: kills of lock, add and unlock (422 calls; their kills in the other form are
in the rows above), EIO and ENOSPC of reading again (359), add and unlock: hours that `make
sweep` takes. EIO of lock found a third thing: an error that the disk gave once, while the box was
written, came out as one of the encryption library, and ended the command without a message of
ours; it is now told as the disk's.

T7: rightly sealed and signed proofs of bent values went to all four checkers. Of the first
6,000 they judged 47 apart: the package took a slot's name with a spare bit and numbers of more
than sixteen digits, the other three took places that are no numbers. Of 12,000 others after the
mending, and of the 20,000 of the row above (four draws of 5,000), they judged none apart.

T13's word list is made of our own language files, tables of names, sentences and dates put
together from them; every true value is in it, and a test shows that with its salt each is found.

T3 replays a recorded run of an intake: for a power cut after each of its operations the disk is
built with what was not synced absent, cut after one sector, or whole, and with names that lasted
before or after the data. All of them opened and reached the same root; none had to be refused.

T3 over the whole of `onrecord add` (log, bag, seal, Parquet, text index) takes 300 of the
possible disks at random; in one of them the entry was in the log and not yet in the case, and
finishing the intake did not look: it does now.

T10 is the ten minutes of the design: eight writers, each second one of them killed. T12, T14 and
T11 count tests, each of which shows a second history, derives a root or runs under a clock.

Mutation of checker code (T15, `make mutation`): every place that can be changed is, none is
drawn, in the package's verifier, `verify_alone.py`, the JavaScript core and the Go checker; rows
above, by target, with what was tried so far. What is left alone by rule stands at the head of the
tool's output; what changes nothing that anybody could notice stands with its reason in
`tools/mutation/equivalent.toml`, and counts neither way. A mutant is noticed if a conformance
case gets another answer, or names its fault in another sentence, or a test fails.
8,647 of the 8,830 mutants tried were noticed (97.9 %). Not run to its end: `tree` (the row says
how far); all other targets were. Below 95 % alone: `entry` (94.7 %, before its last tests).
`leaf`, `proof`, `ring`, `token` and `b64` were run again, `ring` before two later tests of locking
came into its file; the others were taken before the checkers named contradicting times and their
Unicode version: those lines are not in the counts. `leaf` holds, beside the compiled helper, code
that does not run where the helper is there: its tests switch the helper off.
A mutant's limit is processor time, and one that died otherwise is tried a second time, so that a
busy machine notices nothing; seconds are by the clock of a machine shared with others. Survivors
led to 364 conformance cases (keys, policies and heads with which no checker may begin; limits,
escapes, character references, lengths in DER, values, words and pages one step in and one out), to
457 rows whose root the Go checker reproduces, to a golden file of what `verify_alone` prints, and
to these mends: the package took a witness into two groups, a witness's key as a desk's, and empty
brackets for words of the desk; WebCrypto in node took a key that the format refuses; the Go
checker cut a name in isolates of any length, and its own JSON reader gave way to Go's. Guards
that could never fire are gone. What is still not noticed the tool prints: most of it is a letter
put behind the last one of a table, or a second guard behind a first. `show.js` and
`desk.js`, which draw the answer, are watched by the browser's tests and not mutated.

Not reached on the machine that wrote this page, and left to the public workflow or to longer
runs: other operating systems and Python versions (T14); two machines on one share (T10); 24
hours of fuzzing (T9); 10^8 messages (T16); a recovery drill by a stranger from paper (T18: the
drill by program is a test). Rows of runs that were not repeated this time are kept as they
were.
"""
_ROW = re.compile(r"\| (T\d+) \| (.+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|")


def kept() -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the page as it stands: a sweep that was not run again keeps its figure."""
    found = {}
    for test, what, *numbers in _ROW.findall(PAGE.read_text() if PAGE.exists() else ""):
        tried, caught, seconds = (int(n.replace(",", "")) for n in numbers)
        values = {"test": test, "what": what, "tried": tried, "caught": caught, "seconds": seconds}
        found[(test, what)] = values
    return found


def figures(paths: list[Path]) -> list[dict[str, Any]]:
    """The last figure of each test and deed, in the order of tests."""
    found = kept()
    for path in paths:
        for line in path.read_text().split("\n"):
            if line:
                value = json.loads(line)
                # A part of the mutants of a checker gives way to a larger part.
                of = value["what"].split(" (")[0]
                for key in [k for k in found if k[0] == "T15" and k[1].split(" (")[0] == of]:
                    del found[key]
                found[(value["test"], value["what"])] = value
    return sorted(found.values(), key=lambda v: (int(v["test"][1:]), v["what"]))


def gate() -> str:
    """The gate's case table by class, counted from the cases themselves."""
    text = (ROOT / "tests" / "golden" / "report" / "wording_cases.jsonl").read_text("utf-8")
    cases = [json.loads(line) for line in text.split("\n") if line]
    seen: dict[str, list[set[str]]] = {}
    for case in cases:
        seen.setdefault(case["class"], []).append(_scripts(case["sealed"]))
    rows = [
        f"| {name} | {len(found)} | {len(set().union(*found))} | {_PRINTED[name]} |"
        for name, found in sorted(seen.items(), key=lambda pair: [*_PRINTED].index(pair[0]))
    ]
    every = sorted(set().union(*(s for found in seen.values() for s in found)))
    names = ", ".join(s.capitalize() for s in every)
    return GATE.format(count=len(cases), scripts=len(every), names=names, rows="\n".join(rows))


def _scripts(text: str) -> set[str]:
    found = {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}
    named = {{"CJK": "HAN", "FULLWIDTH": "LATIN"}.get(s, s) for s in found}
    return named - {"", "MODIFIER", "KATAKANA-HIRAGANA"}


def page(values: list[dict[str, Any]]) -> str:
    """The page's text."""
    rows = [
        f"| {v['test']} | {v['what']} | {v['tried']:,} | {v['caught']:,} | {v['seconds']:,.0f} |\n"
        for v in values
    ]
    machine = (
        f"\nTaken with Python {platform.python_version()}, {platform.system()}, two shared cores.\n"
    )
    return HEAD + "".join(rows) + machine + gate() + LEAKS + NOT_HERE


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(figures([Path(p) for p in sys.argv[1:]])))
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
