"""Days of other calendars as days of the common one."""

from datetime import date, timedelta

_JALALI_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The common date of a day of the Solar Hijri calendar, or None if there is none.

    By the 33-year rule, which agrees with the astronomical calendar for the years
    1343 to 1471 (1964 to 2092).
    """
    longest = 31 if month <= 6 else 30
    if month == 12 and not _leap(year):
        longest = 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    days = (year - 1) * 365 + _leaps_before(year) + day - 1
    days += 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    found = date(622, 3, 21) + timedelta(days=days)
    return (found.year, found.month, found.day)


def _leap(year: int) -> bool:
    return year % 33 in _JALALI_LEAPS


def _leaps_before(year: int) -> int:
    cycles, rest = divmod(year - 1, 33)
    return cycles * 8 + sum(1 for leap in _JALALI_LEAPS if leap <= rest)


def from_tabular_islamic(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The common date of a day of the Islamic calendar by the arithmetic rule, which
    may be a day off the sighted one; None if there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    found = date(622, 7, 19) + timedelta(days=days)
    return (found.year, found.month, found.day)
