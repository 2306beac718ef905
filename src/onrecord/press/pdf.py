"""PDF files with text in them; needs the extra ``onrecord[pdf]``."""

import importlib
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press import plain
from onrecord.press._article import Parts, build
from onrecord.press._when import instant

# Titles that programs make of a file's name.
_MADE_UP = re.compile(
    r"^(?:microsoft word|untitled|document\d*$|layout \d|slide \d)"
    r"|\.(?:docx?|indd|qxd|pdf|rtf|odt)$",
    re.IGNORECASE,
)
_QUIET = logging.NullHandler()


class PdfText:
    """A PDF: the first line is the title, pages follow each other."""

    name = "pdf"
    version = 1
    title = "PDF with text"

    def sniff(self, member: str, head: bytes) -> bool:
        """Begins with %PDF-."""
        return head.startswith(b"%PDF-")

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """One article; a scan without text and a locked file are Troubles."""
        place = Place(member, 0, len(data))
        if find_spec("pypdf") is None:
            note = "reading PDF needs an extra: pip install 'onrecord[pdf]'"
            yield Trouble("needs-extra", place, note, "fatal")
            return
        engine = importlib.import_module("pypdf")
        logging.getLogger("pypdf").addHandler(_QUIET)  # it would write on the terminal
        faults = importlib.import_module("pypdf.errors")
        try:
            reader = engine.PdfReader(io.BytesIO(data))
            pages = [page.extract_text() or "" for page in reader.pages]
            facts = {str(k): str(v) for k, v in (reader.metadata or {}).items()}
        except (
            faults.PyPdfError, faults.DependencyError, ValueError, KeyError, TypeError,
            AttributeError, IndexError, RecursionError,
        ) as error:  # fmt: skip
            yield Trouble("not-pdf", place, f"the PDF cannot be read: {error}", "fatal")
            return
        text = "\n\n".join(page.strip() for page in pages if page.strip())
        yield from build(place, data, _parts(text, facts))


def _parts(text: str, facts: dict[str, str]) -> Parts:
    """As a plain text says it, title, byline and date first; else as the file's facts do.

    The facts are about the file: its title may be that of a template, and it may
    have been made long after the text was published.
    """
    told = plain.parts(text)
    titled = facts.get("/Title", "").strip()
    if titled and not _MADE_UP.search(titled):
        told = replace(told, title=titled, body=text)
    made = instant(_date(facts.get("/CreationDate", "")))
    return replace(
        told,
        byline=told.byline or facts.get("/Author") or None,
        published=told.published if told.published.basis != "none" else made,
        kind="pdf",
    )


def _date(said: str) -> str:
    """``D:20310505120000+02'00'`` as ISO 8601."""
    plain = said.removeprefix("D:").replace("'", "")
    return f"{plain[:8]}T{plain[8:14]}{plain[14:]}" if len(plain) >= 14 else ""


PRESS_FORMAT = PdfText()
