"""Days named in a text, relative words resolved against the text's own time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.when import When
from onrecord.press._months import month
from onrecord.press._words import Word, fold


@dataclass(frozen=True, slots=True)
class Dated:
    """A run of words that names a day: any of ``[first, last]``, in code points.

    ``stated`` if by day and month, not by a word like *yesterday*.
    """

    start: int
    end: int
    first: date
    last: date
    how: str
    stated: bool = False


_RELATIVE = {
    0: "today tonight اليوم الليلة сегодня heute",
    -1: "yesterday أمس امس البارحة вчера gestern",
    -2: "позавчера",
    1: "tomorrow غدا завтра",
}
_WEEKDAYS = (
    "monday الاثنين الإثنين понедельник понедельника montag",
    "tuesday الثلاثاء вторник вторника dienstag",
    "wednesday الأربعاء среда среду среды mittwoch",
    "thursday الخميس четверг четверга donnerstag",
    "friday الجمعة пятница пятницу пятницы freitag",
    "saturday السبت суббота субботу субботы samstag",
    "sunday الأحد воскресенье воскресенья sonntag",
)
_ORDINALS = (
    "first الأول первого ersten", "second الثاني второго zweiten", "third الثالث третьего",
    "fourth الرابع четвёртого", "fifth الخامس пятого", "sixth السادس шестого",
    "seventh السابع седьмого", "eighth الثامن восьмого", "ninth التاسع девятого",
    "tenth العاشر десятого",
)  # fmt: skip
_BY_RANK = {fold(word): n for n, row in enumerate(_ORDINALS, 1) for word in row.split()}
_OF = frozenset(("of", "من"))
_BY_WORD = {fold(word): away for away, row in _RELATIVE.items() for word in row.split()}
_BY_DAY = {fold(word): n for n, row in enumerate(_WEEKDAYS) for word in row.split()}


def days_of(when: When) -> tuple[date, date] | None:
    """First and last calendar day a time can fall on, here or where it was written."""
    if when.earliest is None or when.latest is None:
        return None
    days = [when.earliest.date(), when.latest.date()]
    if when.local is not None:
        days.append(when.local.date())
    return min(days), max(days)


def dates(said: Sequence[Word], when: When) -> list[Dated]:
    """Days named in words; those without a year are the last such before ``when``."""
    base = days_of(when)
    found: list[Dated] = []
    for at, word in enumerate(said):
        named = _calendar(said, at, base)
        if named is None and base is not None:
            named = _relative(word, base)
        if named is not None and not (found and named.start < found[-1].end):
            found.append(named)
    return found


def _relative(word: Word, base: tuple[date, date]) -> Dated | None:
    first, last = base
    for key in word.keys:
        if key in _BY_WORD:
            away = timedelta(days=_BY_WORD[key])
            how = f"{word.written} = {first + away}"
            return Dated(word.start, word.end, first + away, last + away, how)
    weekday = _BY_DAY.get(word.keys[0]) if word.script != "latn" or word.capital else None
    if weekday is None:
        return None
    begin = first - timedelta(days=(first.weekday() - weekday) % 7)
    end = last - timedelta(days=(last.weekday() - weekday) % 7)
    begin, end = min(begin, end), max(begin, end)
    return Dated(word.start, word.end, begin, end, f"{word.written} = {end}")


def _calendar(said: Sequence[Word], at: int, base: tuple[date, date] | None) -> Dated | None:
    """``5 March``, ``March 5``, ``٥ مارس``, each with or without a year."""
    skip = 2 if at + 2 < len(said) and said[at + 1].keys[0] in _OF else 1
    if at + skip >= len(said):
        return None
    one, two = said[at], said[at + skip]
    for number, name in ((one, two), (two, one)):
        named = month(name.written) or next((m for k in name.keys if (m := month(k))), None)
        day = _day(number)
        if named is None or day is None:
            continue
        year, step = None, skip + 1
        if (
            at + step < len(said)
            and (written := _number(said[at + step]))
            and 1900 < written < 2200
        ):
            year, step = written, step + 1
        stated = _place_in_year(day, named, year, base)
        if stated is not None:
            end = said[at + step - 1].end
            return Dated(one.start, end, stated, stated, f"{stated}", True)
    return None


def _place_in_year(
    day: int, named: int, year: int | None, base: tuple[date, date] | None
) -> date | None:
    if year is None and base is None:
        return None
    years = [year] if year is not None else [base[1].year, base[1].year - 1] if base else []
    for option in years:
        try:
            stated = date(option, named, day)
        except ValueError:
            continue
        # Without a year, a day up to a month ahead is an announcement, not last year's.
        if year is not None or base is None or stated <= base[1] + timedelta(days=31):
            return stated
    return None


def _number(word: Word) -> int | None:
    plain = word.written
    return int(plain) if plain.isdecimal() else None


def _day(word: Word) -> int | None:
    digits = word.keys[0]
    if digits in _BY_RANK:
        return _BY_RANK[digits]
    for ending in ("st", "nd", "rd", "th"):
        digits = digits.removesuffix(ending)
    return int(digits) if digits.isdecimal() and 1 <= int(digits) <= 31 else None
