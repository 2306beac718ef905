"""What verify_alone prints, word for word, of cases that have something of their own to say."""

import hashlib
import io
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tests.checkers import checkerbench
from tests.checkers.checkerbench import Given

import verify_alone
from conform.make import DESK, Spec, proof

ON_RECORD = checkerbench.ROOT / "tests" / "golden" / "checkers" / "printed.txt"
CASES = (
    *("exact", "exact-with-override", "spaces-folded", "respelled-case", "raw", "mid-sentence"),
    *("bracketed", "bracketed-and-elided", "bracketed-then-gap", "elided-closed", "elided-at-ends"),
    *("attr-edited", "attr-forwarded", "attr-quoted_reply", "attr-service", "attr-via_bot"),
    *("all-open", "all-open-filled", "day-only", "time-null", "time-closed", "excerpt-second"),
    *("translation", "translation-rtl", "translation-unknown-key", "token", "tokens-eight"),
    *("witness-pinned", "witness-far-future", "policy-stamps-0", "policy-authorities"),
    *("page-unmarked-proof", "page-two", "page-one-bad-proof_fail", "page-empty_fail"),
    *("bundle-two-slots_fail", "compare-changed", "compare-missing", "compare-extends-6-7"),
    *(
        "compare-missing-but-there_fail",
        "compare-extends-fork_fail",
        "no-alias",
        "desk-name-escaped",
    ),
)
EDGES = "a\x00\x08\t\n\x0b\x1f\x20~\x7f\x9f\xa0\u202c\u202d\u202e\u202f."
"""The first and last characters of each range that no terminal is given, and their neighbours."""


def printed() -> str:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        return "".join(_each(Path(folder)))


def _each(folder: Path) -> Iterator[str]:
    cases = {c.name: c for c in checkerbench.every_case()}
    for name in CASES:
        yield _told(name, folder, *_given(cases[name], folder))
    for name in ("exact", "page-one-bad-proof_fail", "compare-extends-6-7"):
        yield _told(f"{name} --json", folder, *_given(cases[name], folder), "--json")
    yield _told("--stamps", folder, *_given(cases["tokens-eight"], folder), "--stamps", "DIR")
    for file in sorted((folder / "DIR").iterdir()):
        yield f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n"
    (folder / "edges").write_bytes(proof(Spec(text=EDGES, shown=EDGES)))
    yield _told("a terminal", folder, "FOLDER/edges", "--key", DESK.vkey)
    yield from _misuse(folder, _given(cases["exact"], folder))


def _misuse(folder: Path, exact: list[str]) -> Iterator[str]:
    yield _told("no key", folder, exact[0])
    yield _told("a bad key", folder, exact[0], "--key", "x")
    yield _told("no such file", folder, "FOLDER/none", "--key", DESK.vkey)
    (folder / "policy").write_text("quorum all\n")
    yield _told("a policy", folder, *exact, "--policy", "FOLDER/policy")
    yield _told("two files", folder, exact[0], *exact)


def _given(case: Given, folder: Path) -> list[str]:
    (folder / "given").write_bytes(case.file)
    words = ["FOLDER/given", *(w for k in case.keys for w in ("--key", k))]
    if case.policy is not None:
        (folder / "policy").write_bytes(case.policy)
        words += ["--policy", "FOLDER/policy"]
    return words


def _told(what: str, folder: Path, *words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    real = [w.replace("FOLDER", str(folder)).replace("DIR", str(folder / "DIR")) for w in words]
    with redirect_stdout(out), redirect_stderr(err):
        code = verify_alone.main(real)
    said = err.getvalue().replace(str(folder), "FOLDER")
    told = out.getvalue().replace(unicodedata.unidata_version, "UNICODE")  # Python's own
    return f"== {what}\n{told}{said}exit code {code}\n"
