"""Which languages' rules may read a text: by its script, Arabizi as Arabic too."""

import re
from collections.abc import Iterator

_SCRIPTS = (
    ("ar", re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("en", re.compile(r"[A-Za-z]")),
)
_ARABIZI = re.compile(
    r"\b(?:[a-z']*[a-z][23579][a-z'][a-z0-9']*|[23579][a-z]{2,}|bokra|bukra|yalla|wallah|habibi)\b",
    re.IGNORECASE | re.ASCII,
)


def languages(text: str) -> Iterator[str]:
    """Codes of the languages to try, those of the text's scripts."""
    for code, letters in _SCRIPTS:
        if letters.search(text):
            yield code
    if not _SCRIPTS[0][1].search(text) and _ARABIZI.search(text):
        yield "ar"
