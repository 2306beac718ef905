"""Quantities: digits of any script and number words, with what is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.press._words import Word, fold

_UNITS = {
    2: "two اثنان اثنين два двое", 3: "three ثلاثة ثلاث три трое", 4: "four أربعة أربع четыре",
    5: "five خمسة خمس пять", 6: "six ستة ست шесть", 7: "seven سبعة سبع семь",
    8: "eight ثمانية ثمان восемь", 9: "nine تسعة تسع девять", 10: "ten عشرة عشر десять",
    11: "eleven одиннадцать", 12: "twelve двенадцать dozen дюжина", 13: "thirteen тринадцать",
    14: "fourteen четырнадцать", 15: "fifteen пятнадцать", 16: "sixteen шестнадцать",
    17: "seventeen семнадцать", 18: "eighteen восемнадцать", 19: "nineteen девятнадцать",
    20: "twenty عشرون عشرين двадцать", 30: "thirty ثلاثون ثلاثين тридцать",
    40: "forty أربعون أربعين сорок", 50: "fifty خمسون خمسين пятьдесят",
    60: "sixty ستون ستين шестьдесят", 70: "seventy سبعون سبعين семьдесят",
    80: "eighty ثمانون ثمانين восемьдесят", 90: "ninety تسعون تسعين девяносто",
    100: "hundred مئة مائة сто",
}  # fmt: skip
_BY_WORD = {fold(word): value for value, row in _UNITS.items() for word in row.split()}
_SCALE_WORDS = {1000: "thousand ألف آلاف тысяча тысяч тысячи", 10**6: "million مليون миллион"}
_SCALES = {fold(word): value for value, row in _SCALE_WORDS.items() for word in row.split()}
_GROUPED = re.compile(r"[.,٬\u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Counted:
    """A whole number in a text and the index of the word after it."""

    start: int
    end: int
    value: int
    next: int


def numbers(text: str, said: Sequence[Word], offset: int = 0) -> list[Counted]:
    """Every quantity from 2 up; clock times are left out.

    ``text`` is the text the words were cut from, ``offset`` the place of its
    first code point in the words' own count.
    """
    found: list[Counted] = []
    at = 0
    while at < len(said):
        value, step = _digits(text, said, at, offset)
        if value is None and step == 1:
            value, step = _spelled(said, at)
        if value is not None and value >= 2:
            last = said[at + step - 1]
            found.append(Counted(said[at].start, last.end, value, at + step))
        at += max(step, 1)
    return found


def _digits(text: str, said: Sequence[Word], at: int, offset: int) -> tuple[int | None, int]:
    word = said[at]
    if not word.written.isdecimal():
        return None, 1
    value, step = int(word.written), 1
    while at + step < len(said):
        between = text[said[at + step - 1].end - offset : said[at + step].start - offset]
        after = said[at + step]
        if between == ":" and after.written.isdecimal():
            return None, step + 1
        if not _GROUPED.match(between + after.written) or len(after.written) != 3:
            break
        value, step = value * 1000 + int(after.written), step + 1
    return value, step


def _spelled(said: Sequence[Word], at: int) -> tuple[int | None, int]:
    total: int | None = None
    step = 0
    while at + step < len(said):
        value = _value(said[at + step])
        if value is None:
            break
        if total is None:
            total = value
        elif value >= 100 > total:
            total *= value
        elif value < total:
            total += value
        else:
            break
        step += 1
    if total is not None and at + step < len(said):
        scale = next((_SCALES[k] for k in said[at + step].keys if k in _SCALES), None)
        if scale is not None:
            return total * scale, step + 1
    return total, max(step, 1)


def _value(word: Word) -> int | None:
    # A clitic form must not turn a word into a number: only the whole word and
    # the word without its conjunction count.
    return next((_BY_WORD[key] for key in word.keys[:2] if key in _BY_WORD), None)
