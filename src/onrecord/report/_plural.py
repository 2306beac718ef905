"""Which form of a noun goes with a number, for the languages that have a file.

The cardinal rules of CLDR 45 (Unicode Technical Standard 35, part 3) for whole
numbers. A language that is not among them takes its form for *other*.
"""


def category(code: str, number: int) -> str:
    """``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``."""
    if code == "ar":
        return _arabic(number)
    if code == "ru":
        return _russian(number)
    if code == "fr":
        return "one" if number < 2 else "other"
    return "one" if number == 1 else "other"


def _arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    if 3 <= number % 100 <= 10:
        return "few"
    return "many" if number % 100 >= 11 else "other"


def _russian(number: int) -> str:
    last, teens = number % 10, 11 <= number % 100 <= 14
    if last == 1 and not teens:
        return "one"
    return "few" if 2 <= last <= 4 and not teens else "many"
