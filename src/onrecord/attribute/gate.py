"""Which messages of a batch can hold a statement at all, by their texts alone.

Most of a chat states nothing that a rule knows. Such a message is told from the
others by its words, before anything is made of it: no words in their sentences, no
message, no voices. What is left out has no statement; what is let through may have.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from onrecord.attribute.copies import LONG
from onrecord.attribute.marks import marked
from onrecord.attribute.rules import Rules, rules_of
from onrecord.attribute.scripts import languages
from onrecord.attribute.voices import quotes_reply
from onrecord.attribute.words import signs, words
from onrecord.lang.cut import runs

if TYPE_CHECKING:
    import pyarrow as pa

_SPLITS = ("app_note", "blockquote")  # kinds of entity that are another voice
_KEPT = 1 << 17  # runs of letters whose bits are remembered
_NEEDED = ("text", "quote", "reply_to")


def worth(batch: "pa.RecordBatch", replied: Callable[[int, str], str | None]) -> list[int]:
    """The rows of a batch that may hold a statement, ascending.

    ``replied`` is the text of the message that a row replies to, by row and platform
    id. A text in which another voice may stand (a quotation, a copy, a note of the
    app) is let through, since rules see what is left of it.
    """
    split = _split(batch)
    columns = (batch.column(name).to_pylist() for name in _NEEDED)
    found = []
    for at, (text, quote, answers) in enumerate(zip(*columns, strict=True)):
        if not text:
            continue
        old = quote or (replied(at, answers) if answers is not None else None)
        if (
            at in split
            or len(text) >= LONG
            or marked(text)
            or (old and quotes_reply(old, text))
            or may_state(text)
        ):
            found.append(at)
    return found


def may_state(text: str) -> bool:
    """False if no rule, in any language of its script, can make a statement of a text
    that is of one voice."""
    return any(_of(code).passes(text) for code in languages(text))


class _Gate:
    """The words of one language's rules, by runs of letters as they are written."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._bits = rules.possible.bits
        self._runs: dict[str, int] = {}

    def passes(self, text: str) -> bool:
        """True unless its words and signs leave no rule that would make a statement."""
        joined = self._rules.possible.always
        known = self._runs
        for run in runs(text):
            bits = known.get(run)
            joined |= self._met(run) if bits is None else bits
        for sign in signs(text):
            joined |= self._bits(self._rules.of_sign(sign))
        return self._rules.may_state(self._rules.possible.left(joined))

    def _met(self, run: str) -> int:
        atoms = self._rules.lexicon.atoms
        bits = 0
        for word in words(run):
            bits |= self._bits(atoms(word.text, word.hamza))
        if len(self._runs) >= _KEPT:
            self._runs.clear()
        self._runs[run] = bits
        return bits


class _Closed(_Gate):
    """Of a language without rules."""

    def __init__(self) -> None:
        pass

    def passes(self, text: str) -> bool:
        """Nothing does."""
        return False


_gates: dict[str, _Gate] = {}


def _of(language: str) -> _Gate:
    gate = _gates.get(language)
    if gate is None:
        rules = rules_of(language)
        gate = _gates[language] = _Closed() if rules is None else _Gate(rules)
    return gate


def _split(batch: "pa.RecordBatch") -> frozenset[int]:
    """The rows with an entity that is another voice."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = batch.column("entities")
    kinds = pc.struct_field(pc.list_flatten(column), "type")
    those = pc.is_in(kinds, value_set=pa.array(_SPLITS, kinds.type))
    return frozenset(pc.filter(pc.list_parent_indices(column), those).to_pylist())


def by_id(texts: Mapping[str, str] | None) -> Callable[[int, str], str | None]:
    """The replied-to texts as a walk over a whole reading has them."""
    known = texts or {}
    return lambda _, ident: known.get(ident)


def rows_worth(
    batch: "pa.RecordBatch", replied: Callable[[int, str], str | None]
) -> "Iterator[pa.RecordBatch]":
    """The batch without the rows that hold no statement, if any is left."""
    import pyarrow as pa

    left = worth(batch, replied)
    if left:
        yield batch.take(pa.array(left, pa.int64()))
