"""Names of the months of the common calendar, as news writes them."""

import re

# Arabic in the eastern, the Levantine and the western tradition; German, Spanish,
# French, Turkish; Russian and Ukrainian as dates decline them; Persian, Urdu, Hebrew.
_NAMES = (
    "january jan يناير جانفي января янв січня januar enero janvier ocak ژانویه جنوری ינואר",
    "february feb فبراير شباط فيفري февраля фев лютого februar febrero février şubat فوریه"
    " فروری פברואר",
    "march mar مارس آذار اذار марта мар березня märz marzo mars mart مارچ מרץ",
    "april apr أبريل ابريل نيسان أفريل апреля апр квітня abril avril nisan آوریل اپریل אפריל",
    "may مايو أيار ايار ماي мая май травня mai mayo mayıs مه مئی מאי",
    "june jun يونيو حزيران جوان июня июн червня juni junio juin haziran ژوئن جون יוני",
    "july jul يوليو تموز جويلية يوليوز июля июл липня juli julio juillet temmuz ژوئیه جولائی יולי",
    "august aug أغسطس اغسطس آب أوت غشت августа авг серпня agosto août ağustos اوت اگست אוגוסט",
    "september sep sept سبتمبر أيلول ايلول شتنبر сентября сен вересня septiembre septembre eylül"
    " سپتامبر ستمبر ספטמבר",
    "october oct أكتوبر اكتوبر октября окт жовтня oktober octubre octobre ekim اکتبر"
    " اکتوبر אוקטובר",
    "november nov نوفمبر نونبر ноября ноя листопада noviembre novembre kasım نوامبر نومبر נובמבר",
    "december dec ديسمبر دجنبر декабря дек грудня dezember diciembre décembre aralık دسامبر"
    " دسمبر דצמבר",
)
_MONTHS = {name: n for n, names in enumerate(_NAMES, start=1) for name in names.split()}
_LEVANT = re.compile("(كانون|تشرين)\\s+(?:ال)?(ثاني|[أا]ول)(?!\\w)")
_BOTH = re.compile(r"([^\W\d_]{2,})\s?/\s?([^\W\d_]{2,})")


def month(word: str) -> int | None:
    """The month a word names; None if it names none that is known here."""
    return _MONTHS.get(word.strip(".").casefold())


def one_name(text: str) -> str:
    """A month of two words as one word, and the first of two names (أيار/مايو)."""
    return _BOTH.sub(_first, _LEVANT.sub(_joined, text))


def _first(said: re.Match[str]) -> str:
    return said[1] if month(said[1]) is not None and month(said[1]) == month(said[2]) else said[0]


def _joined(said: re.Match[str]) -> str:
    second = said[2].startswith("ث")
    if said[1] == "كانون":
        return "يناير" if second else "ديسمبر"
    return "نوفمبر" if second else "أكتوبر"
