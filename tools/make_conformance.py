"""Writes conformance/: one folder a case, the same bytes on every run.

python tools/make_conformance.py          writes
python tools/make_conformance.py --check  exit code 1 if a file is missing, other or too many

The cases are made by tools/conform, from docs/archive-format.md alone, without the package.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from conform import (
    broken_chain,
    broken_form,
    broken_openings,
    broken_policies,
    comparisons,
    corners,
    edges,
    extensions,
    good,
    good_chain,
    page_corners,
    pages,
    word_corners,
)
from conform.case import Case, pretty

ROOT = Path(__file__).parents[1] / "conformance"


def cases() -> Iterator[Case]:
    """Every case, once."""
    seen: set[str] = set()
    for part in (
        *(good, good_chain, broken_form, broken_openings, broken_chain),
        *(
            broken_policies,
            pages,
            comparisons,
            extensions,
            edges,
            corners,
            page_corners,
            word_corners,
        ),
    ):
        for case in part.every():
            if case.name in seen:
                raise ValueError(f"two cases are called {case.name}")
            seen.add(case.name)
            yield case


def files() -> dict[str, bytes]:
    """Path below conformance/ to bytes."""
    found: dict[str, bytes] = {}
    for case in cases():
        keys = "".join(k + "\n" for k in case.keys).encode()
        found[f"{case.name}/{case.file}"] = case.data
        found[f"{case.name}/keys.txt"] = keys
        found[f"{case.name}/expected.json"] = pretty(case.expect)
        if case.policy is not None:
            found[f"{case.name}/policy.txt"] = case.policy
    return found


def main(arguments: list[str]) -> int:
    """Writes or compares."""
    made = files()
    there = {p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file()}
    there.discard("README.md")
    if "--check" in arguments:
        same = there == set(made) and all((ROOT / n).read_bytes() == b for n, b in made.items())
        return int(not same)
    for name in there - set(made):
        (ROOT / name).unlink()
    for folder in [p for p in ROOT.glob("*") if p.is_dir() and not any(p.iterdir())]:
        folder.rmdir()
    for name, data in made.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_bytes(data)
    count = sum(n.endswith("expected.json") for n in made)
    print(f"{count} cases, {sum(map(len, made.values()))} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
