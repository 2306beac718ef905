"""The one cutter: where the words of a text are.

No engine cuts words; all are handed these. A word is a run of letters, digits,
marks and invisible characters that begins with a letter or digit. Characters
of scripts written without spaces are words of their own (a query for two of
them is a phrase). An apostrophe inside a word belongs to it (``Qur'an``,
``п'ять``, Arabizi ``3'areeb``), an elided article does not (``l'homme``), nor
does ``'s``.

Two steps, so that the second can be remembered: ``runs`` finds maximal runs
with one fast expression, ``parts`` cuts a run, and needs to see nothing else.
"""

import re
from functools import cache

from onrecord.lang._letters import APOSTROPHES, COMBINING, UNSEEN


def _marks() -> str:
    return "".join(
        "-".join(f"\\u{int(end, 16):04x}" for end in part.split("-")) for part in COMBINING.split()
    )


# Han, kana, Thai, Lao, Khmer, Burmese: written without spaces.
_ALONE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_ALONE += r"\uf900-\ufaff\U00020000-\U0003ffff"
_INNER = UNSEEN + _marks() + r"\U000E0100-\U000E01EF"
_RUN = re.compile(rf"[^\W_][\w{_INNER}{APOSTROPHES}]*")

_APOS = f"[{APOSTROPHES}]"
_FIRST = rf"[^\W_{_ALONE}{APOSTROPHES}]"
_NEXT = rf"(?:{_FIRST}|[{_INNER}])"
_TIE = (
    rf"(?:(?<={_FIRST}{_FIRST}){_APOS}(?!(?:[lL]{{2}}|[rR][eE]|[vV][eE])(?!{_NEXT}))(?={_FIRST}{_FIRST})"
    rf"|(?<=[\u0400-\u04ff\u0590-\u05ff]){_APOS}(?=[\u0400-\u04ff\u0590-\u05ff])"
    rf"|(?<=[2-9]){_APOS}(?=[a-zA-Z]))"
)
_WORD = rf"{_FIRST}{_NEXT}*+(?:{_TIE}{_NEXT}++)*|[{_ALONE}][{_INNER}]*"
_ODD = re.compile(rf"[_{APOSTROPHES}{_ALONE}]")


@cache
def _word() -> re.Pattern[str]:
    """Compiled at the first odd run: it costs as much as all else at start-up."""
    return re.compile(_WORD)


def runs(text: str) -> list[str]:
    """Maximal runs of word characters and apostrophes, in order."""
    return _RUN.findall(text)


def parts(run: str) -> list[str]:
    """The words inside one run, in order; most often the run itself."""
    return _word().findall(run) if _ODD.search(run) else [run]


def words(text: str) -> list[str]:
    """The words of ``text`` as written, in order."""
    return [word for run in runs(text) for word in parts(run)]


def spans(text: str) -> list[tuple[int, int]]:
    """``[start, end)`` of each word in code points; same order as ``words``."""
    found: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if _ODD.search(run[0]):
            found.extend((start + m.start(), start + m.end()) for m in _word().finditer(run[0]))
        else:
            found.append((start, end))
    return found
