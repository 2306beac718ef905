"""One file per language, and the one cutter of words with a map back.

``load``/``words`` read the language files; ``fold``, ``cut``, ``terms`` make of
a text what engines index; ``widen`` makes of a query's word what it may find;
``match`` marks what was found in the original.
"""

from onrecord.lang.language import Language, codes, load, words

__all__ = ["Language", "codes", "load", "words"]
