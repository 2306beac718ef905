"""English names of languages, for the line under an original."""

from onrecord.errors import NoSuchThing
from onrecord.lang import language

_MORE = {
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "hi": "Hindi",
    "bn": "Bengali",
    "th": "Thai",
    "el": "Greek",
    "am": "Amharic",
    "hy": "Armenian",
    "ka": "Georgian",
    "it": "Italian",
    "pt": "Portuguese",
    "ps": "Pashto",
    "so": "Somali",
    "sw": "Swahili",
}


def name(code: str) -> str:
    """The language's English name, or '' if the code is not known."""
    base = code.split("-")[0]
    if base in _MORE:
        return _MORE[base]
    try:
        return language.head(base).name
    except NoSuchThing:
        return ""
