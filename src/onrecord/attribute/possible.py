"""Which rules can fire at all, by the words of a text, with one number a word.

Every rule has a few sets of words of which one each must stand in the text. Here a
word is a number with a bit for every set it is in; a text is the numbers of its
words joined by *or*, and the rules left are those whose bits are set in every column.
Long integers do a thousand rules at once. (A signature file, Faloutsos and
Christodoulakis 1984, with a bit of its own for every set, so nothing is passed by chance.)
"""

from collections.abc import Iterable, Sequence

Atoms = frozenset[str]


class Possible:
    """Rules by number, each with the sets of atoms of which one each is needed."""

    def __init__(self, wanted: Sequence[Sequence[Atoms]]) -> None:
        self._size = len(wanted)
        self._whole = (1 << self._size) - 1
        self._columns = max(map(len, wanted), default=0)
        self._of_atom: dict[str, int] = {}
        self.always = 0
        """The bits of the columns that a rule does not need."""
        for number, sets in enumerate(wanted):
            for column in range(self._columns):
                bit = 1 << (column * self._size + number)
                if column >= len(sets):
                    self.always |= bit
                    continue
                for atom in sets[column]:
                    self._of_atom[atom] = self._of_atom.get(atom, 0) | bit
        self._of_word: dict[Atoms, int] = {}

    def bits(self, atoms: Atoms) -> int:
        """The bits of one word that is ``atoms``."""
        known = self._of_word.get(atoms)
        if known is None:
            known = 0
            for atom in atoms:
                known |= self._of_atom.get(atom, 0)
            if len(self._of_word) >= _KEPT:
                self._of_word.clear()
            self._of_word[atoms] = known
        return known

    def of_words(self, words: Iterable[Atoms]) -> int:
        """The rules that may fire where these words stand, as a set of bits."""
        joined = self.always
        for atoms in words:
            joined |= self.bits(atoms)
        return self.left(joined)

    def left(self, joined: int) -> int:
        """The rules whose bits are set in every column."""
        out = self._whole
        for _ in range(self._columns):
            out &= joined
            joined >>= self._size
        return out


_KEPT = 1 << 16  # kinds of word whose bits are remembered


def numbers(bits: int) -> list[int]:
    """The numbers of the bits that are set, ascending."""
    out = []
    while bits:
        low = bits & -bits
        out.append(low.bit_length() - 1)
        bits ^= low
    return out


def bits_of(those: Iterable[int]) -> int:
    """The set of bits of some numbers."""
    out = 0
    for number in those:
        out |= 1 << number
    return out
