"""onrecord: from a closed group's export to quotations anyone can check.

The names in ``__all__`` are the public Python API; everything else may change.
They are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module

TYPE_CHECKING = False  # checkers take it for true; `typing` would cost `--help` a third
if TYPE_CHECKING:
    from onrecord.desk import Desk
    from onrecord.errors import OnRecordError
    from onrecord.model.chat import Chat, Message
    from onrecord.model.cite import Citation
    from onrecord.model.claim import Statement
    from onrecord.model.judgement import Judgement
    from onrecord.model.place import Place
    from onrecord.model.press import Article, Match
    from onrecord.model.trouble import Trouble
    from onrecord.model.when import When

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Chat",
    "Citation",
    "Desk",
    "Judgement",
    "Match",
    "Message",
    "OnRecordError",
    "Place",
    "Statement",
    "Trouble",
    "When",
]

_HOMES = {
    "Article": "onrecord.model.press",
    "Chat": "onrecord.model.chat",
    "Citation": "onrecord.model.cite",
    "Desk": "onrecord.desk",
    "Judgement": "onrecord.model.judgement",
    "Match": "onrecord.model.press",
    "Message": "onrecord.model.chat",
    "OnRecordError": "onrecord.errors",
    "Place": "onrecord.model.place",
    "Statement": "onrecord.model.claim",
    "Trouble": "onrecord.model.trouble",
    "When": "onrecord.model.when",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
