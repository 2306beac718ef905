"""Where a parsed draft's words stand in the text a person typed."""

import re

from onrecord.model.draft import Quotation
from onrecord.model.editing import Spot
from onrecord.model.foldmap import DIRECTION, INVISIBLE

_UNSEEN = DIRECTION | INVISIBLE
# Between two words of a quotation: spaces, the > of a block, a note to the writer.
_BETWEEN = r"(?:[\s>]|%%[^\n]*\n)+"


class Places:
    """Finds quotations and lines in a draft's text; offsets are code points of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = [(c, i) for i, c in enumerate(text) if c not in _UNSEEN and c != "\r"]
        self._clean = "".join(c for c, _ in kept)
        self._at = [i for _, i in kept] + [len(text)]
        self._lines = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self._clean_lines = [0, *(m.end() for m in re.finditer("\n", self._clean))]
        self._taken: set[int] = set()

    def quotation(self, one: Quotation) -> Spot:
        """The words of a quotation; the whole line if they stand there in another
        form (an escape of Markdown, say)."""
        pattern = _BETWEEN.join(re.escape(w) for w in one.words.split())
        begin = self._clean_lines[min(one.line, len(self._clean_lines)) - 1]
        for match in re.compile(pattern).finditer(self._clean, begin):
            if match.start() not in self._taken:
                self._taken.add(match.start())
                return self.span(self._at[match.start()], self._at[match.end() - 1] + 1)
        return self.line(one.line)

    def line(self, number: int) -> Spot:
        """A whole line, without its end."""
        number = max(1, min(number, len(self._lines)))
        start = self._lines[number - 1]
        after = self.text.find("\n", start)
        return self.span(start, after if after >= 0 else len(self.text))

    def span(self, start: int, end: int) -> Spot:
        """A run of the text."""
        first, last = self._line_of(start), self._line_of(end)
        return Spot(
            first + 1,
            start - self._lines[first] + 1,
            last + 1,
            end - self._lines[last] + 1,
            start,
            end,
        )

    def _line_of(self, at: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._lines, at) - 1
