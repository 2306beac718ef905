"""PDF files with text in them; needs the extra ``onrecord[pdf]``."""

import importlib
import io
import logging
from collections.abc import Iterator
from importlib.util import find_spec

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._article import Parts, build
from onrecord.press._when import instant

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
        except (faults.PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
            yield Trouble("not-pdf", place, f"the PDF cannot be read: {error}", "fatal")
            return
        text = "\n\n".join(page.strip() for page in pages if page.strip())
        first, _, rest = text.partition("\n")
        titled = facts.get("/Title", "").strip()
        parts = Parts(
            title=titled or first.strip(),
            body=text if titled else rest.strip(),
            byline=facts.get("/Author") or None,
            published=instant(_date(facts.get("/CreationDate", ""))),
            kind="pdf",
        )
        yield from build(place, data, parts)


def _date(said: str) -> str:
    """``D:20310505120000+02'00'`` as ISO 8601."""
    plain = said.removeprefix("D:").replace("'", "")
    return f"{plain[:8]}T{plain[8:14]}{plain[14:]}" if len(plain) >= 14 else ""


PRESS_FORMAT = PdfText()
