"""The name of a chat, as WhatsApp writes it into the name of its export."""

import posixpath
import re

# What the app puts about a chat's name when it names the file: "WhatsApp Chat with Ada",
# "Discussion WhatsApp avec Ada", "Conversa do WhatsApp com Ada", "Ada ile WhatsApp Sohbeti".
_WORDS_BEFORE = re.compile(
    r"^(?:[^\W\d_]+[ _]){0,2}WhatsApp(?:[-_ ]?(?:chatt?|gesprek))?[ _]"
    r"(?:-|with|mit|avec|con|com|amb|cu|met|med|z|s|с[ _]контактом|с|з|dengan|với)[ _]",
    re.IGNORECASE,
)
_WORDS_BEHIND = re.compile(r"[ _]ile[ _]WhatsApp[ _]Sohbeti$", re.IGNORECASE)


def chat_name(tree: str, member: str) -> str:
    """The chat's name as the file's name has it."""
    base = posixpath.basename(member).removesuffix(".txt")
    if base == "_chat":
        folder = posixpath.dirname(member).removesuffix("!").rpartition("/")[2]
        base = (folder or tree).removesuffix(".zip")
    return _WORDS_BEFORE.sub("", _WORDS_BEHIND.sub("", base)) or base
