"""The glossary of a case: names and terms, one spelling through its stories."""

from dataclasses import replace
from pathlib import Path

from onrecord.archive import disk
from onrecord.desk.case import Case, open_case
from onrecord.errors import BadOption
from onrecord.report import glossary

FILE = "glossary.csv"


def terms_of(case: Case) -> tuple[glossary.Term, ...]:
    """The terms on file; none if there is no file. Raises BadDraft for a broken one."""
    path = case.path / "stories" / FILE
    return glossary.read(path.read_bytes(), FILE) if path.exists() else ()


def terms(path: Path) -> tuple[glossary.Term, ...]:
    """See ``Desk.glossary``."""
    return terms_of(open_case(path))


def set_term(path: Path, term: glossary.Term) -> tuple[glossary.Term, ...]:
    """See ``Desk.set_term``."""
    if not (term.original.strip() and term.language.strip() and term.spelling.strip()):
        raise BadOption("A term needs the original, a language and a spelling")
    case = open_case(path)
    with case.writing():
        there = terms_of(case)
        key = (term.original, term.language)
        before = next((t for t in there if (t.original, t.language) == key), None)
        if before is not None and before.spelling != term.spelling:
            # The spelling of yesterday is a wrong one today.
            old = dict.fromkeys((*before.variants, before.spelling, *term.variants))
            term = replace(term, variants=tuple(v for v in old if v != term.spelling))
        kept = (*(t for t in there if (t.original, t.language) != key), term)
        disk.replace(case.path / "stories" / FILE, glossary.write(kept))
    return kept
